"""Rights in the chat: see, take away, erase."""

from __future__ import annotations

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler

from bot.handlers.context import Handler, TurnContext
from bot.messages.taps import Tap, pattern
from bot.services.services import Services


class PrivacyHandlers:
    """Telegram in; privacy does the work."""

    def __init__(self, services: Services) -> None:
        self._privacy = services.privacy

    def taps(self) -> list[Handler]:
        """Buttons."""
        return [
            CallbackQueryHandler(self.see_rights, pattern(Tap.RIGHTS)),
            CallbackQueryHandler(self.see_data, pattern(Tap.SEE_DATA)),
            CallbackQueryHandler(self.ask_forget, pattern(Tap.FORGET)),
            CallbackQueryHandler(self.forget, pattern(Tap.FORGET_YES)),
            CallbackQueryHandler(self.keep, pattern(Tap.FORGET_NO)),
        ]

    def commands(self) -> list[Handler]:
        """Commands."""
        return [
            CommandHandler("mydata", self.see_data),
            CommandHandler("forget", self.ask_forget),
            CommandHandler("privacy", self.see_rights),
        ]

    async def see_rights(self, update: Update, context: TurnContext) -> None:
        """My rights."""
        self._privacy.show_rights(context.turn)

    async def see_data(self, update: Update, context: TurnContext) -> None:
        """What do you know about me."""
        await self._privacy.show_held(context.turn)

    async def ask_forget(self, update: Update, context: TurnContext) -> None:
        """Delete everything about me."""
        await self._privacy.ask_forget(context.turn)

    async def forget(self, update: Update, context: TurnContext) -> None:
        """Yes, delete everything."""
        await self._privacy.forget(context.turn)

    async def keep(self, update: Update, context: TurnContext) -> None:
        """No, keep it."""
        self._privacy.keep(context.turn)
