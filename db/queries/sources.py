"""What came from which feed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Opportunity


async def known(session: AsyncSession, source: str, source_ids: Sequence[str]) -> Mapping[str, Opportunity]:
    """Opportunities of a feed by the feed's own id."""
    query = select(Opportunity).where(Opportunity.source == source, Opportunity.source_id.in_(source_ids))
    return {row.source_id or "": row for row in (await session.execute(query)).scalars()}


async def vanished(session: AsyncSession, source: str, seen: Collection[str]) -> list[int]:
    """Ids of what is not closed and not among these any more."""
    query = select(Opportunity.id, Opportunity.source_id).where(
        Opportunity.source == source, Opportunity.state != "closed"
    )
    return [
        row_id for row_id, source_id in await session.execute(query.order_by(Opportunity.id)) if source_id not in seen
    ]


async def by_id(session: AsyncSession, ids: Sequence[int]) -> Sequence[Opportunity]:
    """These opportunities."""
    return (await session.execute(select(Opportunity).where(Opportunity.id.in_(ids)))).scalars().all()
