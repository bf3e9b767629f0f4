"""Broadcasts and their rows of the outbox: what became of each, and taking many back or up again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, time
from typing import Any, cast

from sqlalchemy import CursorResult, Table, bindparam, func, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Booking,
    Broadcast,
    BroadcastResponse,
    Conversation,
    Event,
    NewsChoice,
    Occurrence,
    OutboxMessage,
    Person,
    SectorWish,
)

BROADCAST = "broadcast"

_outbox = cast(Table, OutboxMessage.__table__)
_responses = cast(Table, BroadcastResponse.__table__)
_choices = cast(Table, NewsChoice.__table__)


@dataclass(frozen=True, slots=True)
class Recipient:
    """What of a person decides whether they get a broadcast now."""

    id: int
    locale: str | None
    country: str | None
    born_to: date | None
    reach: str
    stopped_at: datetime | None
    news_paused_at: datetime | None
    hours_from: time | None
    hours_to: time | None


@dataclass(frozen=True, slots=True)
class Wish:
    """Somebody wants news of a topic: how many broadcasts they were sent, and how long an adviser speaks with them."""

    told: int
    live_until: datetime | None


async def get(session: AsyncSession, broadcast_id: int) -> Broadcast | None:
    """One broadcast, for looking only."""
    return await session.get(Broadcast, broadcast_id)


async def locked(session: AsyncSession, broadcast_id: int) -> Broadcast | None:
    """One broadcast, locked: what sends it waits until this is committed, and sees it then."""
    query = select(Broadcast).where(Broadcast.id == broadcast_id).with_for_update()
    return (await session.execute(query.execution_options(populate_existing=True))).scalar_one_or_none()


async def held_still(session: AsyncSession, ids: Collection[int]) -> dict[int, Broadcast]:
    """Broadcasts as they are until this transaction ends; one that is being changed at this moment is left out."""
    query = select(Broadcast).where(Broadcast.id.in_(ids)).with_for_update(read=True, skip_locked=True)
    found = await session.execute(query.execution_options(populate_existing=True))
    return {row.id: row for row in found.scalars()}


_recipients = (
    select(*(getattr(Person, column.name) for column in fields(Recipient)))
    .where(Person.id.in_(bindparam("ids", expanding=True)))
    .with_for_update(read=True, skip_locked=True)
)


async def people_held_still(session: AsyncSession, ids: Collection[int]) -> dict[int, Recipient]:
    """People as they are until this transaction ends.

    Somebody in the middle of a turn is left out: what they do there may be a STOP.
    """
    found = await session.execute(_recipients, {"ids": list(ids)})
    return {row.id: Recipient(*cast("tuple[Any, ...]", row)) for row in found}


async def wishes(
    session: AsyncSession, ids: Collection[int], topics: Collection[str], since: datetime
) -> dict[tuple[int, str], Wish]:
    """Who of these people wants news of which of these topics, and what they were told since then.

    To be read after the people are held still: a look before that might miss what they or an adviser did meanwhile.
    """
    told = (
        select(func.count())
        .where(
            OutboxMessage.person_id == NewsChoice.person_id,
            OutboxMessage.about == BROADCAST,
            OutboxMessage.state == "sent",
            OutboxMessage.sent_at > since,
        )
        .correlate(NewsChoice)
        .scalar_subquery()
    )
    query = (
        select(NewsChoice.person_id, NewsChoice.topic, told, Conversation.live_until)
        .join(Conversation, Conversation.person_id == NewsChoice.person_id, isouter=True)
        .where(NewsChoice.person_id.in_(ids), NewsChoice.topic.in_(topics), NewsChoice.wanted.is_(True))
    )
    return {(person_id, topic): Wish(*rest) for person_id, topic, *rest in await session.execute(query)}


def _mine(broadcast_id: int) -> tuple[Any, ...]:
    return (OutboxMessage.about == BROADCAST, OutboxMessage.about_id == broadcast_id)


async def tally(session: AsyncSession, broadcast_id: int) -> list[tuple[str, str | None, int, int]]:
    """State, reason, how many rows, and how many attempts without an answer."""
    query = (
        select(
            OutboxMessage.state,
            OutboxMessage.reason,
            func.count(),
            func.coalesce(func.sum(OutboxMessage.uncertain), 0),
        )
        .where(*_mine(broadcast_id))
        .group_by(OutboxMessage.state, OutboxMessage.reason)
    )
    return [(state, reason, int(number), int(lost)) for state, reason, number, lost in await session.execute(query)]


async def note_begun(session: AsyncSession, broadcast_id: int, now: datetime) -> None:
    """Its recipients are being written down, unless it was cancelled meanwhile."""
    await session.execute(
        update(Broadcast)
        .where(Broadcast.id == broadcast_id, Broadcast.state == "approved")
        .values(state="sending", started_at=now)
    )


async def note_planned(
    session: AsyncSession, broadcast_id: int, rows: int, left_out: dict[str, int], planned_at: datetime | None
) -> None:
    """Count recipients in; the last statement of its transaction, for the sender looks at this row all the time."""
    await session.execute(
        update(Broadcast)
        .where(Broadcast.id == broadcast_id)
        .values(planned=Broadcast.planned + rows, left_out=left_out, planned_at=planned_at)
    )


async def tell_planner(session: AsyncSession) -> None:
    """Many rows are new: PostgreSQL keeps plans made when the outbox was small, which read all of it each time."""
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(text("ANALYZE outbox"))


async def is_over(session: AsyncSession, broadcast_id: int) -> bool:
    """Whether none of its rows is still to be sent."""
    still = text("outbox.state IN ('queued', 'sending')")
    query = select(OutboxMessage.id).where(*_mine(broadcast_id), still).limit(1)
    return (await session.execute(query)).first() is None


async def next_due(session: AsyncSession, broadcast_id: int) -> datetime | None:
    """When the first of its rows that wait is to be sent."""
    query = select(func.min(OutboxMessage.due_at)).where(*_mine(broadcast_id), text("outbox.state = 'queued'"))
    return (await session.execute(query)).scalar_one()


async def in_states(session: AsyncSession, states: Collection[str]) -> Sequence[Broadcast]:
    """Broadcasts that stand like this, oldest first."""
    return (
        (await session.execute(select(Broadcast).where(Broadcast.state.in_(states)).order_by(Broadcast.id)))
        .scalars()
        .all()
    )


async def of_organisations(session: AsyncSession, organisations: Collection[str], most: int) -> Sequence[Broadcast]:
    """The newest broadcasts of some organisations."""
    query = select(Broadcast).where(Broadcast.organisation.in_(organisations))
    return (await session.execute(query.order_by(Broadcast.id.desc()).limit(most))).scalars().all()


async def change_rows(
    session: AsyncSession, broadcast_id: int, after_id: int, most: int, values: dict[str, Any]
) -> tuple[int | None, int]:
    """Change the next of its rows that are still queued; the last one looked at, None at the end, and how many."""
    rows = (
        select(OutboxMessage.id)
        .where(*_mine(broadcast_id), OutboxMessage.state == "queued", OutboxMessage.id > after_id)
        .order_by(OutboxMessage.id)
        .limit(most)
    )
    ids = list((await session.execute(rows)).scalars())
    if not ids:
        return None, 0
    is_queued = text("outbox.state = 'queued'")
    done = await session.execute(update(_outbox).where(_outbox.c.id.in_(ids), is_queued).values(**values))
    return ids[-1], cast(CursorResult[Any], done).rowcount


async def respond(session: AsyncSession, broadcast_id: int, person_id: int, kind: str, now: datetime) -> None:
    """Note what somebody did with it, once; a broadcast that is gone is not noted."""
    if await session.get(Broadcast, broadcast_id) is None:
        return
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    values = {"broadcast_id": broadcast_id, "person_id": person_id, "kind": kind, "at": now}
    await session.execute(insert(_responses).values(**values).on_conflict_do_nothing())


async def responses(session: AsyncSession, broadcast_id: int) -> dict[str, int]:
    """How many people did what with it."""
    query = (
        select(BroadcastResponse.kind, func.count())
        .where(BroadcastResponse.broadcast_id == broadcast_id)
        .group_by(BroadcastResponse.kind)
    )
    return {row[0]: row[1] for row in await session.execute(query)}


async def responses_of(session: AsyncSession, person_id: int) -> Sequence[BroadcastResponse]:
    """What somebody did with broadcasts."""
    query = select(BroadcastResponse).where(BroadcastResponse.person_id == person_id)
    return (await session.execute(query.order_by(BroadcastResponse.at, BroadcastResponse.kind))).scalars().all()


async def choose(session: AsyncSession, now: datetime, **values: Any) -> None:
    """Keep whether somebody wants news of a topic; the newest word counts."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    statement = insert(_choices).values(asked_at=now, changed_at=now, **values)
    changed = {"wanted": values["wanted"], "version": values["version"], "changed_at": now}
    await session.execute(statement.on_conflict_do_update(index_elements=["person_id", "topic"], set_=changed))


