"""Walks the ordered table of handlers: the first that takes an update handles it, and its errors arrive here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from telegram import Update
from telegram.ext import Application, BaseHandler

from bot.services.turns import Turn


class CarriesTurn(Protocol):
    """The context our handlers are given; see `bot.handlers.context`."""

    turn: Turn


class Router:
    """python-telegram-bot's handlers and filters without its dispatcher, which would swallow a handler's error."""

    def __init__(
        self,
        application: Application[Any, Any, Any, Any, Any, Any],
        handlers: Sequence[BaseHandler[Update, Any, Any]],
    ) -> None:
        self._application = application
        self._handlers = tuple(handlers)

    def parse(self, update: dict[str, Any]) -> Update:
        """The update as python-telegram-bot's object; raises whatever its parser raises on nonsense."""
        return Update.de_json(update, self._application.bot)

    async def route(self, update: Update, turn: Turn) -> bool:
        """Let the first handler that wants the update have it; False if none does."""
        for handler in self._handlers:
            check = handler.check_update(update)
            if check is None or check is False:
                continue
            context = self._application.context_types.context.from_update(update, self._application)
            context.turn = turn
            await handler.handle_update(update, self._application, check, context)
            return True
        return False
