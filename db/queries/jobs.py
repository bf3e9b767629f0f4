"""Jobs: work over 100 ms, queued here and done by the worker in chunks."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Job

_jobs = cast(Table, Job.__table__)
# Literal, so that the planner sees that the partial index applies.
_open = text("jobs.state IN ('waiting', 'running')")


async def add(
    session: AsyncSession,
    kind: str,
    arguments: dict[str, Any],
    *,
    now: datetime,
    due_at: datetime | None = None,
    dedupe_key: str | None = None,
    total: int | None = None,
) -> int | None:
    """Queue a job; its id, or None when a job with this dedupe key was queued before."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(_jobs).on_conflict_do_nothing().returning(_jobs.c.id)
    values = {
        "kind": kind,
        "arguments": arguments,
        "dedupe_key": dedupe_key,
        "total": total,
        "due_at": due_at or now,
        "created_at": now,
    }
    return cast("int | None", (await session.execute(statement, values)).scalar_one_or_none())


async def next_due(session: AsyncSession, now: datetime) -> Job | None:
    """The open job that has waited longest, locked until the transaction ends; one that was cut short counts too."""
    query = (
        select(Job)
        .where(_open, Job.due_at <= now)
        .order_by(Job.due_at, Job.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return (await session.execute(query)).scalar_one_or_none()


async def next_due_at(session: AsyncSession) -> datetime | None:
    """When the next open job is due."""
    return (await session.execute(select(Job.due_at).where(_open).order_by(Job.due_at).limit(1))).scalar_one_or_none()


async def locked(session: AsyncSession, job_id: int) -> Job | None:
    """One job, locked until the transaction ends."""
    return (await session.execute(select(Job).where(Job.id == job_id).with_for_update())).scalar_one_or_none()


async def list_open(session: AsyncSession) -> list[Job]:
    """What waits or runs, oldest first, for staff to see its progress."""
    return list((await session.execute(select(Job).where(_open).order_by(Job.due_at, Job.id))).scalars())
