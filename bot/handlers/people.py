"""Beginning, language, country, STOP, and being blocked or let in."""

from __future__ import annotations

from telegram import ChatMember, ChatMemberUpdated, Update
from telegram.ext import CallbackQueryHandler, ChatMemberHandler, CommandHandler

from bot.handlers.context import Handler, TurnContext
from bot.messages.taps import Tap, pattern
from bot.services.services import Services
from bot.services.staff.chats import staff_token

_GONE = (ChatMember.BANNED, ChatMember.LEFT)


class PeopleHandlers:
    """Telegram in; people and guide do the work."""

    def __init__(self, services: Services) -> None:
        self._people = services.people
        self._guide = services.guide
        self._conversations = services.conversations
        self._staff_chats = services.staff_chats

    def memberships(self) -> list[Handler]:
        """Blocked and unblocked, added and removed."""
        return [ChatMemberHandler(self.be_blocked_or_let_in, ChatMemberHandler.MY_CHAT_MEMBER)]

    def taps(self) -> list[Handler]:
        """Buttons."""
        return [
            CallbackQueryHandler(self.choose_language, pattern(Tap.LANGUAGE, r"[a-z]{2,8}")),
            CallbackQueryHandler(self.choose_country, pattern(Tap.COUNTRY, r"[a-z]{2}")),
            CallbackQueryHandler(self.resume, pattern(Tap.RESUME)),
            CallbackQueryHandler(self.go_on, pattern(Tap.START)),
        ]

    def commands(self) -> list[Handler]:
        """Commands."""
        return [
            CommandHandler("start", self.start),
            CommandHandler("stop", self.stop),
            CommandHandler("unlink", self.unlink),
            CommandHandler("language", self.ask_language),
        ]

    async def start(self, update: Update, context: TurnContext) -> None:
        """`/start`, with or without a deep link; a link of a member of staff starts nobody's way in."""
        payload = " ".join(context.args or ()) or None
        if (token := staff_token(payload)) is not None:
            await self._staff_chats.take(context.turn, token)
        else:
            await self._guide.start(context.turn, payload)

    async def unlink(self, update: Update, context: TurnContext) -> None:
        """`/unlink`, for staff."""
        await self._staff_chats.let_go(context.turn)

    async def stop(self, update: Update, context: TurnContext) -> None:
        """`/stop`."""
        await self._people.stop(context.turn)

    async def ask_language(self, update: Update, context: TurnContext) -> None:
        """`/language`."""
        if context.turn.person is None:
            await self._guide.start(context.turn, None)
        else:
            self._people.ask_language(context.turn)

    async def choose_language(self, update: Update, context: TurnContext) -> None:
        """A language button."""
        await self._guide.choose_language(context.turn, context.group())

    async def choose_country(self, update: Update, context: TurnContext) -> None:
        """A country button."""
        await self._guide.choose_country(context.turn, context.group())

    async def resume(self, update: Update, context: TurnContext) -> None:
        """Turn messages on again."""
        self._people.resume(context.turn)

    async def go_on(self, update: Update, context: TurnContext) -> None:
        """ "Find more that fits me"."""
        await self._guide.proceed(context.turn)

    async def be_blocked_or_let_in(self, update: Update, context: TurnContext) -> None:
        """Telegram says that our place in a chat changed."""
        change: ChatMemberUpdated | None = update.my_chat_member
        if change is None:
            return
        if not context.turn.incoming.private:
            if change.new_chat_member.status not in _GONE and change.old_chat_member.status in _GONE:
                self._conversations.added_to_group(context.turn)
        elif change.new_chat_member.status in _GONE:
            await self._people.blocked(context.turn)
            await self._staff_chats.lost(context.turn)
        else:
            self._people.unblocked(context.turn)
