"""What the desk at the door needs: how many, who, what would make it easier, and whom they met."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import AccessRequest, Booking, Event, FairMeeting, Occurrence, Person


@dataclass(frozen=True, slots=True)
class DoorLine:
    """One person on the list of a date; nobody's name is known to us."""

    booking_id: int
    reference: str
    state: str
    guests: int
    came_at: datetime | None
    late_at: datetime | None
    since: datetime


@dataclass(frozen=True, slots=True)
class Need:
    """What would make it easier for somebody, and what they were answered."""

    id: int
    reference: str
    words: str
    state: str
    answer: str | None
    created_at: datetime


async def counts_of(session: AsyncSession, occurrence_ids: Collection[int]) -> dict[int, dict[str, int]]:
    """How many bookings each date has in each state."""
    query = (
        select(Booking.occurrence_id, Booking.state, func.count())
        .where(Booking.occurrence_id.in_(occurrence_ids))
        .group_by(Booking.occurrence_id, Booking.state)
    )
    found: dict[int, dict[str, int]] = {}
    for occurrence_id, state, number in await session.execute(query):
        found.setdefault(occurrence_id, {})[state] = number
    return found


async def open_needs(session: AsyncSession, occurrence_ids: Collection[int]) -> dict[int, int]:
    """How many requests of each date nobody has answered."""
    query = (
        select(Booking.occurrence_id, func.count())
        .join(AccessRequest, AccessRequest.booking_id == Booking.id)
        .where(Booking.occurrence_id.in_(occurrence_ids), AccessRequest.state == "open")
        .group_by(Booking.occurrence_id)
    )
    return {row[0]: row[1] for row in await session.execute(query)}


async def door(session: AsyncSession, occurrence_id: int) -> list[DoorLine]:
    """Everybody who said something but no to a date, by their reference."""
    query = (
        select(Booking, Person.reference)
        .join(Person, Person.id == Booking.person_id)
        .where(Booking.occurrence_id == occurrence_id, Booking.state != "declined")
        .order_by(Person.reference)
    )
    return [
        DoorLine(
            row.id, reference, row.state, row.guests, row.came_at, row.late_at, row.waiting_since or row.created_at
        )
        for row, reference in await session.execute(query)
    ]


async def needs_of(session: AsyncSession, occurrence_id: int) -> list[Need]:
    """Every request of a date, those to answer first."""
    query = (
        select(AccessRequest, Person.reference)
        .join(Booking, Booking.id == AccessRequest.booking_id)
        .join(Person, Person.id == Booking.person_id)
        .where(Booking.occurrence_id == occurrence_id)
        .order_by(AccessRequest.state.desc(), AccessRequest.id)
    )
    return [
        Need(row.id, reference, row.words, row.state, row.answer, row.created_at)
        for row, reference in await session.execute(query)
    ]


async def event_of_need(session: AsyncSession, need_id: int) -> Event | None:
    """The event a request is about."""
    query = (
        select(Event)
        .join(Occurrence, Occurrence.event_id == Event.id)
        .join(Booking, Booking.occurrence_id == Occurrence.id)
        .join(AccessRequest, AccessRequest.booking_id == Booking.id)
        .where(AccessRequest.id == need_id)
    )
    return (await session.execute(query)).scalar_one_or_none()


async def named_at(session: AsyncSession, occurrence_id: int) -> dict[str, list[str]]:
    """For each employer the references of those who let them know."""
    query = (
        select(FairMeeting.employer, Person.reference)
        .join(Booking, Booking.id == FairMeeting.booking_id)
        .join(Person, Person.id == Booking.person_id)
        .where(Booking.occurrence_id == occurrence_id, FairMeeting.named.is_(True))
        .order_by(FairMeeting.employer, Person.reference)
    )
    found: dict[str, list[str]] = {}
    for employer, reference in await session.execute(query):
        found.setdefault(employer, []).append(reference)
    return found
