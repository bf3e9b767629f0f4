"""Talk to a person: ask, topic, trim, send, take back."""

from __future__ import annotations

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler

from bot.handlers.context import Handler, TurnContext
from bot.messages.taps import Tap, pattern
from bot.services.services import Services


class HandoffHandlers:
    """Telegram in; handoffs do the work."""

    def __init__(self, services: Services) -> None:
        self._handoffs = services.handoffs
        self._guide = services.guide

    def taps(self) -> list[Handler]:
        """Buttons."""
        return [
            CallbackQueryHandler(self.ask_for_a_person, pattern(Tap.PERSON)),
            CallbackQueryHandler(self.choose_topic, pattern(Tap.TOPIC, r"[a-z]{1,20}")),
            CallbackQueryHandler(self.trim, pattern(Tap.TRIM, r"[a-z]{1,20}", r"\d{1,9}")),
            CallbackQueryHandler(self.show_wishes, pattern(Tap.WISHES, r"\d{1,9}")),
            CallbackQueryHandler(self.wish, pattern(Tap.WISH, r"[a-z_]{1,20}", r"\d{1,9}")),
            CallbackQueryHandler(self.add, pattern(Tap.ADD)),
            CallbackQueryHandler(self.send, pattern(Tap.SEND, r"\d{1,9}")),
            CallbackQueryHandler(self.do_not_send, pattern(Tap.DO_NOT_SEND)),
            CallbackQueryHandler(self.withdraw, pattern(Tap.WITHDRAW)),
        ]

    def commands(self) -> list[Handler]:
        """Commands."""
        return [CommandHandler("person", self.ask_for_a_person)]

    async def ask_for_a_person(self, update: Update, context: TurnContext) -> None:
        """Talk to a person."""
        await self._guide.ask_for_a_person(context.turn)

    async def choose_topic(self, update: Update, context: TurnContext) -> None:
        """What it is about."""
        await self._handoffs.choose_topic(context.turn, context.group())

    async def trim(self, update: Update, context: TurnContext) -> None:
        """Take a part out or put it back."""
        if not await self._handoffs.trim(context.turn, context.group(1), int(context.group(2))):
            await self._guide.old_button(context.turn)

    async def show_wishes(self, update: Update, context: TurnContext) -> None:
        """How to reach me, what I need."""
        if not self._handoffs.show_wishes(context.turn, int(context.group())):
            await self._guide.old_button(context.turn)

    async def wish(self, update: Update, context: TurnContext) -> None:
        """One wish."""
        if not await self._handoffs.wish(context.turn, context.group(1), int(context.group(2))):
            await self._guide.old_button(context.turn)

    async def add(self, update: Update, context: TurnContext) -> None:
        """Add something to what I asked."""
        await self._handoffs.begin_adding(context.turn)

    async def send(self, update: Update, context: TurnContext) -> None:
        """Send it."""
        if not await self._handoffs.send(context.turn, int(context.group())):
            await self._guide.old_button(context.turn)

    async def do_not_send(self, update: Update, context: TurnContext) -> None:
        """Do not send it."""
        self._handoffs.cancel(context.turn)

    async def withdraw(self, update: Update, context: TurnContext) -> None:
        """I do not need a person any more."""
        await self._handoffs.withdraw(context.turn)
