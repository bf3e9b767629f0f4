"""Feeds that are fetched, files that wait, and links that are looked at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer

from db.models import FeedState, LinkCheck, Opportunity, OpportunityCheck, Upload


async def state(session: AsyncSession, source: str) -> FeedState | None:
    """What is known of one feed."""
    return await session.get(FeedState, source)


async def next_upload(session: AsyncSession) -> Upload | None:
    """The file that waited longest; one that was under way comes again."""
    query = select(Upload).where(Upload.state.in_(("waiting", "confirmed", "running"))).order_by(Upload.id).limit(1)
    return (await session.execute(query)).scalar_one_or_none()


async def locked_upload(session: AsyncSession, upload_id: int) -> Upload | None:
    """One file, locked until the transaction ends."""
    query = select(Upload).where(Upload.id == upload_id).with_for_update()
    return (await session.execute(query)).scalar_one_or_none()


async def uploads_of(session: AsyncSession, organisation: str, limit: int) -> Sequence[Upload]:
    """The newest files of an organisation; what is in them stays where it is."""
    query = select(Upload).options(defer(Upload.data)).where(Upload.organisation == organisation)
    return (await session.execute(query.order_by(Upload.id.desc()).limit(limit))).scalars().all()


async def change_upload(session: AsyncSession, upload_id: int, **values: Any) -> None:
    """Set columns of one file."""
    await session.execute(update(Upload).where(Upload.id == upload_id).values(**values))


async def drop_left_uploads(session: AsyncSession, before: datetime, now: datetime) -> None:
    """Let go of files that were looked at and never brought in."""
    left = (Upload.state == "rehearsed") & (Upload.created_at < before)
    await session.execute(update(Upload).where(left).values(state="left", data=None, finished_at=now))


def _is_shown(today: date) -> ColumnElement[bool]:
    return (Opportunity.state == "open") & or_(Opportunity.closes_on.is_(None), Opportunity.closes_on >= today)


async def linked(session: AsyncSession, today: date, after: int, limit: int) -> Sequence[Opportunity]:
    """What is open and may have links, in the order of their ids."""
    query = select(Opportunity).where(_is_shown(today), Opportunity.id > after).order_by(Opportunity.id).limit(limit)
    return (await session.execute(query)).scalars().all()


async def link_checks(session: AsyncSession, urls: Sequence[str]) -> dict[str, LinkCheck]:
    """When these addresses were last looked at."""
    rows = (await session.execute(select(LinkCheck).where(LinkCheck.url.in_(urls)))).scalars()
    return {row.url: row for row in rows}


async def broken_links(session: AsyncSession, failures: int) -> Sequence[LinkCheck]:
    """Addresses that did not answer well so many times in a row."""
    query = select(LinkCheck).where(LinkCheck.failures >= failures).order_by(LinkCheck.url)
    return (await session.execute(query)).scalars().all()


async def past_their_check(session: AsyncSession, today: date, reason: str, limit: int) -> Sequence[Opportunity]:
    """What is open, past the day it had to be looked at again, and not before anybody's eyes for it yet."""
    asked = select(OpportunityCheck.id).where(
        OpportunityCheck.opportunity_id == Opportunity.id,
        OpportunityCheck.reason == reason,
        OpportunityCheck.done_at.is_(None),
    )
    query = select(Opportunity).where(_is_shown(today), Opportunity.check_by < today, ~asked.exists())
    return (await session.execute(query.order_by(Opportunity.id).limit(limit))).scalars().all()


async def close_check(session: AsyncSession, opportunity_id: int, reason: str, now: datetime) -> None:
    """What was wrong is right again."""
    await session.execute(
        update(OpportunityCheck)
        .where(
            OpportunityCheck.opportunity_id == opportunity_id,
            OpportunityCheck.reason == reason,
            OpportunityCheck.done_at.is_(None),
        )
        .values(done_at=now)
    )
