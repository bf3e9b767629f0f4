"""Journeys: how far somebody got with what, and when they are asked next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Select, Table, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Journey, JourneyStep, Opportunity

_journeys = cast(Table, Journey.__table__)
Going = tuple[Journey, Opportunity | None]
"""A journey, and what it is to; None for what somebody found themselves."""


def _with_opportunity() -> Select[Journey, Opportunity]:
    return select(Journey, Opportunity).outerjoin(Opportunity, Opportunity.id == Journey.opportunity_id)


async def begin(session: AsyncSession, **values: Any) -> Journey:
    """The journey of a person to an opportunity, begun if there is none."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    statement = insert(_journeys).values(**values).on_conflict_do_nothing()
    await session.execute(statement)
    found = await of_person(session, values["person_id"], values["opportunity_id"])
    if found is None:
        raise LookupError("a journey that was just begun is not there")
    return found


async def of_person(session: AsyncSession, person_id: int, opportunity_id: int) -> Journey | None:
    """Somebody's journey to one opportunity."""
    query = select(Journey).where(Journey.person_id == person_id, Journey.opportunity_id == opportunity_id)
    return (await session.execute(query)).scalar_one_or_none()


async def get(session: AsyncSession, journey_id: int) -> Going | None:
    """One journey, as it stands at this moment."""
    query = _with_opportunity().where(Journey.id == journey_id).execution_options(populate_existing=True)
    row = (await session.execute(query)).one_or_none()
    return None if row is None else (row[0], row[1])


async def all_of(session: AsyncSession, person_id: int) -> list[Going]:
    """Every journey of a person, what moved last first."""
    query = _with_opportunity().where(Journey.person_id == person_id)
    rows = await session.execute(query.order_by(Journey.changed_at.desc(), Journey.id.desc()))
    return [(journey, row) for journey, row in rows]


async def steps_of(session: AsyncSession, person_id: int) -> list[tuple[JourneyStep, Journey, Opportunity | None]]:
    """Everything that happened on a person's journeys, in order."""
    query = (
        select(JourneyStep, Journey, Opportunity)
        .join(Journey, Journey.id == JourneyStep.journey_id)
        .outerjoin(Opportunity, Opportunity.id == Journey.opportunity_id)
        .where(Journey.person_id == person_id)
    )
    rows = await session.execute(query.order_by(JourneyStep.at, JourneyStep.id))
    return [(step, journey, row) for step, journey, row in rows]


async def asking(session: AsyncSession, now: datetime, most: int) -> Sequence[tuple[int, int]]:
    """Journeys whose person is to be asked now: the journey and the person."""
    query = select(Journey.id, Journey.person_id).where(Journey.asks_at <= now).order_by(Journey.asks_at).limit(most)
    return [(row[0], row[1]) for row in await session.execute(query)]
