"""Writing down the reminders of one booking: one set per person and date, whatever restarts and however often."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import events as domain
from bot.domain.events import Reminder
from bot.domain.quiet_hours import FOR_REMINDERS, Hours
from db import outbox
from db.models import Booking, Person
from db.queries import bookings as queries
from db.queries.events import Dated

BOOKING = "booking"
LANE = 1


def hours_of(person: Person) -> Hours:
    """When somebody may be reminded: our hours, narrowed to their own."""
    return FOR_REMINDERS.within(person.hours_from, person.hours_to)


def as_date(dated: Dated) -> domain.Dated:
    """A row's times with the clock of its place."""
    return domain.Dated(dated.occurrence.starts_at, dated.occurrence.ends_at, ZoneInfo(dated.event.zone))


async def plan(session: AsyncSession, person: Person, booking: Booking, dated: Dated, now: datetime) -> None:
    """Queue what is still to come, once; the person is locked by whoever calls."""
    for kind, at in domain.reminders_of(as_date(dated), hours_of(person), now).items():
        # The instant is in the key: a set that was taken back must not stand in the way of a new one.
        key = f"{BOOKING}:{booking.id}:{dated.occurrence.sequence}:{kind.value}:{int(at.timestamp())}"
        await _queue(session, person, booking, kind, at, now, key)


async def plan_own(
    session: AsyncSession, person: Person, booking: Booking, dated: Dated, at: datetime, now: datetime
) -> bool:
    """Queue a reminder at a time the person chose, which their quiet hours do not move; False when it was there."""
    key = f"{BOOKING}:{booking.id}:{dated.occurrence.sequence}:{Reminder.OWN.value}:{int(at.timestamp())}"
    before = int((dated.starts_at - at).total_seconds())
    return await _queue(session, person, booking, Reminder.OWN, at, now, key, before=before)


async def take_back(session: AsyncSession, booking_id: int, reason: str) -> None:
    """Cancel what is still queued of one booking."""
    await queries.cancel_reminders(session, booking_id, reason)


async def plan_anew(session: AsyncSession, person: Person, booking: Booking, dated: Dated, now: datetime) -> None:
    """After a move, or other hours: the old set goes and a new one comes; own times keep their place in the day."""
    own = await queries.own_reminders(session, booking.id)
    await take_back(session, booking.id, "planned anew")
    await plan(session, person, booking, dated, now)
    for before in own:
        at = dated.starts_at - before
        if at > now:
            await plan_own(session, person, booking, dated, at, now)


async def _queue(
    session: AsyncSession,
    person: Person,
    booking: Booking,
    kind: Reminder,
    at: datetime,
    now: datetime,
    key: str,
    **more: int,
) -> bool:
    row = await outbox.queue(
        session,
        person_id=person.id,
        chat_id=person.chat_id,
        content={"action": "send", "text": "", "kind": kind.value, **more},
        now=now,
        lane=LANE,
        due_at=at,
        dedupe_key=key,
        about=BOOKING,
        about_id=booking.id,
    )
    return row is not None
