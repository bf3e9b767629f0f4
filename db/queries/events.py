"""Events and their dates: what is to come, and which dates still have to be written down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, Select, Table, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Event, Occurrence
from db.queries.catalogue import Keeper

_occurrences = cast(Table, Occurrence.__table__)


@dataclass(frozen=True, slots=True)
class Dated:
    """One date with the event it belongs to."""

    event: Event
    occurrence: Occurrence

    @property
    def starts_at(self) -> datetime:
        """When it begins, which a move may have changed."""
        return self.occurrence.starts_at


_DATED: Select[Event, Occurrence] = select(Event, Occurrence).join(Occurrence, Occurrence.event_id == Event.id)


def _ahead(now: datetime) -> Select[Event, Occurrence]:
    return _DATED.where(Event.state == "open", Occurrence.state == "open", Occurrence.starts_at > now)


async def coming_in(session: AsyncSession, country: str, now: datetime) -> list[Dated]:
    """The next date of every open event of a country, soonest first."""
    query = _ahead(now).where(Event.country == country).order_by(Occurrence.starts_at, Occurrence.id)
    first: dict[int, Dated] = {}
    for event, occurrence in await session.execute(query):
        first.setdefault(event.id, Dated(event, occurrence))
    return list(first.values())


async def coming_of(session: AsyncSession, slug: str, now: datetime, most: int) -> list[Dated]:
    """The next dates of one event, soonest first."""
    query = _ahead(now).where(Event.slug == slug).order_by(Occurrence.starts_at, Occurrence.id).limit(most)
    return [Dated(event, occurrence) for event, occurrence in await session.execute(query)]


async def event(session: AsyncSession, slug: str) -> Event | None:
    """One event, whatever its state."""
    return (await session.execute(select(Event).where(Event.slug == slug))).scalar_one_or_none()


async def dated(session: AsyncSession, occurrence_id: int) -> Dated | None:
    """One date, whatever its state."""
    row = (await session.execute(_DATED.where(Occurrence.id == occurrence_id))).one_or_none()
    return None if row is None else Dated(*row)


async def locked(session: AsyncSession, occurrence_id: int) -> Dated | None:
    """One date, locked until the transaction ends: places are counted under this lock, taken after the person's."""
    query = _DATED.where(Occurrence.id == occurrence_id).with_for_update(key_share=True, of=Occurrence)
    row = (await session.execute(query.execution_options(populate_existing=True))).one_or_none()
    return None if row is None else Dated(*row)


async def locked_event(session: AsyncSession, event_id: int) -> Event | None:
    """One event, locked until the transaction ends: what is sent about its dates waits, and sees what it became."""
    query = select(Event).where(Event.id == event_id).with_for_update()
    return (await session.execute(query.execution_options(populate_existing=True))).scalar_one_or_none()


async def locked_dates(session: AsyncSession, event_id: int) -> list[Occurrence]:
    """Every date of one event, whatever its state, locked in their order."""
    query = select(Occurrence).where(Occurrence.event_id == event_id).order_by(Occurrence.id).with_for_update()
    return list((await session.execute(query.execution_options(populate_existing=True))).scalars())


async def hold_still(session: AsyncSession, occurrence_id: int) -> bool:
    """Keep a date as it is until this transaction ends; False where somebody is changing it at this moment."""
    mine = _DATED.where(Occurrence.id == occurrence_id).with_only_columns(Occurrence.id)
    held = await session.execute(mine.with_for_update(read=True, of=(Event, Occurrence), skip_locked=True))
    return held.first() is not None or (await session.execute(mine)).first() is None


async def at_door(session: AsyncSession, code: str) -> Dated | None:
    """The date that this code hangs at the door of."""
    row = (await session.execute(_DATED.where(Occurrence.door_code == code))).one_or_none()
    return None if row is None else Dated(*row)


async def ahead(session: AsyncSession, now: datetime, keeper: Keeper | None = None, most: int = 500) -> Sequence[Event]:
    """Open events with a date to come, of all or of what one organisation looks after."""
    coming = select(Occurrence.event_id).where(Occurrence.starts_at > now, Occurrence.state == "open")
    query = select(Event).where(Event.state == "open", Event.id.in_(coming), *(keeper.of(Event) if keeper else ()))
    return (await session.execute(query.order_by(Event.checked_on, Event.id).limit(most))).scalars().all()


async def of_organiser(session: AsyncSession, organiser: str, after: datetime, most: int = 300) -> list[Dated]:
    """An organisation's dates that end after an instant, called off or not, soonest first."""
    query = _DATED.where(Event.organiser == organiser, Occurrence.ends_at > after)
    found = await session.execute(query.order_by(Occurrence.starts_at, Occurrence.id).limit(most))
    return [Dated(event, occurrence) for event, occurrence in found]


async def begun_between(session: AsyncSession, after: datetime, before: datetime) -> list[Dated]:
    """Every date that took place and began in this time, whoever's it is."""
    query = _DATED.where(Occurrence.state == "open", Occurrence.starts_at > after, Occurrence.starts_at <= before)
    return [Dated(event, occurrence) for event, occurrence in await session.execute(query)]


async def over_of_organiser(session: AsyncSession, organiser: str, before: datetime, most: int = 50) -> list[Dated]:
    """An organisation's dates that are over, the newest first."""
    query = _DATED.where(Event.organiser == organiser, Occurrence.ends_at <= before)
    found = await session.execute(query.order_by(Occurrence.starts_at.desc(), Occurrence.id).limit(most))
    return [Dated(event, occurrence) for event, occurrence in found]


async def dates_of(session: AsyncSession, event_id: int) -> list[Dated]:
    """Every date of one event, the first first."""
    query = _DATED.where(Event.id == event_id).order_by(Occurrence.starts_at, Occurrence.id)
    return [Dated(event, occurrence) for event, occurrence in await session.execute(query)]


async def repeating(session: AsyncSession) -> Sequence[Event]:
    """Open events that repeat."""
    return (
        (await session.execute(select(Event).where(Event.rule.is_not(None), Event.state == "open").order_by(Event.id)))
        .scalars()
        .all()
    )


async def add_dates(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> int:
    """Write dates down; those that are there stay as they are, moved or cancelled. How many are new."""
    if not rows:
        return 0
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    statement = insert(_occurrences).on_conflict_do_nothing(index_elements=["event_id", "original_at"])
    before = await _count(session, rows[0]["event_id"])
    await session.execute(statement, list(rows))
    return await _count(session, rows[0]["event_id"]) - before


async def write_new_dates(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Write down the dates of events that had none, of many events at once."""
    if rows:
        await session.execute(_occurrences.insert(), list(rows))


async def known_dates(session: AsyncSession, event_id: int) -> set[datetime]:
    """When the rule put the dates that are written down."""
    return set((await session.execute(select(Occurrence.original_at).where(Occurrence.event_id == event_id))).scalars())


async def close_dates(session: AsyncSession, event_id: int, after: datetime, now: datetime) -> int:
    """Call off every open date of an event after an instant. How many."""
    done = await session.execute(
        update(Occurrence)
        .where(Occurrence.event_id == event_id, Occurrence.state == "open", Occurrence.starts_at > after)
        .values(state="cancelled", sequence=Occurrence.sequence + 1, changed_at=now)
    )
    return cast(CursorResult[Any], done).rowcount


async def _count(session: AsyncSession, event_id: int) -> int:
    query = select(func.count()).select_from(Occurrence).where(Occurrence.event_id == event_id)
    return (await session.execute(query)).scalar_one()
