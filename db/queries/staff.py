"""Staff: who answers, and who stands in for somebody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import StaffMember


async def of_organisation(session: AsyncSession, organisation: str) -> Sequence[StaffMember]:
    """Everybody who may sign in there, by e-mail."""
    query = select(StaffMember).where(StaffMember.organisation == organisation, StaffMember.disabled_at.is_(None))
    return (await session.execute(query.order_by(StaffMember.email))).scalars().all()


async def advisers_of(session: AsyncSession, organisation: str) -> list[StaffMember]:
    """The advisers of an organisation."""
    return [one for one in await of_organisation(session, organisation) if "adviser" in one.roles]


async def reachable(session: AsyncSession, staff_id: int, now: datetime) -> StaffMember | None:
    """This member of staff, or whoever covers while they are away; None when neither works here any more."""
    member = await session.get(StaffMember, staff_id)
    if member is not None and member.away_until is not None and member.away_until > now and member.cover_id is not None:
        member = await session.get(StaffMember, member.cover_id) or member
    return member if member is not None and member.disabled_at is None else None


async def covered_by(session: AsyncSession, staff_id: int, now: datetime) -> list[int]:
    """Whose cases somebody looks after while those are away."""
    query = select(StaffMember.id).where(StaffMember.cover_id == staff_id, StaffMember.away_until > now)
    return list((await session.execute(query)).scalars())
