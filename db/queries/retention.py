"""Forgetting what has been kept long enough, a chunk at a time."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from sqlalchemy import Table, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import OutboxMessage

_outbox = cast(Table, OutboxMessage.__table__)


async def clear_message_content(
    session: AsyncSession, *, before: datetime, after_id: int = 0, limit: int = 1000
) -> int | None:
    """Empty closed messages queued before an instant; the id to go on from, None when there is nothing older."""
    chunk = select(_outbox.c.id, _outbox.c.created_at).where(_outbox.c.id > after_id)
    rows = (await session.execute(chunk.order_by(_outbox.c.id).limit(limit))).all()
    old = [row.id for row in rows if row.created_at < before]
    if not old:
        return None
    closed = text("state NOT IN ('queued', 'sending')")
    await session.execute(update(_outbox).where(_outbox.c.id.in_(old), closed).values(content=None))
    return old[-1] if len(old) == limit else None
