"""Equality questions: agree, answer, skip, go back, stop, take back."""

from __future__ import annotations

from telegram import Update
from telegram.ext import CallbackQueryHandler

from bot.handlers.context import Handler, TurnContext
from bot.messages.taps import Tap, pattern
from bot.services.services import Services

_SCREEN, _OPTION, _REVISION = r"[a-z_]{1,40}(?:\.[a-z_]{1,40})?", r"[a-z_]{1,40}", r"\d{1,9}"


class EqualityHandlers:
    """Telegram in; the equality questions do the work."""

    def __init__(self, services: Services) -> None:
        self._questions = services.equality_questions
        self._guide = services.guide

    def taps(self) -> list[Handler]:
        """Buttons."""
        return [
            CallbackQueryHandler(self.open, pattern(Tap.EQUALITY)),
            CallbackQueryHandler(self.agree, pattern(Tap.EQUALITY_YES, r"[0-9a-z.-]{1,20}")),
            CallbackQueryHandler(self.ask_for_the_page, pattern(Tap.EQUALITY_PAGE)),
            CallbackQueryHandler(self.decline, pattern(Tap.EQUALITY_NO)),
            CallbackQueryHandler(self.answer, pattern(Tap.EQUALITY_ANSWER, _SCREEN, _OPTION, _REVISION)),
            CallbackQueryHandler(self.go_back, pattern(Tap.EQUALITY_BACK, _SCREEN, _REVISION)),
            CallbackQueryHandler(self.skip, pattern(Tap.EQUALITY_SKIP, _SCREEN, _REVISION)),
            CallbackQueryHandler(self.stop, pattern(Tap.EQUALITY_STOP)),
            CallbackQueryHandler(self.withdraw, pattern(Tap.EQUALITY_WITHDRAW)),
        ]

    async def open(self, update: Update, context: TurnContext) -> None:
        """Help us be fair."""
        if not await self._questions.show_card(context.turn):
            await self._guide.proceed(context.turn)

    async def agree(self, update: Update, context: TurnContext) -> None:
        """Yes, ask me here."""
        if not await self._questions.agree(context.turn, context.group()):
            await self.open(update, context)

    async def ask_for_the_page(self, update: Update, context: TurnContext) -> None:
        """Yes, on a web page."""
        if not await self._questions.send_link(context.turn):
            await self._guide.proceed(context.turn)

    async def decline(self, update: Update, context: TurnContext) -> None:
        """Not now."""
        await self._questions.decline(context.turn)

    async def answer(self, update: Update, context: TurnContext) -> None:
        """An answer's button."""
        screen, option, revision = context.group(1), context.group(2), int(context.group(3))
        if not await self._questions.answer_tap(context.turn, screen, option, revision):
            await self._guide.old_button(context.turn)

    async def go_back(self, update: Update, context: TurnContext) -> None:
        """Back to the question before."""
        if not await self._questions.back_tap(context.turn, context.group(1), int(context.group(2))):
            await self._guide.old_button(context.turn)

    async def skip(self, update: Update, context: TurnContext) -> None:
        """Skip this question."""
        if not await self._questions.skip_tap(context.turn, context.group(1), int(context.group(2))):
            await self._guide.old_button(context.turn)

    async def stop(self, update: Update, context: TurnContext) -> None:
        """Stop here."""
        self._questions.stop(context.turn)

    async def withdraw(self, update: Update, context: TurnContext) -> None:
        """Take back and delete my answers."""
        await self._questions.withdraw(context.turn)
