"""Forgetting around events and broadcasts: what was needed for one day goes after it, a few rows at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    AccessRequest,
    Attachment,
    Booking,
    Broadcast,
    BroadcastResponse,
    CaseEntry,
    Event,
    FairMeeting,
    Occurrence,
    PosterLink,
)


async def forget_requests(session: AsyncSession, before: datetime, most: int) -> None:
    """What would have made it easier, of dates that ended before then; some of it tells of somebody's health."""
    query = (
        select(AccessRequest.id)
        .join(Booking, Booking.id == AccessRequest.booking_id)
        .join(Occurrence, Occurrence.id == Booking.occurrence_id)
        .where(Occurrence.ends_at < before)
    )
    await _delete(session, AccessRequest, query, most)


async def forget_bookings(session: AsyncSession, before: datetime, most: int) -> None:
    """Who came and whom they met, of dates that ended before then."""
    query = (
        select(Booking.id)
        .join(Occurrence, Occurrence.id == Booking.occurrence_id)
        .where(Occurrence.ends_at < before)
        .order_by(Booking.id)
        .limit(most)
    )
    ids = await _ids(session, query)
    if ids:
        await session.execute(delete(FairMeeting).where(FairMeeting.booking_id.in_(ids)))
        await session.execute(delete(AccessRequest).where(AccessRequest.booking_id.in_(ids)))
        await session.execute(delete(Booking).where(Booking.id.in_(ids)))


async def forget_links(session: AsyncSession, before: datetime) -> None:
    """Who handed out what, of events whose last date ended before then."""
    last = select(func.max(Occurrence.ends_at)).where(Occurrence.event_id == Event.id).scalar_subquery()
    over = select(Event.id).where(last < before)
    await session.execute(delete(PosterLink).where(PosterLink.event_id.in_(over)))


async def forget_dates(session: AsyncSession, before: datetime, most: int) -> None:
    """Dates that ended before then and that nobody is on a list of any more."""
    booked = exists().where(Booking.occurrence_id == Occurrence.id)
    query = select(Occurrence.id).where(Occurrence.ends_at < before, ~booked)
    await _delete(session, Occurrence, query, most)


async def forget_responses(session: AsyncSession, before: datetime) -> None:
    """Who tapped what under broadcasts, before then."""
    await session.execute(delete(BroadcastResponse).where(BroadcastResponse.at < before))


async def forget_broadcasts(session: AsyncSession, before: datetime, most: int) -> None:
    """Broadcasts that ended before then, and drafts that nobody touched since; their rows keep what became of them."""
    states = ("draft", "waiting", "cancelled", "done")
    query = select(Broadcast.id).where(Broadcast.state.in_(states), Broadcast.changed_at < before)
    over = query.where(func.coalesce(Broadcast.finished_at, Broadcast.changed_at) < before)
    await _delete(session, Broadcast, over, most)


async def forget_photos(session: AsyncSession, before: datetime, most: int) -> None:
    """Pictures of nobody, kept while a draft was written, that no broadcast and no case took up."""
    used = exists().where(Broadcast.attachment_id == Attachment.id)
    shown = exists().where(CaseEntry.attachment_id == Attachment.id)
    query = select(Attachment.id).where(
        Attachment.person_id.is_(None),
        Attachment.mime.in_(("image/jpeg", "image/png")),
        Attachment.created_at < before,
        ~used,
        ~shown,
    )
    await _delete(session, Attachment, query, most)


async def _delete(session: AsyncSession, model: Any, query: Select[int], most: int) -> None:
    ids = await _ids(session, query.order_by(model.id).limit(most))
    if ids:
        await session.execute(delete(model).where(model.id.in_(ids)))


async def _ids(session: AsyncSession, query: Select[int]) -> Sequence[int]:
    return (await session.execute(query)).scalars().all()
