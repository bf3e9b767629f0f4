"""What one change means for many, a person a transaction: the waiting list moves up, a date is moved or called off."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.domain.events import COMING, HOLDS_A_PLACE, Standing, offered_until, room_left
from bot.messages import bookings as messages
from bot.messages.outgoing import OutgoingMessage
from bot.services.events import reminder_plans
from bot.services.events.bookings import MOVE_UP
from bot.services.events.coming import Comings
from bot.services.events.reminder_plans import LANE, hours_of
from bot.services.languages import Languages
from db import outbox
from db.models import Booking, Job, Person
from db.queries import bookings as queries
from db.queries import events, jobs, people
from db.queries.events import Dated
from db.session import Database

CHANGED = "date_changed"
_LAPSES_AT_ONCE = 50


class MoveUp:
    """Offers a free place to whoever waited longest; nobody is put on the list without a yes of their own."""

    def __init__(self, clock: Clock, languages: Languages, comings: Comings) -> None:
        self._clock = clock
        self._languages = languages
        self._comings = comings

    async def chunk(self, session: AsyncSession, job: Job) -> Any | None:
        """One person; again as long as somebody waits and there is room."""
        now, occurrence_id = self._clock(), int(job.arguments["occurrence"])
        waiting = await queries.next_waiting(session, occurrence_id)
        found = await people.locked(session, waiting.person_id) if waiting else None
        dated = await events.locked(session, occurrence_id) if found else None
        if waiting is None or found is None or dated is None or not _is_ahead(dated, now):
            return None
        await session.refresh(waiting)
        taken = await queries.taken(session, occurrence_id, HOLDS_A_PLACE)
        room = room_left(dated.occurrence.capacity or dated.event.capacity, taken)
        if room is not None and room < 1:
            return None
        if waiting.state == Standing.WAITING:
            await self._offer(session, found[0], waiting, dated, now)
            job.done += 1
        return job.done

    async def _offer(
        self, session: AsyncSession, person: Person, booking: Booking, dated: Dated, now: datetime
    ) -> None:
        zone = ZoneInfo(dated.event.zone)
        at = hours_of(person).next_from(now, zone)
        until = offered_until(at, dated.starts_at)
        booking.state, booking.offered_until, booking.changed_at = Standing.OFFERED.value, until, now
        t = self._languages.named(person.locale or self._languages.likeliest(None))
        message = messages.offered(t, self._comings.of(t, person, booking, dated), until.astimezone(zone))
        await _tell(session, person, message, now, at)


class DateChanged:
    """Tells everybody who comes that their date was moved or called off, and moves or cancels their reminders."""

    def __init__(self, clock: Clock, languages: Languages, comings: Comings) -> None:
        self._clock = clock
        self._languages = languages
        self._comings = comings

    async def chunk(self, session: AsyncSession, job: Job) -> Any | None:
        """One person; the cursor is the last booking."""
        now, occurrence_id, sequence = self._clock(), int(job.arguments["occurrence"]), job.arguments["sequence"]
        booking = await queries.after(session, occurrence_id, job.cursor or 0, COMING)
        if booking is None:
            return None
        found = await people.locked(session, booking.person_id)
        dated = await events.locked(session, occurrence_id)
        if dated is None or dated.occurrence.sequence != sequence:
            # Changed again meanwhile: the newer work tells everybody the newer thing.
            return None
        if found is not None:
            await session.refresh(booking)
            await self._change(session, found[0], booking, dated, now, job.arguments.get("what", "moved"))
        job.done += 1
        return booking.id

    async def _change(
        self, session: AsyncSession, person: Person, booking: Booking, dated: Dated, now: datetime, what: str
    ) -> None:
        if booking.state not in COMING:
            return
        t = self._languages.named(person.locale or self._languages.likeliest(None))
        coming = self._comings.of(t, person, booking, dated)
        if dated.occurrence.state == "cancelled":
            await reminder_plans.take_back(session, booking.id, "called off")
            message = messages.ended(t, "events.changed.called_off", coming)
        else:
            booking.late_at = None
            if booking.state == Standing.GOING:
                await reminder_plans.plan_anew(session, person, booking, dated, now)
            message = messages.said(t, f"events.changed.{what}", coming)
        if person.stopped_at is None:
            zone = ZoneInfo(dated.event.zone)
            at = hours_of(person).next_from(now, zone)
            # News that comes after the start is no use; a night's sleep is worth less than a way in vain.
            await _tell(session, person, message, now, at if at < dated.starts_at else now)


class Lapses:
    """A tick: an offer nobody answered goes to the next in line, and its person waits on, behind."""

    def __init__(self, database: Database, clock: Clock, languages: Languages, comings: Comings) -> None:
        self._database = database
        self._clock = clock
        self._languages = languages
        self._comings = comings

    async def run(self) -> None:
        """Each in a transaction of their own."""
        async with self._database.read() as session:
            found = [(one.id, one.person_id) for one in await queries.lapsed(session, self._clock(), _LAPSES_AT_ONCE)]
        for booking_id, person_id in found:
            async with self._database.write() as session:
                await self._lapse(session, booking_id, person_id, self._clock())

    async def _lapse(self, session: AsyncSession, booking_id: int, person_id: int, now: datetime) -> None:
        found = await people.locked(session, person_id)
        booked = (await queries.with_dates(session, [booking_id])).get(booking_id)
        if found is None or booked is None or booked[0].state != Standing.OFFERED:
            return
        person, (booking, dated) = found[0], booked
        booking.state, booking.waiting_since, booking.offered_until = Standing.WAITING.value, now, None
        booking.changed_at = now
        await session.flush()
        if _is_ahead(dated, now):
            t = self._languages.named(person.locale or self._languages.likeliest(None))
            coming = self._comings.of(t, person, booking, dated)
            at = hours_of(person).next_from(now, ZoneInfo(dated.event.zone))
            await _tell(session, person, messages.waiting(t, "events.waiting.gone", coming), now, at)
            await jobs.add(session, MOVE_UP, {"occurrence": dated.occurrence.id}, now=now)


async def _tell(session: AsyncSession, person: Person, message: OutgoingMessage, now: datetime, at: datetime) -> None:
    await outbox.queue(
        session,
        person_id=person.id,
        chat_id=person.chat_id,
        content=message.to_json(),
        now=now,
        lane=LANE,
        due_at=at,
    )


def _is_ahead(dated: Dated, now: datetime) -> bool:
    return dated.event.state == "open" and dated.occurrence.state == "open" and dated.starts_at > now
