"""Held places: how many are used up, who is next in line, and what runs out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Hold, Opportunity, Person

_LINE = (Hold.lot, Hold.id)
_IN_LINE = ("asked", "reserve")


async def of_person(session: AsyncSession, person_id: int, opportunity_id: int) -> Hold | None:
    """What somebody asked for of one opportunity."""
    query = select(Hold).where(Hold.person_id == person_id, Hold.opportunity_id == opportunity_id)
    return (await session.execute(query)).scalar_one_or_none()


async def all_of(session: AsyncSession, person_id: int) -> list[tuple[Hold, Opportunity]]:
    """Everything somebody asked for, oldest first."""
    query = _with_opportunity().where(Hold.person_id == person_id).order_by(Hold.id)
    return [(hold, row) for hold, row in await session.execute(query)]


async def get(session: AsyncSession, hold_id: int) -> tuple[Hold, Opportunity] | None:
    """One, as it stands at this moment."""
    query = _with_opportunity().where(Hold.id == hold_id).execution_options(populate_existing=True)
    row = (await session.execute(query)).one_or_none()
    return None if row is None else (row[0], row[1])


async def lock_opportunity(session: AsyncSession, opportunity_id: int) -> Opportunity | None:
    """Locked until the transaction ends: held places are counted under this lock, taken after the person's own."""
    query = select(Opportunity).where(Opportunity.id == opportunity_id).with_for_update(key_share=True)
    return (await session.execute(query.execution_options(populate_existing=True))).scalar_one_or_none()


async def count(session: AsyncSession, opportunity_id: int, states: Collection[str]) -> int:
    """How many are in these states."""
    query = select(func.count()).where(Hold.opportunity_id == opportunity_id, Hold.state.in_(states))
    return int((await session.execute(query)).scalar_one())


async def next_in_line(
    session: AsyncSession, opportunity_id: int, states: Collection[str] = _IN_LINE
) -> tuple[int, int] | None:
    """Whose turn it is: the hold and its person."""
    query = select(Hold.id, Hold.person_id).where(Hold.opportunity_id == opportunity_id, Hold.state.in_(states))
    row = (await session.execute(query.order_by(*_LINE).limit(1))).one_or_none()
    return None if row is None else (row[0], row[1])


async def with_a_line(session: AsyncSession, most: int) -> Sequence[Opportunity]:
    """Opportunities somebody waits for."""
    waiting = select(Hold.opportunity_id).where(Hold.state.in_(_IN_LINE)).distinct()
    query = select(Opportunity).where(Opportunity.id.in_(waiting)).order_by(Opportunity.id).limit(most)
    return (await session.execute(query)).scalars().all()


async def due(session: AsyncSession, now: datetime, most: int) -> list[tuple[int, int]]:
    """Held places whose warning or end has come: the hold and its person."""
    query = select(Hold.id, Hold.person_id).where(Hold.state == "held", Hold.next_at <= now)
    return [(row[0], row[1]) for row in await session.execute(query.order_by(Hold.next_at).limit(most))]


async def of_closed(session: AsyncSession, states: Collection[str], today: date, most: int) -> list[tuple[int, int]]:
    """What stands for something that was closed before its last day: the hold and its person."""
    query = (
        select(Hold.id, Hold.person_id)
        .join(Opportunity, Opportunity.id == Hold.opportunity_id)
        .where(Opportunity.state == "closed", Hold.state.in_(states))
        .where(or_(Opportunity.closes_on.is_(None), Opportunity.closes_on >= today))
    )
    return [(row[0], row[1]) for row in await session.execute(query.order_by(Hold.id).limit(most))]


async def to_confirm(session: AsyncSession, organisation: str, most: int) -> list[tuple[Hold, Opportunity, Person]]:
    """What waits for an adviser of an organisation, oldest first."""
    query = (
        select(Hold, Opportunity, Person)
        .join(Opportunity, Opportunity.id == Hold.opportunity_id)
        .join(Person, Person.id == Hold.person_id)
        .where(Hold.organisation == organisation, Hold.state == "to_confirm")
    )
    return [(one, row, person) for one, row, person in await session.execute(query.order_by(Hold.id).limit(most))]


async def out_of_reach(
    session: AsyncSession, organisation: str, lapsed_since: datetime, most: int
) -> list[tuple[Hold, Opportunity, Person]]:
    """Held places, and those that ran out lately, of people we may not write to; what ends first first."""
    query = (
        select(Hold, Opportunity, Person)
        .join(Opportunity, Opportunity.id == Hold.opportunity_id)
        .join(Person, Person.id == Hold.person_id)
        .where(Hold.organisation == organisation, or_(Person.stopped_at.is_not(None), Person.reach != "active"))
        .where(or_(Hold.state == "held", and_(Hold.state == "lapsed", Hold.changed_at >= lapsed_since)))
    )
    rows = await session.execute(query.order_by(Hold.until.is_(None), Hold.until, Hold.id).limit(most))
    return [(one, row, person) for one, row, person in rows]


def _with_opportunity() -> Select[Hold, Opportunity]:
    return select(Hold, Opportunity).join(Opportunity, Opportunity.id == Hold.opportunity_id)
