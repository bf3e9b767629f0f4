"""Recording what became of claimed outbox rows, many at a time.

Every statement only touches rows still in flight under the epoch that claimed them: a sender whose lease was taken
over cannot undo what the new holder did.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, bindparam, delete, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import OutboxMessage

_outbox = cast(Table, OutboxMessage.__table__)


@dataclass(frozen=True, slots=True)
class Sent:
    """A row that arrived."""

    id: int
    epoch: int
    message_id: int | None


@dataclass(frozen=True, slots=True)
class Closed:
    """A row that will not be sent: failed, skipped or cancelled, and why."""

    id: int
    epoch: int
    state: str
    reason: str
    tried: int = 0
    lost: int = 0


@dataclass(frozen=True, slots=True)
class Returned:
    """A row that goes back to the queue; `due_at` is set when it was deferred, so that it holds nothing back."""

    id: int
    epoch: int
    ready_at: datetime
    due_at: datetime | None = None
    reason: str | None = None
    tried: int = 0
    lost: int = 0


_SENT = """
UPDATE outbox SET state = 'sent', epoch = NULL, reason = NULL, sent_at = :now, attempts = outbox.attempts + 1,
    message_id = coalesce(done.message_id, outbox.message_id)
FROM {rows} WHERE outbox.id = done.id AND outbox.state = 'sending' AND outbox.epoch = done.epoch
"""
_POSTGRES_ROWS = "jsonb_to_recordset(CAST(:rows AS jsonb)) AS done(id bigint, epoch bigint, message_id bigint)"
_SQLITE_ROWS = """(
    SELECT value ->> 'id' AS id, value ->> 'epoch' AS epoch, value ->> 'message_id' AS message_id
    FROM json_each(:rows)
) AS done"""
_now = bindparam("now", type_=_outbox.c.sent_at.type)
_sent = {
    "postgresql": text(_SENT.format(rows=_POSTGRES_ROWS)).bindparams(_now),
    "sqlite": text(_SENT.format(rows=_SQLITE_ROWS)).bindparams(_now),
}


async def record_sent(session: AsyncSession, now: datetime, rows: Sequence[Sent]) -> None:
    """Write down arrivals, all in one statement; rows that another holder has taken over are left alone."""
    if rows:
        values = json.dumps([{"id": row.id, "epoch": row.epoch, "message_id": row.message_id} for row in rows])
        await session.execute(_sent[session.get_bind().dialect.name], {"now": now, "rows": values})


_mine = (_outbox.c.id == bindparam("row_id"), _outbox.c.epoch == bindparam("mine"), text("state = 'sending'"))
_counted = {
    "attempts": _outbox.c.attempts + bindparam("tried"),
    "uncertain": _outbox.c.uncertain + bindparam("lost"),
    "reason": bindparam("why"),
    "epoch": None,
}
_closed = update(_outbox).where(*_mine).values(state=bindparam("into"), **_counted)


async def record_closed(session: AsyncSession, rows: Sequence[Closed]) -> None:
    """Write down what will not be sent, and why."""
    if rows:
        await session.execute(_closed, [{**_result(row), "into": row.state} for row in rows])


_returned = (
    update(_outbox)
    .where(*_mine)
    .values(
        state="queued",
        ready_at=bindparam("ready", type_=_outbox.c.ready_at.type),
        **_counted,
    )
)
_deferred = _returned.values(due_at=bindparam("ready", type_=_outbox.c.ready_at.type))


async def record_returned(session: AsyncSession, rows: Sequence[Returned]) -> None:
    """Put rows back in the queue, to be looked at when they say."""
    for statement, deferred in ((_returned, False), (_deferred, True)):
        values = [{**_result(row), "ready": row.ready_at} for row in rows if (row.due_at is not None) is deferred]
        if values:
            await session.execute(statement, values)


def _result(row: Closed | Returned) -> dict[str, Any]:
    return {"row_id": row.id, "mine": row.epoch, "why": row.reason, "tried": row.tried, "lost": row.lost}


_nobodys = delete(_outbox).where(_outbox.c.id.in_(bindparam("ids", expanding=True)), _outbox.c.person_id.is_(None))


async def delete_nobodys(session: AsyncSession, ids: Sequence[int]) -> None:
    """Forget answers to somebody of whom nothing is stored."""
    if ids:
        await session.execute(_nobodys, {"ids": ids})


async def point_at(session: AsyncSession, target: int, message_id: int) -> None:
    """An edit became a new message: later edits of the same row are about that one."""
    await session.execute(update(_outbox).where(_outbox.c.id == target).values(message_id=message_id))


async def migrate_chat(session: AsyncSession, old: int, new: int) -> None:
    """A group became a supergroup: what has not left yet goes to its new id."""
    open_rows = text("state IN ('queued', 'sending')")
    await session.execute(update(_outbox).where(_outbox.c.chat_id == old, open_rows).values(chat_id=new))
