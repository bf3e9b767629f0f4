"""Audiences as SQL: who is in one, why some of them get nothing, and the rows of everybody else in one statement."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Select,
    String,
    Table,
    and_,
    case,
    exists,
    false,
    func,
    insert,
    literal,
    null,
    or_,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import BigInteger

from db.models import (
    Booking,
    Broadcast,
    Conversation,
    Handoff,
    Interest,
    NewsChoice,
    OutboxMessage,
    Person,
    ProgrammeVerdict,
    SectorWish,
)

_outbox = cast(Table, OutboxMessage.__table__)
_COLUMNS = (
    "person_id",
    "channel",
    "chat_id",
    "lane",
    "due_at",
    "ready_at",
    "dedupe_key",
    "state",
    "about",
    "about_id",
    "attempts",
    "uncertain",
    "created_at",
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """An audience in terms of columns; ages as the days their holders were born on."""

    country: str
    councils: Collection[str] = ()
    born_by: date | None = None
    born_after: date | None = None
    verdicts: Collection[tuple[str, str]] = ()
    sectors: Collection[str] = ()
    locales: Collection[str] = ()
    default_locale: str = "en"
    stages: Collection[str] = ()
    seen_since: datetime | None = None
    booked: Collection[int] = ()
    asked_about: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """What leaves people out: the topic they must want, when they are old enough, and what is enough in a week."""

    topic: str
    too_young_after: date
    now: datetime
    told_since: datetime
    told_in: Collection[int]
    cap: int


def _filters(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [Person.country == wanted.country]
    if wanted.councils:
        found.append(Person.council.in_(wanted.councils))
    if wanted.born_by is not None:
        found.append(Person.born_from <= wanted.born_by)
    if wanted.born_after is not None:
        found.append(Person.born_to > wanted.born_after)
    if wanted.locales:
        found.append(func.coalesce(Person.locale, wanted.default_locale).in_(wanted.locales))
    if wanted.seen_since is not None:
        found.append(Person.last_seen_at >= wanted.seen_since)
    return found + _joined_filters(wanted)


def _joined_filters(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.verdicts:
        pairs = (and_(ProgrammeVerdict.programme == p, ProgrammeVerdict.verdict == v) for p, v in wanted.verdicts)
        found.append(exists().where(ProgrammeVerdict.person_id == Person.id, or_(*pairs)))
    if wanted.sectors:
        found.append(exists().where(SectorWish.person_id == Person.id, SectorWish.sector.in_(wanted.sectors)))
    if wanted.booked:
        coming = ("going", "waiting", "offered", "came")
        mine = (Booking.person_id == Person.id, Booking.occurrence_id.in_(wanted.booked), Booking.state.in_(coming))
        found.append(exists().where(*mine))
    if wanted.asked_about:
        asked = (Interest.person_id == Person.id, Interest.about == "p", Interest.slug.in_(wanted.asked_about))
        found.append(exists().where(*asked))
    if wanted.stages:
        found.append(or_(*(_STAGES[stage] for stage in wanted.stages)))
    return found


_said_yes = or_(exists().where(Interest.person_id == Person.id), exists().where(Booking.person_id == Person.id))
_with_adviser = exists().where(Handoff.person_id == Person.id, Handoff.state.in_(("waiting", "claimed", "parked")))
_is_new = Person.born_from.is_(None)
_STAGES: Mapping[str, ColumnElement[bool]] = {
    "new": and_(_is_new, ~_said_yes, ~_with_adviser),
    "looking": and_(~_is_new, ~_said_yes, ~_with_adviser),
    "said_yes": and_(_said_yes, ~_with_adviser),
    "with_adviser": _with_adviser,
}


def _reason(limits: Limits) -> ColumnElement[Any]:
    """Why somebody gets nothing, None for those who do; the words are those of the report."""
    wants = exists().where(
        NewsChoice.person_id == Person.id, NewsChoice.topic == limits.topic, NewsChoice.wanted.is_(True)
    )
    return case(
        (Person.stopped_at.is_not(None), literal("stopped")),
        (Person.reach != "active", literal("unreachable")),
        (Person.news_paused_at.is_not(None), literal("paused")),
        (Person.born_to > limits.too_young_after, literal("too_young")),
        (~wants, literal("no_opt_in")),
        (_told_enough(limits), literal("told_enough")),
        else_=null(),
    )


def _told_enough(limits: Limits) -> ColumnElement[bool]:
    # With fewer broadcasts than the cap nobody can have had enough, and the outbox need not be looked at.
    if len(limits.told_in) < limits.cap:
        return false()
    told = (
        select(OutboxMessage.person_id)
        .where(
            OutboxMessage.about == "broadcast",
            OutboxMessage.about_id.in_(limits.told_in),
            OutboxMessage.state.in_(("sent", "sending")),
            func.coalesce(OutboxMessage.sent_at, OutboxMessage.created_at) > limits.told_since,
        )
        .group_by(OutboxMessage.person_id)
        .having(func.count() >= limits.cap)
    )
    return Person.id.in_(told)


async def recent_broadcasts(session: AsyncSession, since: datetime, but: int | None = None) -> list[int]:
    """Broadcasts of which something may have been sent since then."""
    query = select(Broadcast.id).where(
        Broadcast.started_at.is_not(None), or_(Broadcast.finished_at.is_(None), Broadcast.finished_at > since)
    )
    return [found for found in (await session.execute(query)).scalars() if found != but]


async def count(session: AsyncSession, wanted: Wanted, limits: Limits) -> dict[str | None, int]:
    """How many of an audience get nothing by reason; None is those who do get it."""
    people = select(_reason(limits).label("reason")).where(*_filters(wanted)).subquery()
    query = select(people.c.reason, func.count()).group_by(people.c.reason)
    return {row[0]: row[1] for row in await session.execute(query)}


async def count_later(session: AsyncSession, wanted: Wanted, limits: Limits, clock: time) -> dict[str, int]:
    """Of those who get it, how many wait at that hour: an adviser speaks with them, or their own hours are others."""
    live = Conversation.live_until > limits.now
    own = and_(Person.hours_from.is_not(None), or_(Person.hours_from > clock, Person.hours_to <= clock))
    later = case((live, literal("live")), (own, literal("own_hours")), else_=null()).label("later")
    people = (
        select(later)
        .select_from(Person)
        .join(Conversation, Conversation.person_id == Person.id, isouter=True)
        .where(*_filters(wanted), _reason(limits).is_(None), or_(live, own))
        .subquery()
    )
    query = select(people.c.later, func.count()).group_by(people.c.later)
    return {row[0]: row[1] for row in await session.execute(query)}


@dataclass(frozen=True, slots=True)
class Planned:
    """What one chunk brought: where it ended, how many rows it wrote, and who was left out."""

    last_id: int | None
    rows: int
    left_out: dict[str, int]


async def plan(
    session: AsyncSession,
    broadcast_id: int,
    wanted: Wanted,
    limits: Limits,
    *,
    after_id: int,
    most: int,
    due_at: datetime,
) -> Planned:
    """Write the rows of the next people of an audience, by id; everybody has one key, so nobody gets two."""
    chunk = (
        select(Person.id, _reason(limits).label("reason"))
        .where(*_filters(wanted), Person.id > after_id)
        .order_by(Person.id)
        .limit(most)
        .subquery()
    )
    query = select(chunk.c.reason, func.count(), func.max(chunk.c.id)).group_by(chunk.c.reason)
    found = [tuple(row) for row in await session.execute(query)]
    if not found:
        return Planned(None, 0, {})
    last_id = max(last for _, _, last in found)
    rows = _recipients(broadcast_id, wanted, limits, due_at).where(Person.id > after_id, Person.id <= last_id)
    done = cast(CursorResult[Any], await session.execute(_insert(session, rows)))
    left_out = {reason: number for reason, number, _ in found if reason is not None}
    return Planned(last_id, done.rowcount, left_out)


def _recipients(broadcast_id: int, wanted: Wanted, limits: Limits, due_at: datetime) -> Select[Any]:
    due = literal(due_at, _outbox.c.due_at.type)
    return (
        select(
            Person.id,
            literal("telegram"),
            Person.chat_id,
            literal(2),
            due,
            due,
            literal(f"broadcast:{broadcast_id}:", String).concat(func.cast(Person.id, String)),
            literal("queued"),
            literal("broadcast"),
            literal(broadcast_id, BigInteger),
            literal(0),
            literal(0),
            literal(limits.now, _outbox.c.created_at.type),
        )
        .where(*_filters(wanted), _reason(limits).is_(None))
        .order_by(Person.id)
    )


def _insert(session: AsyncSession, rows: Select[Any]) -> Any:
    statement: Any = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}.get(
        session.get_bind().dialect.name, insert
    )(_outbox)
    return statement.from_select(list(_COLUMNS), rows).on_conflict_do_nothing()
