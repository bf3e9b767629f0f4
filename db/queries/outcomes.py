"""How far people got, as rows to count; only for tables that hide small numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Journey, JourneyStep, Opportunity


@dataclass(frozen=True, slots=True)
class Reached:
    """One journey: whose, to what kind of opportunity (None: found themselves), what kind of work, and how far."""

    person_id: int
    opportunity: str | None
    work: str | None
    stage: str
    has_started: bool
    weeks: int
    said: frozenset[str]
    """Who says that it began, or that it lasted so long."""


async def reached(session: AsyncSession) -> Iterator[Reached]:
    """Every journey; what is a sample is nobody's."""
    query = select(
        Journey.id, Journey.person_id, Opportunity.kind, Journey.kind, Journey.stage, Journey.started_on, Journey.weeks
    ).outerjoin(Opportunity, Opportunity.id == Journey.opportunity_id)
    rows = (await session.execute(query.where(Opportunity.sample.is_not(True)))).all()
    steps = select(JourneyStep.journey_id, JourneyStep.stage, JourneyStep.said_by).distinct()
    told: dict[tuple[int, str], set[str]] = {}
    for journey_id, stage, said_by in await session.execute(steps):
        told.setdefault((journey_id, stage), set()).add(said_by)

    def said(journey_id: int, weeks: int) -> frozenset[str]:
        return frozenset(told.get((journey_id, f"sustained_{weeks}" if weeks else "started"), ()))

    return (
        Reached(person, opportunity, work, stage, started_on is not None, weeks, said(number, weeks))
        for number, person, opportunity, work, stage, started_on, weeks in rows
    )
