"""Buttons about a case: the bot is wanted back, did it help, may they write, whose message is this."""

from __future__ import annotations

from telegram import Update
from telegram.ext import CallbackQueryHandler

from bot.handlers.context import Handler, TurnContext
from bot.messages.taps import Tap, pattern
from bot.services.services import Services

_CASE = r"\d{1,18}"


class CaseHandlers:
    """Telegram in; cases do the work."""

    def __init__(self, services: Services) -> None:
        self._answers = services.desk.case_answers
        self._conversations = services.conversations
        self._guide = services.guide

    def taps(self) -> list[Handler]:
        """Buttons."""
        return [
            CallbackQueryHandler(self.back_to_bot, pattern(Tap.BACK_TO_BOT)),
            CallbackQueryHandler(self.rate, pattern(Tap.RATE, _CASE, r"[123]")),
            CallbackQueryHandler(self.may_write, pattern(Tap.MAY_WRITE, _CASE, "yes|no")),
            CallbackQueryHandler(self.move, pattern(Tap.MAY_MOVE, _CASE, "yes|no")),
            CallbackQueryHandler(self.for_adviser, pattern(Tap.FOR_ADVISER, r"\d{1,9}")),
            CallbackQueryHandler(self.for_bot, pattern(Tap.FOR_BOT, r"\d{1,9}")),
        ]

    async def back_to_bot(self, update: Update, context: TurnContext) -> None:
        """Back to the bot."""
        await self._conversations.back_to_bot(context.turn)

    async def rate(self, update: Update, context: TurnContext) -> None:
        """Did it help?"""
        if not await self._answers.rate(context.turn, int(context.group(1)), int(context.group(2))):
            await self._guide.old_button(context.turn)

    async def may_write(self, update: Update, context: TurnContext) -> None:
        """May they write here again?"""
        agreed = context.group(2) == "yes"
        if not await self._answers.may_write(context.turn, int(context.group(1)), agreed=agreed):
            await self._guide.old_button(context.turn)

    async def move(self, update: Update, context: TurnContext) -> None:
        """May another organisation see it?"""
        agreed = context.group(2) == "yes"
        if not await self._answers.move(context.turn, int(context.group(1)), agreed=agreed):
            await self._guide.old_button(context.turn)

    async def for_adviser(self, update: Update, context: TurnContext) -> None:
        """The message was for the adviser."""
        if not await self._answers.give_to_adviser(context.turn, int(context.group())):
            await self._guide.old_button(context.turn)

    async def for_bot(self, update: Update, context: TurnContext) -> None:
        """The message was for the bot."""
        await self._conversations.meant_for_bot(context.turn, int(context.group()))
