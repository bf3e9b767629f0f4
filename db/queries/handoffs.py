"""Handoffs: the open one of a person, and all of them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Handoff

OPEN = ("waiting", "claimed", "parked")


async def open_of(session: AsyncSession, person_id: int) -> Handoff | None:
    """The request that waits or is being answered; a person has at most one."""
    query = select(Handoff).where(Handoff.person_id == person_id, Handoff.state.in_(OPEN))
    return (await session.execute(query)).scalar_one_or_none()


async def all_of(session: AsyncSession, person_id: int) -> Sequence[Handoff]:
    """Every request of a person, oldest first."""
    query = select(Handoff).where(Handoff.person_id == person_id).order_by(Handoff.id)
    return (await session.execute(query)).scalars().all()
