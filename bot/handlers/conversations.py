"""Words, menu and help, and the quiet answers to everything else a chat can hold."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, MessageHandler, filters

from bot.handlers.context import Handler, TurnContext
from bot.messages.taps import Tap, pattern
from bot.services.services import Services

_KINDS = (
    ("voice", filters.VOICE | filters.AUDIO | filters.VIDEO_NOTE),
    ("photo", filters.PHOTO | filters.VIDEO | filters.ANIMATION),
    ("document", filters.Document.ALL),
    ("sticker", filters.Sticker.ALL | filters.Dice.ALL),
    ("contact", filters.CONTACT),
    ("location", filters.LOCATION | filters.VENUE),
)


class ConversationHandlers:
    """Telegram in; conversations do the work."""

    def __init__(self, services: Services) -> None:
        self._conversations = services.conversations
        self._guide = services.guide
        self._safeguarding = services.safeguarding

    def first(self) -> list[Handler]:
        """What must be caught before anything else: edits, and other chats than private ones."""
        return [
            MessageHandler(filters.UpdateType.EDITED_MESSAGE & filters.ChatType.PRIVATE, self.edit),
            MessageHandler(~filters.ChatType.PRIVATE, self.stay_quiet),
        ]

    def taps(self) -> list[Handler]:
        """Buttons, and last of all every tap that nothing else took."""
        return [
            CallbackQueryHandler(self.see_menu, pattern(Tap.MENU)),
            CallbackQueryHandler(self.see_help, pattern(Tap.HELP)),
            CallbackQueryHandler(self.mean, pattern(Tap.INTENT, r"[a-z_]{1,40}")),
            CallbackQueryHandler(self.mean_none, pattern(Tap.NONE_OF_THESE)),
            CallbackQueryHandler(self.be_ok, pattern(Tap.OK)),
            CallbackQueryHandler(self.resume_news, pattern(Tap.RESUME_NEWS)),
            CallbackQueryHandler(self.tap_something_else),
        ]

    def commands(self) -> list[Handler]:
        """Commands, and last of all every command we do not have."""
        return [
            CommandHandler("menu", self.see_menu),
            CommandHandler("help", self.see_help),
            MessageHandler(filters.COMMAND, self.give_unknown_command),
        ]

    def messages(self) -> list[Handler]:
        """Words, then everything we cannot read by kind, then the rest."""
        readable: list[Handler] = [MessageHandler(filters.TEXT, self.write)]
        kinds: list[Handler] = [MessageHandler(wanted, self._cannot_read(kind)) for kind, wanted in _KINDS]
        silent: list[Handler] = [MessageHandler(filters.StatusUpdate.ALL, self.stay_quiet)]
        return [*readable, *kinds, *silent, MessageHandler(filters.ALL, self._cannot_read("other"))]

    async def write(self, update: Update, context: TurnContext) -> None:
        """A message in words."""
        await self._conversations.read(context.turn)

    async def edit(self, update: Update, context: TurnContext) -> None:
        """An earlier message was changed."""
        self._conversations.edited(context.turn)

    async def see_menu(self, update: Update, context: TurnContext) -> None:
        """The menu."""
        await self._conversations.show_menu(context.turn)

    async def see_help(self, update: Update, context: TurnContext) -> None:
        """Help."""
        await self._conversations.show_help(context.turn)

    async def mean(self, update: Update, context: TurnContext) -> None:
        """One of "did you mean"."""
        await self._conversations.meant(context.turn, context.group())

    async def mean_none(self, update: Update, context: TurnContext) -> None:
        """None of these."""
        await self._conversations.none_of_these(context.turn)

    async def be_ok(self, update: Update, context: TurnContext) -> None:
        """ "I'm OK, go back" under a safeguarding card."""
        await self._safeguarding.go_back(context.turn)

    async def resume_news(self, update: Update, context: TurnContext) -> None:
        """Send me news again."""
        self._safeguarding.resume_news(context.turn)

    async def give_unknown_command(self, update: Update, context: TurnContext) -> None:
        """A command we do not have."""
        self._conversations.unknown_command(context.turn)

    async def tap_something_else(self, update: Update, context: TurnContext) -> None:
        """A button we never made, or one of a version long ago."""
        await self._guide.old_button(context.turn)

    async def stay_quiet(self, update: Update, context: TurnContext) -> None:
        """Groups, channels and service messages get no answer: nobody asked us there."""

    def _cannot_read(self, kind: str) -> Callable[[Update, TurnContext], Coroutine[Any, Any, None]]:
        async def send_unreadable(update: Update, context: TurnContext) -> None:
            await self._conversations.cannot_read(context.turn, kind)

        return send_unreadable
