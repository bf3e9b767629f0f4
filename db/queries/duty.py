"""The rota, and who of the staff can be called."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import DutyShift, StaffMember


async def shifts(session: AsyncSession, organisation: str, start: datetime, end: datetime) -> Sequence[DutyShift]:
    """An organisation's shifts that reach into the time between two moments, in order."""
    query = select(DutyShift).where(
        DutyShift.organisation == organisation, DutyShift.ends_at > start, DutyShift.starts_at < end
    )
    return (await session.execute(query.order_by(DutyShift.starts_at, DutyShift.id))).scalars().all()


async def shift(session: AsyncSession, shift_id: int) -> DutyShift | None:
    """One shift."""
    return await session.get(DutyShift, shift_id)


async def active_staff(session: AsyncSession, organisation: str) -> Sequence[StaffMember]:
    """Everybody of an organisation who is not disabled, in the order they came."""
    query = select(StaffMember).where(StaffMember.organisation == organisation, StaffMember.disabled_at.is_(None))
    return (await session.execute(query.order_by(StaffMember.id))).scalars().all()
