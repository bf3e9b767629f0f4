"""Leads: those of a person, those a coordinator has to read, and forgetting old ones."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Lead


async def all_of(session: AsyncSession, person_id: int) -> Sequence[Lead]:
    """Every lead a person left, oldest first."""
    query = select(Lead).where(Lead.person_id == person_id).order_by(Lead.id)
    return (await session.execute(query)).scalars().all()


async def waiting_for(session: AsyncSession, organisation: str) -> Sequence[Lead]:
    """What one of our organisations has not dealt with yet, oldest first."""
    query = select(Lead).where(Lead.organisation == organisation, Lead.state == "waiting").order_by(Lead.id)
    return (await session.execute(query)).scalars().all()


async def forget_closed(session: AsyncSession, before: datetime) -> None:
    """Delete what was closed before an instant."""
    await session.execute(delete(Lead).where(Lead.state == "closed", Lead.closed_at < before))
