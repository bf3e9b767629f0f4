"""Staff and their shifts, put straight into the database."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import AuditEntry, Concern, DutyShift, OutboxMessage, StaffMember
from db.session import Database

ORGANISATION = "thamesway_advice"
_numbers = itertools.count(1)


async def add_staff(session: AsyncSession, now: datetime, *roles: str, **more: Any) -> StaffMember:
    """Somebody with these roles."""
    number = next(_numbers)
    values = {"email": f"staff{number}@example.org", "name": f"Staff {number}", "organisation": ORGANISATION}
    member = StaffMember(
        **{**values, "roles": list(roles), "councils": [], "programmes": [], "created_at": now, **more}
    )
    session.add(member)
    await session.flush()
    return member


async def add_shift(
    session: AsyncSession,
    staff: StaffMember,
    starts_at: datetime,
    hours: float,
    second: StaffMember | None = None,
) -> DutyShift:
    """A shift of theirs."""
    row = DutyShift(
        organisation=staff.organisation,
        staff_id=staff.id,
        second_id=second.id if second else None,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=hours),
    )
    session.add(row)
    await session.flush()
    return row


async def concerns(database: Database) -> list[Concern]:
    """Every concern."""
    async with database.read() as session:
        return list((await session.execute(select(Concern).order_by(Concern.id))).scalars())


async def told(database: Database, about: str = "concern") -> list[OutboxMessage]:
    """What staff were to get, oldest first."""
    query = select(OutboxMessage).where(OutboxMessage.about == about).order_by(OutboxMessage.id)
    async with database.read() as session:
        return list((await session.execute(query)).scalars())


async def acts(database: Database) -> list[tuple[int | None, str]]:
    """The audit log: who and what."""
    async with database.read() as session:
        rows = (await session.execute(select(AuditEntry).order_by(AuditEntry.id))).scalars()
        return [(row.staff_id, row.act) for row in rows]
