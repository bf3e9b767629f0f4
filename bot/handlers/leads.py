"""Employers: which programme, what it asks, and leaving details."""

from __future__ import annotations

from telegram import Update
from telegram.ext import CallbackQueryHandler

from bot.handlers.context import Handler, TurnContext
from bot.messages.taps import Tap, pattern
from bot.services.services import Services

_PROGRAMME, _FIELD, _REVISION = r"[a-z0-9_]{1,40}", r"[a-z]{1,20}", r"\d{1,9}"


class LeadHandlers:
    """Telegram in; leads do the work."""

    def __init__(self, services: Services) -> None:
        self._leads = services.leads
        self._guide = services.guide

    def taps(self) -> list[Handler]:
        """Buttons."""
        return [
            CallbackQueryHandler(self.be_an_employer, pattern(Tap.LEADS)),
            CallbackQueryHandler(self.choose_programme, pattern(Tap.LEAD, _PROGRAMME)),
            CallbackQueryHandler(self.leave_details, pattern(Tap.LEAD_BEGIN, _PROGRAMME)),
            CallbackQueryHandler(self.choose_offer, pattern(Tap.LEAD_OFFER, _FIELD, _REVISION)),
            CallbackQueryHandler(self.go_back, pattern(Tap.LEAD_BACK, _FIELD, _REVISION)),
            CallbackQueryHandler(self.change_answer, pattern(Tap.LEAD_EDIT, _FIELD, _REVISION)),
            CallbackQueryHandler(self.send, pattern(Tap.LEAD_SEND, _REVISION)),
            CallbackQueryHandler(self.do_not_send, pattern(Tap.LEAD_CANCEL)),
        ]

    async def be_an_employer(self, update: Update, context: TurnContext) -> None:
        """Another programme."""
        await self._guide.meet_employer(context.turn)

    async def choose_programme(self, update: Update, context: TurnContext) -> None:
        """This programme."""
        if not self._leads.show(context.turn, context.group()):
            await self._guide.old_button(context.turn)

    async def leave_details(self, update: Update, context: TurnContext) -> None:
        """Leave our details."""
        if not await self._leads.begin(context.turn, context.group()):
            await self._guide.old_button(context.turn)

    async def choose_offer(self, update: Update, context: TurnContext) -> None:
        """What we offer."""
        if not await self._leads.choose_offer(context.turn, context.group(1), int(context.group(2))):
            await self._guide.old_button(context.turn)

    async def go_back(self, update: Update, context: TurnContext) -> None:
        """Back to the question before."""
        if not await self._leads.step_back(context.turn, context.group(1), int(context.group(2))):
            await self._guide.old_button(context.turn)

    async def change_answer(self, update: Update, context: TurnContext) -> None:
        """Change one answer before sending."""
        if not await self._leads.edit(context.turn, context.group(1), int(context.group(2))):
            await self._guide.old_button(context.turn)

    async def send(self, update: Update, context: TurnContext) -> None:
        """Send it."""
        if not await self._leads.send(context.turn, int(context.group())):
            await self._guide.old_button(context.turn)

    async def do_not_send(self, update: Update, context: TurnContext) -> None:
        """Do not send it."""
        self._leads.cancel(context.turn)
