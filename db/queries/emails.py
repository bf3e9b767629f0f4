"""The outbox's e-mails: claiming the next for the one mail sender, and finding those nobody could send."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, bindparam, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import OutboxMessage

CHANNEL = "email"

_outbox = cast(Table, OutboxMessage.__table__)


@dataclass(frozen=True, slots=True)
class ClaimedEmail:
    """An e-mail in flight: what to say, and how often it was tried."""

    id: int
    content: Any
    attempts: int
    uncertain: int
    due_at: datetime
    epoch: int


# The literals are needed: bound values would hide from the planner that the partial index applies.
_is_next = text("outbox.state = 'queued' AND outbox.channel = 'email'")
_next = (
    select(_outbox.c.id)
    .where(_is_next, _outbox.c.ready_at <= bindparam("now", type_=_outbox.c.ready_at.type))
    .order_by(_outbox.c.lane, _outbox.c.ready_at, _outbox.c.id)
    .limit(1)
    .with_for_update(skip_locked=True)
    # A scalar subquery is run once; one behind IN may be run for every row, and would take more than it is asked for.
    .scalar_subquery()
)
_columns = [_outbox.c[name] for name in ("id", "content", "attempts", "uncertain", "due_at", "epoch")]
_take = (
    update(_outbox)
    .where(_outbox.c.id == _next, text("state = 'queued'"))
    .values(state="sending", epoch=bindparam("new_epoch"))
    .returning(*_columns)
)


async def claim(session: AsyncSession, now: datetime, epoch: int) -> ClaimedEmail | None:
    """Take the next e-mail that is due; from now on it is in flight under this epoch."""
    row = (await session.execute(_take, {"now": now, "new_epoch": epoch})).one_or_none()
    return None if row is None else ClaimedEmail(*row)


_soonest = select(_outbox.c.ready_at).where(_is_next).order_by(_outbox.c.ready_at).limit(1)


async def soonest(session: AsyncSession) -> datetime | None:
    """When the next queued e-mail is ready."""
    return (await session.execute(_soonest)).scalar_one_or_none()


async def skipped(
    session: AsyncSession, reason: str, *, since: datetime, about: str | None = None, about_id: int | None = None
) -> Sequence[OutboxMessage]:
    """E-mails that were skipped for this reason and still have their words, newest first."""
    query = select(OutboxMessage).where(
        OutboxMessage.channel == CHANNEL,
        OutboxMessage.state == "skipped",
        OutboxMessage.reason == reason,
        OutboxMessage.created_at >= since,
        OutboxMessage.content.is_not(None),
    )
    if about is not None:
        query = query.where(OutboxMessage.about == about)
    if about_id is not None:
        query = query.where(OutboxMessage.about_id == about_id)
    return (await session.execute(query.order_by(OutboxMessage.id.desc()).limit(200))).scalars().all()
