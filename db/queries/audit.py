"""The audit log: added to, read by admins, never changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Row, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import AuditEntry, StaffMember


async def add(
    session: AsyncSession,
    staff_id: int | None,
    act: str,
    person_reference: str | None,
    subject: str | None,
    now: datetime,
) -> None:
    """One more entry."""
    session.add(
        AuditEntry(staff_id=staff_id, act=act, person_reference=person_reference, subject=subject, happened_at=now)
    )
    await session.flush()


async def entries(
    session: AsyncSession,
    organisation: str,
    *,
    staff_id: int | None,
    person_reference: str | None,
    skip: int,
    limit: int,
) -> Sequence[Row[AuditEntry, StaffMember]]:
    """What staff of one organisation did, the newest first."""
    query = _of(organisation, staff_id, person_reference).order_by(AuditEntry.id.desc()).offset(skip).limit(limit)
    return (await session.execute(query)).all()


async def count(session: AsyncSession, organisation: str, *, staff_id: int | None, person_reference: str | None) -> int:
    """How many entries that would be."""
    query = _of(organisation, staff_id, person_reference).with_only_columns(func.count(AuditEntry.id))
    return (await session.execute(query)).scalar_one()


def _of(organisation: str, staff_id: int | None, person_reference: str | None) -> Select[AuditEntry, StaffMember]:
    query = (
        select(AuditEntry, StaffMember)
        .join(StaffMember, StaffMember.id == AuditEntry.staff_id)
        .where(StaffMember.organisation == organisation)
    )
    if staff_id is not None:
        query = query.where(AuditEntry.staff_id == staff_id)
    return query if person_reference is None else query.where(AuditEntry.person_reference == person_reference)
