"""Intents of somebody who comes to something: what do I need, I cannot come, remind me, not before ten."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from bot.domain.costs import asks_what_it_costs
from bot.domain.events import COMING, Standing
from bot.domain.own_times import own_hours, own_moment
from bot.domain.slots.filling import Slots
from bot.messages import bookings as messages
from bot.messages import intents
from bot.services.events import reminder_plans
from bot.services.events.bookings import Bookings
from bot.services.events.coming import Comings
from bot.services.intents.acts import Act
from bot.services.intents.facts import Facts
from bot.services.languages import Languages
from bot.services.opportunities.opportunities import Opportunities
from bot.services.turns import Turn
from db.models import Booking
from db.queries import bookings as queries
from db.queries.events import Dated

_EVENTS = frozenset({"event"})


class Going:
    """Answers from what the person is on the list for; without anything there the events that are on."""

    def __init__(
        self, languages: Languages, bookings: Bookings, comings: Comings, opportunities: Opportunities, facts: Facts
    ) -> None:
        self._languages = languages
        self._bookings = bookings
        self._comings = comings
        self._opportunities = opportunities
        self._facts = facts

    def acts(self) -> Mapping[str, Act]:
        """Details, calendar, cancelling, reminders and hours."""
        return {
            "event_info": Act(self._details, for_strangers=True, in_a_country=True),
            "export_calendar": Act(self._calendar, for_strangers=True, in_a_country=True),
            "cancel_booking": Act(self._cancel),
            "set_reminder": Act(self._remind),
            "set_quiet_hours": Act(self._hours),
        }

    async def _details(self, turn: Turn, slots: Slots) -> None:
        if asks_what_it_costs(turn.incoming.text or "") and not await self._ahead(turn, {Standing.GOING}):
            turn.say(intents.with_person(self._languages.of(turn), "free"))
        else:
            await self._with_next(turn, slots, self._bookings.show)

    async def _calendar(self, turn: Turn, slots: Slots) -> None:
        await self._with_next(turn, slots, self._bookings.give_calendar)

    async def _with_next(self, turn: Turn, slots: Slots, do: Callable[[Turn, int], Awaitable[bool]]) -> None:
        booked = await self._ahead(turn, {Standing.GOING})
        if not booked:
            turn.say(intents.plain(self._languages.of(turn), "which_event"))
            await self._opportunities.show_kinds(turn, replace(self._facts.wanted(turn, slots), kinds=_EVENTS))
        else:
            await do(turn, booked[0][0].id)

    async def _cancel(self, turn: Turn, slots: Slots) -> None:
        person, _ = turn.known()
        t = self._languages.of(turn)
        booked = await self._ahead(turn, COMING)
        if booked:
            turn.say(messages.which_to_cancel(t, [self._comings.of(t, person, *found) for found in booked]))
        else:
            turn.say(messages.nothing_booked(t, "cancel.nothing"))

    async def _remind(self, turn: Turn, slots: Slots) -> None:
        person, _ = turn.known()
        t = self._languages.of(turn)
        booked = await self._ahead(turn, {Standing.GOING})
        if not booked:
            turn.say(messages.nothing_booked(t, "remind.nothing"))
            return
        booking, dated = booked[0]
        coming = self._comings.of(t, person, booking, dated)
        at = own_moment(slots, coming.starts_at, turn.now)
        if at is None:
            turn.say(messages.said(t, "reminders.own_ask", coming))
        elif not turn.now < at < dated.starts_at:
            turn.say(messages.said(t, "reminders.own_past", coming))
        else:
            await reminder_plans.plan_own(turn.session, person, booking, dated, at, turn.now)
            turn.say(messages.said(t, "reminders.own_kept", coming, at=at))

    async def _hours(self, turn: Turn, slots: Slots) -> None:
        t = self._languages.of(turn)
        found = own_hours(turn.incoming.text or "", slots.time)
        if found is None:
            turn.say(messages.hours(t, "hours_ask"))
            return
        await self._bookings.keep_hours(turn, *found)
        turn.say(messages.hours(t, "hours_kept", opens=found[0], closes=found[1]))

    async def _ahead(self, turn: Turn, states: frozenset[Standing] | set[Standing]) -> list[tuple[Booking, Dated]]:
        person, _ = turn.known()
        return await queries.ahead_of(turn.session, person.id, states, turn.now) if person.id else []