async def choices(session: AsyncSession, person_id: int) -> Sequence[NewsChoice]:
    """Everything somebody said about news."""
    query = select(NewsChoice).where(NewsChoice.person_id == person_id).order_by(NewsChoice.topic)
    return (await session.execute(query)).scalars().all()


async def replace_sectors(session: AsyncSession, person_id: int, sectors: Collection[str]) -> None:
    """Write anew which sectors somebody is interested in."""
    query = select(SectorWish).where(SectorWish.person_id == person_id)
    known = {row.sector: row for row in (await session.execute(query)).scalars()}
    for sector in known.keys() - set(sectors):
        await session.delete(known[sector])
    session.add_all(SectorWish(person_id=person_id, sector=sector) for sector in set(sectors) - known.keys())


async def messages_to(session: AsyncSession, person_id: int, most: int) -> Sequence[OutboxMessage]:
    """The newest messages to somebody that were not answers to them, with what became of each."""
    query = (
        select(OutboxMessage)
        .where(OutboxMessage.person_id == person_id, OutboxMessage.lane > 0)
        .order_by(OutboxMessage.id.desc())
        .limit(most)
    )
    return (await session.execute(query)).scalars().all()


async def names_of(
    session: AsyncSession, organisation: str, about: Collection[tuple[str | None, int | None]]
) -> dict[tuple[str | None, int | None], str]:
    """What an organisation calls what its messages are about; what is another's is not in it."""
    ids = {kind: [number for name, number in about if name == kind] for kind in (BROADCAST, "booking")}
    mine = select(Broadcast.id, Broadcast.name).where(
        Broadcast.organisation == organisation, Broadcast.id.in_(ids[BROADCAST])
    )
    booked = (
        select(Booking.id, Event.title)
        .join(Occurrence, Occurrence.id == Booking.occurrence_id)
        .join(Event, Event.id == Occurrence.event_id)
        .where(Event.organiser == organisation, Booking.id.in_(ids["booking"]))
    )
    found: dict[tuple[str | None, int | None], str] = {
        (BROADCAST, number): name for number, name in await session.execute(mine)
    }
    for number, title in await session.execute(booked):
        found["booking", number] = next(iter(title.values()), "")
    return found
