"""The catalogue as whoever looks after it reads it: what is theirs, and what was changed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, String, cast, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Event, Opportunity, OpportunityChange


@dataclass(frozen=True, slots=True)
class Keeper:
    """Whose list it is: one organiser's, or where that is None everything that none of `others` looks after."""

    country: str
    organiser: str | None
    others: Sequence[str]

    def of(self, kind: type[Opportunity | Event]) -> tuple[ColumnElement[bool], ...]:
        """What it is narrowed to."""
        if self.organiser is not None:
            return kind.country == self.country, kind.organiser == self.organiser
        return kind.country == self.country, or_(kind.organiser.is_(None), kind.organiser.not_in(self.others))


async def listed(
    session: AsyncSession,
    keeper: Keeper,
    *,
    words: str,
    state: str,
    kind: str,
    held: bool,
    first: int,
    most: int,
) -> tuple[Sequence[Opportunity], int]:
    """A page of it, the newest first, and how many there are; what is closed only where that is asked for."""
    wanted = [*keeper.of(Opportunity)]
    wanted.append(Opportunity.state == state if state else Opportunity.state != "closed")
    if kind:
        wanted.append(Opportunity.kind == kind)
    if held:
        wanted.append(cast(Opportunity.ring_fenced_for, String) != "[]")
    if words:
        wanted.append(_says(words))
    total = (await session.execute(select(func.count()).select_from(Opportunity).where(*wanted))).scalar_one()
    query = select(Opportunity).where(*wanted).order_by(Opportunity.id.desc()).offset(first).limit(most)
    return (await session.execute(query)).scalars().all(), int(total)


async def changes_of(session: AsyncSession, opportunity_id: int, most: int) -> Sequence[OpportunityChange]:
    """What was changed, the newest first."""
    query = select(OpportunityChange).where(OpportunityChange.opportunity_id == opportunity_id)
    return (await session.execute(query.order_by(OpportunityChange.id.desc()).limit(most))).scalars().all()


def _says(words: str) -> ColumnElement[bool]:
    """In a title, an organisation or the short name; a title stands as JSON, where å is written as a number."""
    written = json.dumps(words)[1:-1]
    return or_(
        cast(Opportunity.title, String).icontains(written, autoescape=True),
        Opportunity.organisation.icontains(words, autoescape=True),
        Opportunity.slug == words,
    )
