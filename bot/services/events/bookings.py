"""Who comes to which date: going, waiting for a place, bringing somebody, or not coming after all.

Places are counted under a lock on the date, taken after the person's own; what one person's answer means for the next
in line is queued work, in a transaction of its own.
"""

from __future__ import annotations

from datetime import time
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.events import COMING, HOLDS_A_PLACE, Standing, is_door_open, room_left
from bot.messages import bookings as messages
from bot.messages.outgoing import OutgoingMessage
from bot.messages.texts import Html, LocaleTexts
from bot.services.events import reminder_plans
from bot.services.events.coming import Comings
from bot.services.events.fair_cards import FairCards
from bot.services.events.posters import door_code_of
from bot.services.languages import Languages
from bot.services.turns import Turn
from db.models import Booking
from db.queries import attachments, events, jobs
from db.queries import bookings as queries
from db.queries.events import Dated

MOVE_UP = "waiting_list"


class Bookings:
    """One answer per person and date, which may change."""

    name = "bookings"

    def __init__(self, languages: Languages, comings: Comings, fair_cards: FairCards) -> None:
        self._languages = languages
        self._comings = comings
        self._fair_cards = fair_cards

    async def come(self, turn: Turn, dated: Dated) -> tuple[Booking, bool]:
        """The person comes, or waits for a place; and whether that is news."""
        person, conversation = turn.known()
        booking = await queries.of_person(turn.session, person.id, dated.occurrence.id)
        if booking is not None and booking.state in COMING:
            return booking, False
        if booking is None:
            booking = Booking(person_id=person.id, occurrence_id=dated.occurrence.id, guests=0, created_at=turn.now)
            booking.source = conversation.draft.get("source")
            turn.session.add(booking)
        has_room = await self._has_room(turn.session, dated, 1)
        booking.guests, booking.changed_at = 0, turn.now
        booking.state = (Standing.GOING if has_room else Standing.WAITING).value
        booking.waiting_since = None if has_room else turn.now
        await turn.session.flush()
        if has_room:
            await reminder_plans.plan(turn.session, person, booking, dated, turn.now)
        return booking, True

    async def arrive(self, turn: Turn, dated: Dated) -> None:
        """Here they are, with the code from the door, on the list or not; whoever stands there has a place."""
        person, conversation = turn.known()
        booking = await queries.of_person(turn.session, person.id, dated.occurrence.id)
        if booking is None:
            booking = Booking(person_id=person.id, occurrence_id=dated.occurrence.id, guests=0, created_at=turn.now)
            booking.source = conversation.draft.get("source")
            turn.session.add(booking)
        again = booking.state == Standing.CAME
        booking.state, booking.changed_at = Standing.CAME.value, turn.now
        booking.came_at = booking.came_at or turn.now
        booking.offered_until = booking.waiting_since = None
        await turn.session.flush()
        t = self._languages.of(turn)
        key = "events.door.again" if again else "events.door.welcome"
        turn.say(messages.said(t, key, self._comings.of(t, person, booking, dated)))
        await self._fair_cards.say(turn, booking, dated)

    async def arrive_by_link(self, turn: Turn, slug: str) -> bool:
        """Whether they came by the address that hangs at the door of this event, while it is open."""
        person, conversation = turn.known()
        code = door_code_of(conversation.draft.get("source"))
        dated = await events.at_door(turn.session, code) if code else None
        if dated is None or dated.event.slug != slug or dated.event.country != person.country:
            return False
        if dated.occurrence.state != "open" or not is_door_open(reminder_plans.as_date(dated), turn.now):
            return False
        await self.arrive(turn, dated)
        return True

    def not_now(self, turn: Turn, dated: Dated) -> OutgoingMessage:
        """The code of a door that is not open now."""
        return messages.not_now(self._languages.of(turn), self._comings.day_of(self._languages.of(turn), dated))

    async def decline_next(self, turn: Turn, event_id: int) -> bool:
        """The person does not come to the next date of this event they are on the list for; False without one."""
        person, _ = turn.known()
        found = await queries.ahead_of(turn.session, person.id, COMING, turn.now)
        booking = next((booking for booking, dated in found if dated.event.id == event_id), None)
        if booking is not None:
            await self._decline(turn, booking)
        return booking is not None

    async def leave(self, turn: Turn, booking_id: int) -> bool:
        """Off the list by button; False when it is not theirs, or over, or they are off it already."""
        found = await self.mine(turn, booking_id)
        if found is None or found[0].state not in COMING:
            return False
        booking, dated = found
        await self._decline(turn, booking)
        t = self._languages.of(turn)
        turn.say(messages.ended(t, "interests.event.left", self._comings.of(t, turn.known()[0], booking, dated)))
        return True

    async def take_place(self, turn: Turn, booking_id: int) -> bool:
        """Yes to a place that was offered; False when there never was one."""
        found = await self.mine(turn, booking_id)
        if found is None:
            return False
        booking, dated = found
        person, _ = turn.known()
        t = self._languages.of(turn)
        coming = self._comings.of(t, person, booking, dated)
        if booking.state != Standing.OFFERED:
            key = "events.waiting.again" if booking.state == Standing.WAITING else "events.waiting.late"
            turn.say(messages.waiting(t, key, coming) if booking.state in COMING else messages.ended(t, key, coming))
            return True
        booking.state, booking.changed_at = Standing.GOING.value, turn.now
        booking.offered_until = booking.waiting_since = None
        await reminder_plans.plan(turn.session, person, booking, dated, turn.now)
        turn.say(messages.everything(t, coming))
        return True

    async def bring(self, turn: Turn, booking_id: int, guests: int) -> bool:
        """Bring somebody, or nobody; False where that is not up to them any more."""
        found = await self.mine(turn, booking_id)
        if found is None or found[0].state != Standing.GOING or guests > found[1].event.most_guests:
            return False
        booking, dated = found
        t, person = self._languages.of(turn), turn.known()[0]
        if guests > booking.guests and not await self._has_room(turn.session, dated, guests - booking.guests):
            turn.say(messages.said(t, "events.guests.full", self._comings.of(t, person, booking, dated)))
            return True
        freed, booking.guests, booking.changed_at = booking.guests - guests, guests, turn.now
        if freed > 0:
            await self._move_up(turn, dated.occurrence.id)
        coming = self._comings.of(t, person, booking, dated)
        key = "events.guests.added" if guests else "events.guests.none"
        turn.say(messages.said(t, key, coming, count=guests))
        return True

    async def show(self, turn: Turn, booking_id: int) -> bool:
        """Everything about one booking; False when it is not theirs or they do not come."""
        found = await self.mine(turn, booking_id)
        if found is None or found[0].state not in (Standing.GOING, Standing.CAME):
            return False
        t = self._languages.of(turn)
        turn.say(messages.everything(t, self._comings.of(t, turn.known()[0], *found)))
        return True

    async def give_calendar(self, turn: Turn, booking_id: int) -> bool:
        """A file for the phone's calendar; a later one of the same date replaces it there."""
        found = await self.mine(turn, booking_id)
        if found is None:
            return False
        person, t = turn.known()[0], self._languages.of(turn)
        body = self._comings.calendar(t, found[1], turn.now)
        attachment = await attachments.add(
            turn.session, person_id=person.id, name="event.ics", mime="text/calendar", content=body, now=turn.now
        )
        coming = self._comings.of(t, person, *found)
        turn.say(messages.calendar(t, coming, attachment))
        return True

    async def tell_how(self, turn: Turn, booking_id: int, *, went: bool) -> bool:
        """Did you go; the first answer counts, a later one changes it."""
        person, _ = turn.known()
        found = (await queries.with_dates(turn.session, [booking_id])).get(booking_id)
        if found is None or found[0].person_id != person.id or found[1].starts_at > turn.now:
            return False
        booking = found[0]
        booking.state, booking.changed_at = (Standing.CAME if went else Standing.MISSED).value, turn.now
        booking.came_at = turn.now if went else None
        turn.say(messages.after(self._languages.of(turn), "came" if went else "missed"))
        if went:
            await self._fair_cards.say(turn, *found)
        return True

    async def keep_hours(self, turn: Turn, opens: time | None, closes: time | None) -> None:
        """When the person wants to be written to first; reminders that are planned move at once."""
        person, _ = turn.known()
        person.hours_from, person.hours_to = opens, closes
        await turn.session.flush()
        for booking, dated in await queries.ahead_of(turn.session, person.id, {Standing.GOING}, turn.now):
            await reminder_plans.plan_anew(turn.session, person, booking, dated, turn.now)

    async def drop_hours(self, turn: Turn) -> None:
        """Our own hours again."""
        await self.keep_hours(turn, None, None)
        turn.say(messages.hours(self._languages.of(turn), "hours_none"))

    async def mine(self, turn: Turn, booking_id: int) -> tuple[Booking, Dated] | None:
        """A booking of this person whose date is not over and not called off."""
        person, _ = turn.known()
        found = (await queries.with_dates(turn.session, [booking_id])).get(booking_id)
        if found is None or found[0].person_id != person.id:
            return None
        booking, dated = found
        is_on = dated.occurrence.state == "open" and dated.occurrence.ends_at > turn.now
        return (booking, dated) if is_on else None

    async def _decline(self, turn: Turn, booking: Booking) -> None:
        held = booking.state in HOLDS_A_PLACE
        booking.state, booking.changed_at = Standing.DECLINED.value, turn.now
        booking.offered_until = booking.waiting_since = None
        await turn.session.flush()
        await reminder_plans.take_back(turn.session, booking.id, "not coming")
        if held:
            await self._move_up(turn, booking.occurrence_id)

    async def _move_up(self, turn: Turn, occurrence_id: int) -> None:
        """The next in line is another person: their turn comes in a transaction of their own."""
        await turn.session.flush()
        await jobs.add(turn.session, MOVE_UP, {"occurrence": occurrence_id}, now=turn.now)

    async def _has_room(self, session: AsyncSession, dated: Dated, places: int) -> bool:
        locked = await events.locked(session, dated.occurrence.id)
        if locked is None:
            return False
        taken = await queries.taken(session, dated.occurrence.id, HOLDS_A_PLACE)
        room = room_left(locked.occurrence.capacity or locked.event.capacity, taken)
        return room is None or room >= places

    async def held_lines(self, turn: Turn, t: LocaleTexts) -> list[Html]:
        """Every date they said something to."""
        person, _ = turn.known()
        found = await queries.all_of(turn.session, person.id)
        return [
            t("privacy.held.interest", title=t.written(dated.event.title), day=booking.created_at.date())
            for booking, dated in found
        ]

    async def everything(self, session: AsyncSession, person_id: int) -> Any:
        """Each booking with its date, whom they met, and what would have made it easier."""
        found = await queries.all_of(session, person_id)
        asked = await queries.access_requests(session, [booking.id for booking, _ in found])
        return [
            {
                "event": dated.event.slug,
                "starts_at": dated.starts_at.isoformat(),
                "state": booking.state,
                "guests": booking.guests,
                "source": booking.source,
                "on": booking.created_at.isoformat(),
                "easier": [{"asked": row.words, "answer": row.answer} for row in asked if row.booking_id == booking.id],
                "met": [row.employer for row in await queries.meetings(session, booking.id)],
            }
            for booking, dated in found
        ]
