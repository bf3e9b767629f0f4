"""Verdicts: whose are out of date, and writing new ones."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Person, ProgrammeVerdict


async def out_of_date(session: AsyncSession, revision: str, today: date, most: int) -> list[int]:
    """People judged under other content, never judged, or whose verdict a birthday has changed since."""
    query = (
        select(Person.id)
        .where(
            Person.country.is_not(None),
            or_(
                Person.verdicts_revision.is_(None),
                Person.verdicts_revision < revision,
                Person.verdicts_revision > revision,
                Person.verdicts_valid_until <= today,
            ),
        )
        .limit(most)
    )
    return list((await session.execute(query)).scalars())


async def replace(session: AsyncSession, person_id: int, verdicts: dict[str, str], now: datetime) -> None:
    """The verdicts of one person, by programme; those of programmes that are gone go too."""
    await session.execute(delete(ProgrammeVerdict).where(ProgrammeVerdict.person_id == person_id))
    session.add_all(
        ProgrammeVerdict(person_id=person_id, programme=programme, verdict=verdict, judged_at=now)
        for programme, verdict in verdicts.items()
    )


async def of(session: AsyncSession, person_id: int) -> dict[str, str]:
    """The kept verdicts of one person, by programme."""
    query = select(ProgrammeVerdict.programme, ProgrammeVerdict.verdict).where(ProgrammeVerdict.person_id == person_id)
    return {row.programme: row.verdict for row in (await session.execute(query)).all()}
