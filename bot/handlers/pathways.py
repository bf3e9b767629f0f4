"""Ways from one job to the next."""

from __future__ import annotations

from telegram import Update
from telegram.ext import CallbackQueryHandler

from bot.handlers.context import Handler, TurnContext
from bot.messages.taps import Tap, pattern
from bot.services.services import Services


class PathwayHandlers:
    """Telegram in; pathways answer."""

    def __init__(self, services: Services) -> None:
        self._guide = services.guide
        self._pathways = services.offers.pathways

    def taps(self) -> list[Handler]:
        """Buttons."""
        return [
            CallbackQueryHandler(self.open_path, pattern(Tap.PATH, "[a-z0-9_]{1,40}")),
            CallbackQueryHandler(self.see_paths, pattern(Tap.PATHS)),
        ]

    async def open_path(self, update: Update, context: TurnContext) -> None:
        """Where this can lead."""
        if not await self._pathways.show(context.turn, context.group()):
            await self._guide.old_button(context.turn)

    async def see_paths(self, update: Update, context: TurnContext) -> None:
        """Other ways."""
        self._pathways.show_all(context.turn)
