"""How much is waiting, in flight and done: for health, the console and tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Table, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import OutboxMessage

_outbox = cast(Table, OutboxMessage.__table__)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What one lane still has to do; `oldest_due` grows old when the sender is behind or away."""

    lane: int
    queued: int
    sending: int
    oldest_due: datetime | None


_open = (
    select(
        _outbox.c.lane,
        func.count().filter(text("state = 'queued'")).label("queued"),
        func.count().filter(text("state = 'sending'")).label("sending"),
        func.min(_outbox.c.due_at).label("oldest_due"),
    )
    .where(text("state IN ('queued', 'sending')"))
    .group_by(_outbox.c.lane)
    .order_by(_outbox.c.lane)
)


async def waiting(session: AsyncSession) -> list[Waiting]:
    """The lanes that have something open; costs what is open, not what was ever sent."""
    return [Waiting(*row) for row in await session.execute(_open)]


async def ledger(session: AsyncSession) -> dict[str, int]:
    """Rows by state, and `uncertain`: how many had an attempt that may have arrived. Reads the whole table."""
    by_state = select(_outbox.c.state, func.count(), func.count().filter(_outbox.c.uncertain > 0))
    rows = (await session.execute(by_state.group_by(_outbox.c.state))).all()
    return {row[0]: row[1] for row in rows} | {"uncertain": sum(row[2] for row in rows)}
