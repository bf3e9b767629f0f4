"""Safeguarding concerns: the open ones, the log, and what was noted about one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Concern, ConcernNote, StaffMember

_IMMINENT_FIRST = (Concern.level != "imminent", Concern.reads_by, Concern.id)
_MOST_LISTED = 200


async def open_of(session: AsyncSession, person_id: int) -> Sequence[Concern]:
    """A person's concerns that nobody has closed."""
    query = select(Concern).where(Concern.person_id == person_id, Concern.state != "closed")
    return (await session.execute(query.order_by(*_IMMINENT_FIRST))).scalars().all()


async def listed(session: AsyncSession, organisation: str | None, *, closed: bool = False) -> Sequence[Concern]:
    """The open concerns of an organisation (or of all), the most urgent first; or the closed ones, newest first."""
    query = select(Concern).where(Concern.state == "closed" if closed else Concern.state != "closed")
    if organisation is not None:
        query = query.where(Concern.organisation == organisation)
    query = query.order_by(Concern.closed_at.desc()) if closed else query.order_by(*_IMMINENT_FIRST)
    return (await session.execute(query.limit(_MOST_LISTED))).scalars().all()


async def counted(session: AsyncSession, organisation: str) -> Mapping[str, int]:
    """How many concerns of an organisation are in each state."""
    query = select(Concern.state, func.count()).where(Concern.organisation == organisation).group_by(Concern.state)
    return {row[0]: row[1] for row in await session.execute(query)}


async def get(session: AsyncSession, concern_id: int) -> Concern | None:
    """One concern."""
    return await session.get(Concern, concern_id)


async def notes(session: AsyncSession, concern_id: int) -> list[tuple[ConcernNote, StaffMember | None]]:
    """What was written down about one, oldest first, and by whom."""
    query = (
        select(ConcernNote, StaffMember)
        .outerjoin(StaffMember, StaffMember.id == ConcernNote.staff_id)
        .where(ConcernNote.concern_id == concern_id)
    )
    return [(row[0], row[1]) for row in await session.execute(query.order_by(ConcernNote.id))]


async def acknowledger(session: AsyncSession, concern: Concern) -> StaffMember | None:
    """Who said that they have it."""
    return await session.get(StaffMember, concern.acknowledged_by) if concern.acknowledged_by is not None else None
