"""Held interviews, seats and posts: ask for one, have an adviser look, give it back."""

from __future__ import annotations

from telegram import Update
from telegram.ext import CallbackQueryHandler

from bot.handlers.context import Handler, TurnContext
from bot.messages.taps import Tap, pattern
from bot.services.services import Services

_SLUG = r"[a-z0-9_]{1,40}"
_NUMBER = r"\d{1,15}"


class HoldHandlers:
    """Telegram in; holds do the work."""

    def __init__(self, services: Services) -> None:
        self._holds = services.journeying.holds
        self._guide = services.guide

    def taps(self) -> list[Handler]:
        """Buttons."""
        return [
            CallbackQueryHandler(self.ask, pattern(Tap.HOLD, _SLUG)),
            CallbackQueryHandler(self.have_checked, pattern(Tap.HOLD_CHECK, _SLUG)),
            CallbackQueryHandler(self.give_back, pattern(Tap.HOLD_BACK, _NUMBER)),
        ]

    async def ask(self, update: Update, context: TurnContext) -> None:
        """Hold one for me."""
        if not await self._holds.ask(context.turn, context.group()):
            await self._guide.old_button(context.turn)

    async def have_checked(self, update: Update, context: TurnContext) -> None:
        """Let an adviser see whether it fits me."""
        if not await self._holds.ask(context.turn, context.group(), with_adviser=True):
            await self._guide.old_button(context.turn)

    async def give_back(self, update: Update, context: TurnContext) -> None:
        """Somebody else may have it."""
        if not await self._holds.give_back(context.turn, int(context.group())):
            await self._guide.old_button(context.turn)
