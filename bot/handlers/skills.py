"""The skills card: open it, tick, go on, go back, change a line, delete."""

from __future__ import annotations

from telegram import Update
from telegram.ext import CallbackQueryHandler

from bot.handlers.context import Handler, TurnContext
from bot.messages.taps import Tap, pattern
from bot.services.services import Services

_LINE, _REVISION = r"[a-z_]{1,20}", r"\d{1,9}"


class SkillHandlers:
    """Telegram in; skills do the work."""

    def __init__(self, services: Services) -> None:
        self._skills = services.skills
        self._guide = services.guide

    def taps(self) -> list[Handler]:
        """Buttons."""
        return [
            CallbackQueryHandler(self.open, pattern(Tap.SKILLS)),
            CallbackQueryHandler(self.tick, pattern(Tap.SKILL_TICK, _LINE, r"[a-z_]{1,20}", _REVISION)),
            CallbackQueryHandler(self.go_on, pattern(Tap.SKILL_NEXT, _LINE, _REVISION)),
            CallbackQueryHandler(self.go_back, pattern(Tap.SKILL_BACK, _LINE, _REVISION)),
            CallbackQueryHandler(self.change_line, pattern(Tap.SKILL_EDIT, _LINE)),
            CallbackQueryHandler(self.take_line_away, pattern(Tap.SKILL_CLEAR, _LINE, _REVISION)),
            CallbackQueryHandler(self.delete, pattern(Tap.SKILLS_FORGET, "ask|yes|no")),
        ]

    async def open(self, update: Update, context: TurnContext) -> None:
        """Show what I can do."""
        if not await self._skills.open(context.turn):
            await self._guide.old_button(context.turn)

    async def tick(self, update: Update, context: TurnContext) -> None:
        """One of the options."""
        if not await self._skills.tick(context.turn, context.group(1), context.group(2), int(context.group(3))):
            await self._guide.old_button(context.turn)

    async def go_on(self, update: Update, context: TurnContext) -> None:
        """Next, or skip."""
        if not await self._skills.go_on(context.turn, context.group(1), int(context.group(2))):
            await self._guide.old_button(context.turn)

    async def go_back(self, update: Update, context: TurnContext) -> None:
        """Back to the question before."""
        if not await self._skills.step_back(context.turn, context.group(1), int(context.group(2))):
            await self._guide.old_button(context.turn)

    async def change_line(self, update: Update, context: TurnContext) -> None:
        """Change one line of the card."""
        if not await self._skills.edit(context.turn, context.group()):
            await self._guide.old_button(context.turn)

    async def take_line_away(self, update: Update, context: TurnContext) -> None:
        """Take this line away."""
        if not await self._skills.clear(context.turn, context.group(1), int(context.group(2))):
            await self._guide.old_button(context.turn)

    async def delete(self, update: Update, context: TurnContext) -> None:
        """Delete the card: ask, yes or no."""
        said = context.group()
        if said == "yes":
            await self._skills.forget(context.turn)
        elif said == "ask":
            self._skills.ask_forget(context.turn)
        else:
            await self.open(update, context)
