"""How far people got, counted; only for tables that hide small numbers."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Journey, Opportunity


async def by_kind_and_stage(session: AsyncSession) -> dict[tuple[str, str], int]:
    """People by the kind of opportunity and how far they are with it; samples are nobody's."""
    people = func.count(Journey.person_id.distinct())
    query = (
        select(Opportunity.kind, Journey.stage, people)
        .join(Opportunity, Opportunity.id == Journey.opportunity_id)
        .where(Opportunity.sample.is_(False))
        .group_by(Opportunity.kind, Journey.stage)
    )
    return {(kind, stage): number for kind, stage, number in await session.execute(query)}
