"""Claiming from the outbox, for the one sender that holds the worker's lease.

A row can be claimed when it is the head of its chat and lane: the first of those that are due and not closed. Finding
heads costs one index probe a candidate, and only so many candidates are looked at; what is in the way of others is
set aside by moving its `ready_at`, never its place in line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import (
    CursorResult,
    ScalarSelect,
    Select,
    Table,
    bindparam,
    literal,
    select,
    text,
    union_all,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import OutboxMessage

LANES = (0, 1, 2)

# Replicas' clocks differ a little: a row another replica dated slightly ahead of us must still hold back the next one.
_CLOCK_SKEW = timedelta(seconds=5)

_outbox = cast(Table, OutboxMessage.__table__)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A queued row the sender may look at; only a head can be claimed."""

    id: int
    chat_id: int
    lane: int
    ready_at: datetime
    is_head: bool


@dataclass(frozen=True, slots=True)
class Claimed:
    """A row in flight: what to say, to whom, and how often it was tried."""

    id: int
    person_id: int | None
    chat_id: int
    lane: int
    content: Any
    about: str | None
    about_id: int | None
    attempts: int
    uncertain: int
    due_at: datetime
    epoch: int


@dataclass(frozen=True, slots=True)
class Target:
    """What an edit or delete is about, as far as it is known."""

    state: str
    message_id: int | None


def _head_of(row: Any) -> ScalarSelect[Any]:
    ahead = _outbox.alias("ahead")
    # A scalar subquery, not a join: it is one probe of ix_outbox_open whatever the statistics say.
    return (
        select(ahead.c.id)
        .where(
            ahead.c.chat_id == row.c.chat_id,
            ahead.c.lane == row.c.lane,
            text("ahead.state IN ('queued', 'sending')"),
            ahead.c.due_at <= bindparam("held_until", type_=_outbox.c.due_at.type),
        )
        .order_by(ahead.c.id)
        .limit(1)
        .scalar_subquery()
    )


def _window(lane: int) -> Select[Any]:
    row = _outbox.alias(f"lane{lane}")
    window = (
        select(row.c.id, row.c.chat_id, row.c.lane, row.c.ready_at, _head_of(row).label("head"))
        .where(
            text(f"lane{lane}.state = 'queued' AND lane{lane}.channel = 'telegram' AND lane{lane}.lane = {lane}"),
            row.c.ready_at <= bindparam("until", type_=row.c.ready_at.type),
        )
        .order_by(row.c.ready_at, row.c.id)
        .limit(bindparam(f"limit{lane}"))
        .subquery(f"window{lane}")
    )
    return select(window)


_candidates = union_all(*(_window(lane) for lane in LANES))


async def candidates(
    session: AsyncSession, now: datetime, *, until: datetime, limits: Sequence[int]
) -> list[Candidate]:
    """Queued rows ready by `until`, at most `limits[lane]` of each lane, lanes and then times in order."""
    values = {f"limit{lane}": limit for lane, limit in zip(LANES, limits, strict=True)}
    found = await session.execute(_candidates, {"until": until, "held_until": now + _CLOCK_SKEW, **values})
    rows = [Candidate(row.id, row.chat_id, row.lane, row.ready_at, row.head == row.id) for row in found]
    return sorted(rows, key=lambda row: (row.lane, row.ready_at, row.id))


_claimed_columns = [
    _outbox.c[name]
    for name in (
        "id",
        "person_id",
        "chat_id",
        "lane",
        "content",
        "about",
        "about_id",
        "attempts",
        "uncertain",
        "due_at",
        "epoch",
    )
]


def _take(inner: Any) -> Any:
    return (
        update(_outbox)
        .where(_outbox.c.id.in_(inner))
        .values(state="sending", epoch=bindparam("new_epoch"))
        .returning(*_claimed_columns)
    )


_still_queued = select(_outbox.c.id).where(
    _outbox.c.id.in_(bindparam("ids", expanding=True)), text("outbox.state = 'queued'")
)
# On SQLite the clause renders as nothing: there is one writer, and this is it.
_take_free = _take(_still_queued.with_for_update(skip_locked=True))


async def take(session: AsyncSession, ids: Sequence[int], epoch: int) -> list[Claimed]:
    """Claim rows that are still queued and that nobody else has locked, in the order given."""
    taken = {row.id: Claimed(*row) for row in await session.execute(_take_free, {"ids": ids, "new_epoch": epoch})}
    return [taken[row_id] for row_id in ids if row_id in taken]


_set_aside = (
    update(_outbox)
    .where(_outbox.c.id == bindparam("row_id"), text("state = 'queued'"))
    .values(ready_at=bindparam("at", type_=_outbox.c.ready_at.type))
)


async def set_aside(session: AsyncSession, until: Mapping[int, datetime]) -> None:
    """Look at these rows again only then; they keep their place in line."""
    if until:
        await session.execute(_set_aside, [{"row_id": row_id, "at": at} for row_id, at in until.items()])


async def targets(session: AsyncSession, ids: Sequence[int]) -> dict[int, Target]:
    """What these rows came to, for the edits and deletes that name them."""
    if not ids:
        return {}
    columns = (_outbox.c.id, _outbox.c.state, _outbox.c.message_id)
    found = await session.execute(select(*columns).where(_outbox.c.id.in_(ids)))
    return {row.id: Target(row.state, row.message_id) for row in found}


async def requeue_older_epochs(session: AsyncSession, epoch: int, now: datetime) -> int:
    """Take over what an earlier holder left in flight; each may have arrived, so each is marked. How many."""
    done = await session.execute(
        update(_outbox)
        .where(text("state = 'sending'"), _outbox.c.epoch < literal(epoch))
        .values(
            state="queued",
            epoch=None,
            ready_at=now,
            attempts=_outbox.c.attempts + 1,
            uncertain=_outbox.c.uncertain + 1,
            reason="the sender stopped before the answer came",
        )
    )
    return cast(CursorResult[Any], done).rowcount
