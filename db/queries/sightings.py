"""What somebody was shown, and what they said is not their kind."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from sqlalchemy import Table, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Opportunity, Sighting

_sightings = cast(Table, Sighting.__table__)


async def refused_kinds(session: AsyncSession, person_id: int) -> Sequence[Any]:
    """Kind and sector of everything that they said is not their kind."""
    query = (
        select(Opportunity.kind, Opportunity.sector)
        .join(Sighting, Opportunity.id == Sighting.opportunity_id)
        .where(Sighting.person_id == person_id, Sighting.refused)
        .distinct()
    )
    return (await session.execute(query)).all()


async def note(session: AsyncSession, person_id: int, opportunity_ids: Sequence[int], day: date) -> None:
    """These were shown; the first day counts."""
    rows = [
        {"person_id": person_id, "opportunity_id": one, "seen_on": day, "refused": False} for one in opportunity_ids
    ]
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    await session.execute(insert(_sightings).values(rows).on_conflict_do_nothing())


async def refuse(session: AsyncSession, person_id: int, opportunity_id: int, day: date) -> None:
    """This is not their kind."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    row = {"person_id": person_id, "opportunity_id": opportunity_id, "seen_on": day, "refused": True}
    statement = insert(_sightings).values(row)
    await session.execute(
        statement.on_conflict_do_update(index_elements=["person_id", "opportunity_id"], set_={"refused": True})
    )


async def all_of(session: AsyncSession, person_id: int) -> Sequence[Any]:
    """Everything somebody was shown, by name."""
    query = (
        select(Opportunity.slug, Sighting.seen_on, Sighting.refused)
        .join(Opportunity, Opportunity.id == Sighting.opportunity_id)
        .where(Sighting.person_id == person_id)
        .order_by(Sighting.seen_on, Sighting.opportunity_id)
    )
    return (await session.execute(query)).all()


async def forget_old(session: AsyncSession, before: date) -> None:
    """What was shown long ago may be shown again; a refusal stays until the person goes."""
    await session.execute(_sightings.delete().where(_sightings.c.seen_on < before, ~_sightings.c.refused))
