"""The context every handler gets: python-telegram-bot's own, with the turn in it."""

from __future__ import annotations

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CallbackContext, ExtBot

from bot.services.turns import Turn


class TurnContext(CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], dict[Any, Any]]):
    """Carries the turn of this update; nothing is kept in python-telegram-bot's own dictionaries."""

    turn: Turn

    def group(self, number: int = 1) -> str:
        """What a tap's pattern caught; only for handlers with a pattern."""
        if not self.matches:
            raise LookupError("this handler has no pattern")
        return str(self.matches[0].group(number))


Handler = BaseHandler[Update, TurnContext, None]
