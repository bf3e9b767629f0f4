"""Links that people hand out for an event, and how many came by each."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Booking, Occurrence, PosterLink


async def of_event(session: AsyncSession, event_id: int) -> Sequence[PosterLink]:
    """Every link of an event, the oldest first."""
    query = select(PosterLink).where(PosterLink.event_id == event_id).order_by(PosterLink.created_at, PosterLink.code)
    return (await session.execute(query)).scalars().all()


async def came_by(session: AsyncSession, event_id: int) -> dict[str, int]:
    """How many people who came to an event had each code."""
    query = (
        select(Booking.source, func.count())
        .join(Occurrence, Occurrence.id == Booking.occurrence_id)
        .where(Occurrence.event_id == event_id, Booking.source.is_not(None), Booking.state == "came")
        .group_by(Booking.source)
    )
    return {source: number for source, number in await session.execute(query) if source is not None}
