"""Safeguarding concerns: the open ones, and moving one on."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Concern

_IMMINENT_FIRST = (Concern.level != "imminent", Concern.reads_by, Concern.id)


async def open_of(session: AsyncSession, person_id: int) -> Sequence[Concern]:
    """A person's concerns that nobody has closed."""
    query = select(Concern).where(Concern.person_id == person_id, Concern.state != "closed")
    return (await session.execute(query.order_by(*_IMMINENT_FIRST))).scalars().all()


async def open_ones(session: AsyncSession) -> Sequence[Concern]:
    """Every concern that nobody has closed, the most urgent first."""
    query = select(Concern).where(Concern.state != "closed")
    return (await session.execute(query.order_by(*_IMMINENT_FIRST))).scalars().all()


async def get(session: AsyncSession, concern_id: int) -> Concern | None:
    """One concern."""
    return await session.get(Concern, concern_id)
