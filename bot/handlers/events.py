"""Coming to events: places, guests, calendar, and how it went."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from telegram import Update
from telegram.ext import CallbackQueryHandler

from bot.handlers.context import Handler, TurnContext
from bot.messages.taps import Tap, pattern
from bot.services.services import Services

_NUMBER = r"\d{1,18}"


class EventHandlers:
    """Telegram in; bookings do the work."""

    def __init__(self, services: Services) -> None:
        self._bookings = services.gatherings.bookings
        self._easier = services.gatherings.easier
        self._fair_cards = services.gatherings.fair_cards
        self._guide = services.guide

    def taps(self) -> list[Handler]:
        """Buttons."""
        return [
            CallbackQueryHandler(self.see_everything, pattern(Tap.COMING, _NUMBER)),
            CallbackQueryHandler(self.leave_list, pattern(Tap.LEAVE_LIST, _NUMBER)),
            CallbackQueryHandler(self.take_place, pattern(Tap.TAKE_PLACE, _NUMBER)),
            CallbackQueryHandler(self.add_to_calendar, pattern(Tap.CALENDAR, _NUMBER)),
            CallbackQueryHandler(self.bring_somebody, pattern(Tap.GUESTS, _NUMBER, r"\d")),
            CallbackQueryHandler(self.say_how_it_went, pattern(Tap.WENT, _NUMBER, r"[yn]")),
            CallbackQueryHandler(self.say_what_would_be_easier, pattern(Tap.EASIER, _NUMBER)),
            CallbackQueryHandler(self.meet_employer, pattern(Tap.FAIR_MET, _NUMBER, r"\d{1,2}")),
            CallbackQueryHandler(self.let_employers_know, pattern(Tap.FAIR_NAMED, _NUMBER, r"[yn]")),
            CallbackQueryHandler(self.use_our_hours, pattern(Tap.OUR_HOURS)),
        ]

    async def see_everything(self, update: Update, context: TurnContext) -> None:
        """What do I need to know."""
        await self._or_old(context, self._bookings.show)

    async def leave_list(self, update: Update, context: TurnContext) -> None:
        """I cannot come."""
        await self._or_old(context, self._bookings.leave)

    async def take_place(self, update: Update, context: TurnContext) -> None:
        """Yes to a place that became free."""
        await self._or_old(context, self._bookings.take_place)

    async def add_to_calendar(self, update: Update, context: TurnContext) -> None:
        """A file for the phone's calendar."""
        await self._or_old(context, self._bookings.give_calendar)

    async def bring_somebody(self, update: Update, context: TurnContext) -> None:
        """Can I bring my mate."""
        if not await self._bookings.bring(context.turn, int(context.group(1)), int(context.group(2))):
            await self._guide.old_button(context.turn)

    async def say_how_it_went(self, update: Update, context: TurnContext) -> None:
        """Did you go."""
        if not await self._bookings.tell_how(context.turn, int(context.group(1)), went=context.group(2) == "y"):
            await self._guide.old_button(context.turn)

    async def say_what_would_be_easier(self, update: Update, context: TurnContext) -> None:
        """Anything that would make it easier."""
        await self._or_old(context, self._easier.ask)

    async def meet_employer(self, update: Update, context: TurnContext) -> None:
        """I met them, or want to hear from them."""
        if not await self._fair_cards.toggle(context.turn, int(context.group(1)), int(context.group(2))):
            await self._guide.old_button(context.turn)

    async def let_employers_know(self, update: Update, context: TurnContext) -> None:
        """They may know who I am, or not any more."""
        agreed = context.group(2) == "y"
        if not await self._fair_cards.agree(context.turn, int(context.group(1)), agreed=agreed):
            await self._guide.old_button(context.turn)

    async def use_our_hours(self, update: Update, context: TurnContext) -> None:
        """Write to me at the normal hours again."""
        await self._bookings.drop_hours(context.turn)

    async def _or_old(self, context: TurnContext, do: Callable[..., Awaitable[bool]]) -> None:
        if not await do(context.turn, int(context.group())):
            await self._guide.old_button(context.turn)
