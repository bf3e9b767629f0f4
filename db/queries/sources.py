"""What came from which feed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Booking, Event, Occurrence, Opportunity


async def known(session: AsyncSession, source: str, source_ids: Sequence[str]) -> Mapping[str, Opportunity]:
    """Opportunities of a feed by the feed's own id."""
    query = select(Opportunity).where(Opportunity.source == source, Opportunity.source_id.in_(source_ids))
    return {row.source_id or "": row for row in (await session.execute(query)).scalars()}


async def vanished(session: AsyncSession, source: str, seen: Collection[str]) -> list[int]:
    """Ids of what is not closed and not among these any more."""
    query = select(Opportunity.id, Opportunity.source_id).where(
        Opportunity.source == source, Opportunity.state != "closed"
    )
    return [
        row_id for row_id, source_id in await session.execute(query.order_by(Opportunity.id)) if source_id not in seen
    ]


async def by_id(session: AsyncSession, ids: Sequence[int]) -> Sequence[Opportunity]:
    """These opportunities."""
    return (await session.execute(select(Opportunity).where(Opportunity.id.in_(ids)))).scalars().all()


async def known_events(session: AsyncSession, source: str, source_ids: Sequence[str]) -> Mapping[str, Event]:
    """Events of a feed by the feed's own id."""
    query = select(Event).where(Event.source == source, Event.source_id.in_(source_ids))
    return {row.source_id or "": row for row in (await session.execute(query)).scalars()}


async def events_ahead(session: AsyncSession, source: str, now: datetime) -> Sequence[Event]:
    """Events of a feed that are not called off and have a date to come."""
    coming = select(Occurrence.id).where(
        Occurrence.event_id == Event.id, Occurrence.state == "open", Occurrence.starts_at > now
    )
    query = select(Event).where(Event.source == source, Event.state == "open", coming.exists())
    return (await session.execute(query.order_by(Event.id))).scalars().all()


async def dates_ahead(session: AsyncSession, event_id: int, now: datetime) -> Sequence[Occurrence]:
    """The dates of an event that have not begun, whatever their state."""
    query = select(Occurrence).where(Occurrence.event_id == event_id, Occurrence.starts_at > now)
    return (await session.execute(query.order_by(Occurrence.starts_at))).scalars().all()


async def booked(session: AsyncSession, occurrence_ids: Sequence[int]) -> set[int]:
    """Those of these dates that somebody answered."""
    query = select(Booking.occurrence_id).where(Booking.occurrence_id.in_(occurrence_ids)).distinct()
    return set((await session.execute(query)).scalars()) if occurrence_ids else set()
