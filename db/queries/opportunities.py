"""Opportunities and interests: what is open, and who said yes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar, cast

from sqlalchemy import CursorResult, Select, Table, delete, insert, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value

from db.models import Interest, Opportunity, OpportunityChange

_interests = cast(Table, Interest.__table__)
_opportunities = cast(Table, Opportunity.__table__)
_changes = cast(Table, OpportunityChange.__table__)
_COLUMNS = frozenset(Opportunity.__mapper__.column_attrs.keys())
Shown = TypeVar("Shown")
_DEFAULTED = frozenset(column.key for column in _opportunities.columns if column.default is not None)


async def named(session: AsyncSession, slugs: Sequence[str]) -> Sequence[Opportunity]:
    """Opportunities by name, whatever their state, in the order they came in."""
    query = select(Opportunity).where(Opportunity.slug.in_(slugs)).order_by(Opportunity.id)
    return (await session.execute(query)).scalars().all() if slugs else ()


async def open_in(
    session: AsyncSession, country: str, today: date, limit: int, *, skip: int = 0
) -> Sequence[Opportunity]:
    """What can be said yes to today in a country, as much as a page can show: what closes first."""
    query = _open(select(Opportunity), country, today).limit(limit).offset(skip)
    return (await session.execute(query)).scalars().all()


async def open_ids(session: AsyncSession, country: str, today: date, limit: int) -> Sequence[int]:
    """The same as numbers, to be read a few at a time without sorting all of it for each few."""
    return (await session.execute(_open(select(Opportunity.id), country, today).limit(limit))).scalars().all()


async def plain_rows(session: AsyncSession, ids: Sequence[int]) -> Sequence[Opportunity]:
    """These in this order, as they stand in the table: to be read only, which costs half of what objects do."""
    found = await session.execute(select(*_opportunities.columns).where(_opportunities.c.id.in_(ids)))
    rows = {row.id: row for row in found}
    return [cast(Opportunity, rows[one]) for one in ids if one in rows]


def _open(query: Select[Shown], country: str, today: date) -> Select[Shown]:
    return query.where(
        Opportunity.country == country,
        Opportunity.state == "open",
        or_(Opportunity.closes_on.is_(None), Opportunity.closes_on >= today),
        or_(Opportunity.check_by.is_(None), Opportunity.check_by >= today),
    ).order_by(Opportunity.closes_on.is_(None), Opportunity.closes_on, Opportunity.id)


async def open_of(
    session: AsyncSession, organiser: str, country: str, today: date, limit: int
) -> Sequence[Opportunity]:
    """What an organisation offers today, the newest first."""
    query = (
        select(Opportunity)
        .where(
            Opportunity.organiser == organiser,
            Opportunity.country == country,
            Opportunity.state == "open",
            or_(Opportunity.closes_on.is_(None), Opportunity.closes_on >= today),
            or_(Opportunity.check_by.is_(None), Opportunity.check_by >= today),
        )
        .order_by(Opportunity.id.desc())
        .limit(limit)
    )
    return (await session.execute(query)).scalars().all()


async def opportunity(session: AsyncSession, slug: str) -> Opportunity | None:
    """One opportunity, whatever its state."""
    return (await session.execute(select(Opportunity).where(Opportunity.slug == slug))).scalar_one_or_none()


async def hold_still(session: AsyncSession, opportunity_id: int) -> bool:
    """Keep one as it is until this transaction ends; False where somebody is changing it at this moment."""
    mine = select(Opportunity.id).where(Opportunity.id == opportunity_id)
    held = await session.execute(mine.with_for_update(read=True, skip_locked=True))
    return held.first() is not None or (await session.execute(mine)).first() is None


async def add_all(session: AsyncSession, rows: Sequence[Opportunity]) -> None:
    """Write new ones with their ids; several in one statement, as SQLite would make a trip of each to learn its id."""
    if len(rows) < 2:
        session.add_all(rows)
        return
    alike: dict[frozenset[str], list[dict[str, Any]]] = {}
    for given in map(_with_defaults, rows):
        alike.setdefault(frozenset(given), []).append(given)
    for some in alike.values():
        await session.execute(insert(_opportunities), some)
    slugs = [row.slug for row in rows]
    found = await session.execute(select(Opportunity.slug, Opportunity.id).where(Opportunity.slug.in_(slugs)))
    ids = {row.slug: row.id for row in found}
    for row in rows:
        row.id = ids[row.slug]
        make_transient_to_detached(row)
        for name in _COLUMNS - vars(row).keys():
            set_committed_value(row, name, None)
    session.add_all(rows)


def _with_defaults(row: Opportunity) -> dict[str, Any]:
    """The columns that are set, those with a default among them; what is left out is nothing in the database."""
    for column in _DEFAULTED - vars(row).keys():
        default: Any = _opportunities.columns[column].default
        setattr(row, column, default.arg(None) if default.is_callable else default.arg)
    return {name: value for name, value in vars(row).items() if name in _COLUMNS}


async def note_changes(session: AsyncSession, changes: Sequence[dict[str, Any]]) -> None:
    """Keep what was changed; nobody waits for the numbers of these rows."""
    if changes:
        await session.execute(insert(_changes), list(changes))


async def save_interest(session: AsyncSession, **values: Any) -> bool:
    """Keep an interest; False when it was kept before."""
    upsert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    conflict = ["person_id", "about", "slug"]
    statement = upsert(_interests).values(**values).on_conflict_do_nothing(index_elements=conflict)
    return cast(CursorResult[Any], await session.execute(statement)).rowcount == 1


async def drop_interest(session: AsyncSession, person_id: int, about: str, slug: str) -> bool:
    """Take an interest back; False when there was none."""
    statement = delete(_interests).where(
        _interests.c.person_id == person_id, _interests.c.about == about, _interests.c.slug == slug
    )
    return cast(CursorResult[Any], await session.execute(statement)).rowcount == 1


async def interests_of(session: AsyncSession, person_id: int) -> Sequence[Interest]:
    """Everything a person said yes to, oldest first."""
    query = select(Interest).where(Interest.person_id == person_id).order_by(Interest.id)
    return (await session.execute(query)).scalars().all()
