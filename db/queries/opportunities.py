"""Opportunities and interests: what is open, and who said yes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from sqlalchemy import CursorResult, Table, delete, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Interest, Opportunity

_interests = cast(Table, Interest.__table__)


async def named(session: AsyncSession, slugs: Sequence[str]) -> Sequence[Opportunity]:
    """Opportunities by name, whatever their state, in the order they came in."""
    query = select(Opportunity).where(Opportunity.slug.in_(slugs)).order_by(Opportunity.id)
    return (await session.execute(query)).scalars().all() if slugs else ()


async def open_in(session: AsyncSession, country: str, today: date, limit: int) -> Sequence[Opportunity]:
    """What can be said yes to today in a country, as much as a page can show: what closes first."""
    query = (
        select(Opportunity)
        .where(
            Opportunity.country == country,
            Opportunity.state == "open",
            or_(Opportunity.closes_on.is_(None), Opportunity.closes_on >= today),
            or_(Opportunity.check_by.is_(None), Opportunity.check_by >= today),
        )
        .order_by(Opportunity.closes_on.is_(None), Opportunity.closes_on, Opportunity.id)
        .limit(limit)
    )
    return (await session.execute(query)).scalars().all()


async def opportunity(session: AsyncSession, slug: str) -> Opportunity | None:
    """One opportunity, whatever its state."""
    return (await session.execute(select(Opportunity).where(Opportunity.slug == slug))).scalar_one_or_none()


async def save_interest(session: AsyncSession, **values: Any) -> bool:
    """Keep an interest; False when it was kept before."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    conflict = ["person_id", "about", "slug"]
    statement = insert(_interests).values(**values).on_conflict_do_nothing(index_elements=conflict)
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
