"""Unmatched messages: to be reviewed, reviewed, and forgotten in time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import InboundUpdate, UnmatchedMessage


async def newest(session: AsyncSession, most: int) -> Sequence[UnmatchedMessage]:
    """What waits to be reviewed, newest first."""
    query = select(UnmatchedMessage).order_by(UnmatchedMessage.id.desc()).limit(most)
    return (await session.execute(query)).scalars().all()


async def all_of(session: AsyncSession, person_id: int) -> Sequence[UnmatchedMessage]:
    """What is kept of one person, oldest first."""
    query = select(UnmatchedMessage).where(UnmatchedMessage.person_id == person_id).order_by(UnmatchedMessage.id)
    return (await session.execute(query)).scalars().all()


async def last_text(session: AsyncSession, person_id: int) -> str | None:
    """The newest message a person wrote, while its text is kept."""
    query = (
        select(InboundUpdate.text)
        .where(InboundUpdate.person_id == person_id, InboundUpdate.text.is_not(None))
        .order_by(InboundUpdate.id.desc())
        .limit(1)
    )
    return (await session.execute(query)).scalar_one_or_none()


async def forget(session: AsyncSession, unmatched_id: int) -> bool:
    """Delete one that was reviewed; False when it is not there."""
    found = await session.get(UnmatchedMessage, unmatched_id)
    if found is None:
        return False
    await session.delete(found)
    return True


async def forget_old(session: AsyncSession, before: datetime) -> None:
    """Delete everything kept before an instant, reviewed or not."""
    await session.execute(delete(UnmatchedMessage).where(UnmatchedMessage.created_at < before))
