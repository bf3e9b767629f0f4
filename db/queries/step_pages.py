"""The one page somebody may have that shows what they did."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Person, StepPage


async def of_person(session: AsyncSession, person_id: int) -> StepPage | None:
    """Somebody's page, run out or not."""
    return (await session.execute(select(StepPage).where(StepPage.person_id == person_id))).scalar_one_or_none()


async def working(session: AsyncSession, digest: str, now: datetime) -> tuple[StepPage, Person] | None:
    """A page that can still be read, and whose it is."""
    query = (
        select(StepPage, Person)
        .join(Person, Person.id == StepPage.person_id)
        .where(StepPage.digest == digest, StepPage.expires_at > now)
    )
    row = (await session.execute(query)).one_or_none()
    return None if row is None else (row[0], row[1])


async def drop(session: AsyncSession, person_id: int) -> None:
    """Take somebody's page away."""
    await session.execute(delete(StepPage).where(StepPage.person_id == person_id))


async def forget_expired(session: AsyncSession, now: datetime) -> None:
    """Take away what nobody can read any more."""
    await session.execute(delete(StepPage).where(StepPage.expires_at <= now))
