"""Bookings: who comes to which date, who waits, and how many places are taken."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import AccessRequest, Booking, Event, FairMeeting, Occurrence, OutboxMessage, Person
from db.queries.events import Dated


async def of_person(session: AsyncSession, person_id: int, occurrence_id: int) -> Booking | None:
    """What somebody said to one date."""
    query = select(Booking).where(Booking.person_id == person_id, Booking.occurrence_id == occurrence_id)
    return (await session.execute(query)).scalar_one_or_none()


async def get(session: AsyncSession, booking_id: int) -> Booking | None:
    """One booking."""
    return await session.get(Booking, booking_id)


def _with_dates() -> Select[Booking, Event, Occurrence]:
    return (
        select(Booking, Event, Occurrence)
        .join(Occurrence, Occurrence.id == Booking.occurrence_id)
        .join(Event, Event.id == Occurrence.event_id)
    )


async def all_of(session: AsyncSession, person_id: int) -> list[tuple[Booking, Dated]]:
    """Everything somebody ever said about a date, in the order of the dates."""
    query = _with_dates().where(Booking.person_id == person_id).order_by(Occurrence.starts_at, Booking.id)
    return [(booking, Dated(event, occurrence)) for booking, event, occurrence in await session.execute(query)]


async def ahead_of(
    session: AsyncSession, person_id: int, states: Collection[str], after: datetime
) -> list[tuple[Booking, Dated]]:
    """Somebody's bookings in these states whose date ends after an instant and still stands, soonest first."""
    query = _with_dates().where(
        Booking.person_id == person_id,
        Booking.state.in_(states),
        Occurrence.ends_at > after,
        Occurrence.state == "open",
    )
    found = await session.execute(query.order_by(Occurrence.starts_at, Booking.id))
    return [(booking, Dated(event, occurrence)) for booking, event, occurrence in found]


async def with_dates(session: AsyncSession, ids: Collection[int]) -> dict[int, tuple[Booking, Dated]]:
    """Bookings with their dates, read anew and kept from changing until the transaction ends."""
    query = _with_dates().where(Booking.id.in_(ids)).with_for_update(read=True, of=(Booking, Occurrence))
    found = await session.execute(query.execution_options(populate_existing=True))
    return {booking.id: (booking, Dated(event, occurrence)) for booking, event, occurrence in found}


async def held_still(
    session: AsyncSession, asked: Mapping[int, int]
) -> tuple[dict[int, tuple[Person, Booking, Dated]], set[int]]:
    """Bookings, asked for with whose they are, as they are until this transaction ends; and those that are gone.

    What is in neither is being changed at this moment: its person is in the middle of a turn, or its date is moved.
    """
    people = select(Person).where(Person.id.in_(set(asked.values()))).with_for_update(read=True, skip_locked=True)
    held = {one.id: one for one in (await session.execute(people.execution_options(populate_existing=True))).scalars()}
    # A booking only changes under its person's lock, and is read after that is ours.
    query = _with_dates().where(Booking.id.in_(asked.keys()), Booking.person_id.in_(held))
    query = query.with_for_update(read=True, of=(Event, Occurrence), skip_locked=True)
    found = {
        booking.id: (held[booking.person_id], booking, Dated(event, occurrence))
        for booking, event, occurrence in await session.execute(query.execution_options(populate_existing=True))
    }
    missing = asked.keys() - found.keys()
    there = select(Booking.id).where(Booking.id.in_(missing))
    return found, missing - set((await session.execute(there)).scalars()) if missing else set()


async def taken(session: AsyncSession, occurrence_id: int, states: Collection[str]) -> int:
    """How many places are taken, guests included."""
    places = func.coalesce(func.sum(1 + Booking.guests), 0)
    query = select(places).where(Booking.occurrence_id == occurrence_id, Booking.state.in_(states))
    return int((await session.execute(query)).scalar_one())


async def counts(session: AsyncSession, occurrence_id: int) -> dict[str, int]:
    """How many bookings a date has in each state."""
    query = select(Booking.state, func.count()).where(Booking.occurrence_id == occurrence_id).group_by(Booking.state)
    return _as_counts(await session.execute(query))


async def next_waiting(session: AsyncSession, occurrence_id: int) -> Booking | None:
    """Who has waited longest."""
    query = (
        select(Booking)
        .where(Booking.occurrence_id == occurrence_id, Booking.state == "waiting")
        .order_by(Booking.waiting_since, Booking.id)
        .limit(1)
    )
    return (await session.execute(query)).scalar_one_or_none()


async def lapsed(session: AsyncSession, now: datetime, most: int) -> Sequence[Booking]:
    """Offers that nobody answered in time."""
    query = select(Booking).where(Booking.state == "offered", Booking.offered_until <= now)
    return (await session.execute(query.order_by(Booking.offered_until).limit(most))).scalars().all()


async def after(session: AsyncSession, occurrence_id: int, booking_id: int, states: Collection[str]) -> Booking | None:
    """The next booking of a date by its row: the keyset of work on everybody who comes."""
    query = (
        select(Booking)
        .where(Booking.occurrence_id == occurrence_id, Booking.id > booking_id, Booking.state.in_(states))
        .order_by(Booking.id)
        .limit(1)
    )
    return (await session.execute(query)).scalar_one_or_none()


async def meetings(session: AsyncSession, booking_id: int) -> list[FairMeeting]:
    """The employers somebody met."""
    query = select(FairMeeting).where(FairMeeting.booking_id == booking_id).order_by(FairMeeting.employer)
    return list((await session.execute(query)).scalars())


async def meeting_counts(session: AsyncSession, occurrence_id: int) -> dict[str, int]:
    """How many people met each employer at one date."""
    query = (
        select(FairMeeting.employer, func.count())
        .join(Booking, Booking.id == FairMeeting.booking_id)
        .where(Booking.occurrence_id == occurrence_id)
        .group_by(FairMeeting.employer)
    )
    return _as_counts(await session.execute(query))


async def source_counts(session: AsyncSession, event_id: int) -> dict[str, int]:
    """How many bookings of an event came by each code."""
    query = (
        select(Booking.source, func.count())
        .join(Occurrence, Occurrence.id == Booking.occurrence_id)
        .where(Occurrence.event_id == event_id, Booking.source.is_not(None), Booking.state != "declined")
        .group_by(Booking.source)
    )
    return _as_counts(await session.execute(query))


async def access_requests(session: AsyncSession, booking_ids: Collection[int]) -> list[AccessRequest]:
    """What would make coming easier, oldest first."""
    query = select(AccessRequest).where(AccessRequest.booking_id.in_(booking_ids)).order_by(AccessRequest.id)
    return list((await session.execute(query)).scalars())


def _as_counts(rows: Iterable[Any]) -> dict[str, int]:
    return {row[0]: row[1] for row in rows}


_is_queued = text("outbox.state = 'queued'")


async def cancel_reminders(session: AsyncSession, booking_id: int, reason: str) -> None:
    """Take back what is still queued about one booking; its keys go, so that the same may be planned again."""
    await session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.about == "booking", OutboxMessage.about_id == booking_id, _is_queued)
        .values(state="cancelled", reason=reason, dedupe_key=None)
    )


async def own_reminders(session: AsyncSession, booking_id: int) -> list[timedelta]:
    """How long before the start somebody asked to be reminded, of what is still queued."""
    query = select(OutboxMessage.content).where(
        OutboxMessage.about == "booking", OutboxMessage.about_id == booking_id, _is_queued
    )
    found = [content or {} for content in (await session.execute(query)).scalars()]
    return [timedelta(seconds=content["before"]) for content in found if content.get("kind") == "own"]
