"""Skills cards: a person has at most one."""

from __future__ import annotations

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import SkillsCard


async def of_person(session: AsyncSession, person_id: int) -> SkillsCard | None:
    """The card of a person."""
    return await session.get(SkillsCard, person_id)


async def forget(session: AsyncSession, person_id: int) -> None:
    """Delete the card."""
    await session.execute(delete(SkillsCard).where(SkillsCard.person_id == person_id))
