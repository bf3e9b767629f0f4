"""Searching the catalogue: from every audience only as many as are wanted, in the order of its index."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Date, String, TextualSelect, bindparam, column, delete, insert, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Find, Opportunity

# What ranking looks at; the texts of a card are read for the few that are shown. Lists and rules come as they are
# written: most are the same few, so whoever reads them keeps what they mean.
_PLAIN = (
    Opportunity.id,
    Opportunity.slug,
    Opportunity.kind,
    Opportunity.sector,
    Opportunity.role,
    Opportunity.online,
    Opportunity.has_training,
    Opportunity.closes_on,
)
_WRITTEN = ("councils", "programmes", "ring_fenced_for", "rules", "hours")
_COLUMNS: tuple[ColumnElement[Any], ...] = (
    *(column(one.key, one.type) for one in _PLAIN),
    *(column(name, String) for name in _WRITTEN),
    column("seen_on", Date),
)
Found = Any
"""A row with those columns."""
_Shape = tuple[bool, bool, bool, int]
"""Whether a look names a sector, a role and hours, and how many kinds."""


@dataclass(frozen=True, slots=True)
class Look:
    """One look at one audience; what is None or empty is not asked for."""

    audience: str
    sector: str | None = None
    role: str | None = None
    hours: int = 0
    kinds: tuple[str, ...] = ()


async def search(
    session: AsyncSession, country: str, looks: Sequence[Look], today: date, limit: int, person_id: int | None
) -> Sequence[Found]:
    """The best of every look, each opportunity once, with the day this person first saw it.

    Nothing that is closed, over or past its check day.
    """
    values: dict[str, Any] = {"today": today, "most": limit, "country": country, "person": person_id or 0}
    shapes: list[_Shape] = []
    for number, look in enumerate(looks):
        shapes.append((look.sector is not None, look.role is not None, bool(look.hours), len(look.kinds)))
        found = {"audience": look.audience, "sector": look.sector, "role": look.role, "hours": look.hours or None}
        values |= {f"{name}{number}": value for name, value in found.items() if value is not None}
        values |= {f"kind{number}_{place}": kind for place, kind in enumerate(look.kinds)}
    return (await session.execute(_statement(tuple(shapes)), values)).all()


@lru_cache(maxsize=256)
def _statement(shapes: tuple[_Shape, ...]) -> TextualSelect:
    """Text, because building so many branches as expressions costs more than running them."""
    branches = " UNION ".join(
        f"SELECT opportunity_id FROM ({_branch(number, shape)}) AS b{number}"  # noqa: S608 - names of ours only
        for number, shape in enumerate(shapes)
    )
    plain = (f"o.{one.key}" for one in _PLAIN)
    columns = ", ".join((*plain, *(f"CAST(o.{name} AS TEXT) AS {name}" for name in _WRITTEN)))
    statement = text(
        f"SELECT {columns}, s.seen_on FROM opportunities AS o "  # noqa: S608 - names of ours only
        "LEFT JOIN sightings AS s ON s.opportunity_id = o.id AND s.person_id = :person "
        f"WHERE o.id IN ({branches}) "
        "AND o.state = 'open' AND o.country = :country AND (o.closes_on IS NULL OR o.closes_on >= :today) "
        "AND (o.check_by IS NULL OR o.check_by >= :today)"
    )
    return statement.bindparams(bindparam("today", type_=Date)).columns(*_COLUMNS)


def _branch(number: int, shape: _Shape) -> str:
    by_sector, by_role, by_hours, kinds = shape
    among = ", ".join(f":kind{number}_{place}" for place in range(kinds))
    wanted = [f"audience = :audience{number}"]
    wanted += [f"sector = :sector{number}"] if by_sector else []
    wanted += [f"role = :role{number}"] if by_role else []
    wanted += [f"(hours & :hours{number}) <> 0"] if by_hours else []
    wanted += [f"kind IN ({among})"] if among else []
    conditions = " AND ".join(wanted)
    return (
        f"SELECT opportunity_id FROM finds WHERE {conditions} AND last_day >= :today "  # noqa: S608 - names of ours only
        "ORDER BY near, last_day, opportunity_id LIMIT :most"
    )


async def full_rows(session: AsyncSession, ids: Iterable[int]) -> Mapping[str, Opportunity]:
    """Whole opportunities by slug."""
    rows = await session.execute(select(Opportunity).where(Opportunity.id.in_(list(ids))))
    return {row.slug: row for row in rows.scalars()}


async def found_by(session: AsyncSession, audience: str, today: date, limit: int) -> Sequence[Opportunity]:
    """Whole opportunities that one audience finds, those that close first first."""
    query = (
        select(Opportunity)
        .join(Find, Find.opportunity_id == Opportunity.id)
        .where(Find.audience == audience, Find.last_day >= today, Opportunity.state == "open")
        .order_by(Find.near, Find.last_day, Find.opportunity_id)
        .limit(limit)
    )
    return (await session.execute(query)).scalars().all()


async def of_roles(
    session: AsyncSession, audience: str, roles: Sequence[str], today: date, limit: int
) -> Sequence[Opportunity]:
    """What an audience finds in any of these roles, those that close first first."""
    query = (
        select(Opportunity)
        .join(Find, Find.opportunity_id == Opportunity.id)
        .where(Find.audience == audience, Find.last_day >= today, Find.role.in_(roles), Opportunity.state == "open")
        .order_by(Find.last_day, Find.opportunity_id)
        .limit(limit)
    )
    return (await session.execute(query)).scalars().all()


async def rewrite(session: AsyncSession, opportunity_ids: Sequence[int], rows: Sequence[Mapping[str, Any]]) -> None:
    """Put these in place of what was there for these opportunities."""
    await session.execute(delete(Find).where(Find.opportunity_id.in_(opportunity_ids)))
    if rows:
        await session.execute(insert(Find), list(rows))


async def missing(session: AsyncSession, today: date, limit: int) -> Sequence[Opportunity]:
    """Open opportunities that nobody finds yet."""
    found = select(Find.opportunity_id).where(Find.opportunity_id == Opportunity.id).exists()
    query = select(Opportunity).where(
        Opportunity.state == "open",
        or_(Opportunity.closes_on.is_(None), Opportunity.closes_on >= today),
        or_(Opportunity.check_by.is_(None), Opportunity.check_by >= today),
        ~found,
    )
    return (await session.execute(query.order_by(Opportunity.id).limit(limit))).scalars().all()


async def forget_past(session: AsyncSession, today: date, limit: int) -> int:
    """Take away what nobody may find any more; how many rows."""
    past = select(Find.opportunity_id).where(Find.last_day < today).distinct().limit(limit)
    ids = (await session.execute(past)).scalars().all()
    await session.execute(delete(Find).where(Find.opportunity_id.in_(ids)))
    return len(ids)
