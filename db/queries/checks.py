"""What about the catalogue needs a person's eye."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Opportunity, OpportunityCheck
from db.queries.catalogue import Keeper

_checks = cast(Table, OpportunityCheck.__table__)


async def ask(session: AsyncSession, opportunity_id: int, reason: str, now: datetime) -> None:
    """Have somebody look at it; asked again it is counted, and opened again where it was done."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    row = {"opportunity_id": opportunity_id, "reason": reason, "times": 1, "created_at": now}
    again: dict[str, Any] = {"times": _checks.c.times + 1, "done_at": None}
    statement = insert(_checks).values(row)
    await session.execute(statement.on_conflict_do_update(index_elements=["opportunity_id", "reason"], set_=again))


async def waiting(session: AsyncSession, keeper: Keeper, limit: int) -> Sequence[tuple[OpportunityCheck, Opportunity]]:
    """What of theirs waits to be looked at, oldest first."""
    query = (
        select(OpportunityCheck, Opportunity)
        .join(Opportunity, Opportunity.id == OpportunityCheck.opportunity_id)
        .where(OpportunityCheck.done_at.is_(None), *keeper.of(Opportunity))
        .order_by(OpportunityCheck.id)
        .limit(limit)
    )
    return [(check, row) for check, row in await session.execute(query)]


async def done(session: AsyncSession, check_id: int, staff_id: int | None, now: datetime) -> None:
    """Somebody looked."""
    await session.execute(
        update(OpportunityCheck).where(OpportunityCheck.id == check_id).values(done_at=now, staff_id=staff_id)
    )
