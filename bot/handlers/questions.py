"""Answers, why, back, skip and change."""

from __future__ import annotations

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler

from bot.handlers.context import Handler, TurnContext
from bot.messages.taps import Tap, pattern
from bot.services.services import Services

_NAME = r"[a-z0-9_]{1,40}"


class QuestionHandlers:
    """Telegram in; the guide does the work."""

    def __init__(self, services: Services) -> None:
        self._guide = services.guide
        self._questions = services.questions

    def taps(self) -> list[Handler]:
        """Buttons."""
        return [
            CallbackQueryHandler(self.answer, pattern(Tap.ANSWER, _NAME, _NAME, r"\d{1,9}")),
            CallbackQueryHandler(self.go_back, pattern(Tap.BACK, r"\d{1,9}")),
            CallbackQueryHandler(self.change_one, pattern(Tap.CHANGE, _NAME)),
            CallbackQueryHandler(self.choose_change, pattern(Tap.CHANGE)),
        ]

    def commands(self) -> list[Handler]:
        """Commands."""
        return [CommandHandler("change", self.choose_change), CommandHandler("back", self.go_back)]

    async def answer(self, update: Update, context: TurnContext) -> None:
        """An answer's button."""
        await self._guide.answer_tap(context.turn, context.group(1), context.group(2), int(context.group(3)))

    async def go_back(self, update: Update, context: TurnContext) -> None:
        """Back to the question before."""
        await self._guide.back(context.turn)

    async def choose_change(self, update: Update, context: TurnContext) -> None:
        """Which answer to change."""
        self._questions.offer_change(context.turn)

    async def change_one(self, update: Update, context: TurnContext) -> None:
        """Change this one."""
        await self._guide.change(context.turn, context.group())
