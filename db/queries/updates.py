"""Updates: recording each once, and what is kept of those that failed."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, Insert, Table, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import InboundUpdate

_TABLE = cast(Table, InboundUpdate.__table__)


# Made once, and without its generated id, which nobody asks for: this runs in every turn.
_KNOWN = ("bot_id", "update_id")
_record: dict[str, Insert] = {
    "sqlite": sqlite.insert(_TABLE).on_conflict_do_nothing(index_elements=_KNOWN).inline(),
    "postgresql": postgresql.insert(_TABLE).on_conflict_do_nothing(index_elements=_KNOWN).inline(),
}


async def record(session: AsyncSession, **values: Any) -> bool:
    """Insert one update; False when this bot's update id is known already, so that its effects happen once."""
    done = await session.execute(_record[session.get_bind().dialect.name], values)
    return cast(CursorResult[Any], done).rowcount == 1


async def count_since(session: AsyncSession, chat_id: int, since: datetime) -> int:
    """How many updates this chat has sent since an instant."""
    query = select(func.count()).where(_TABLE.c.chat_id == chat_id, _TABLE.c.received_at >= since)
    return (await session.execute(query)).scalar_one()


async def message_ids(session: AsyncSession, person_id: int, since: datetime) -> list[int]:
    """Telegram's ids of what a person wrote since an instant, oldest first."""
    query = (
        select(_TABLE.c.message_id)
        .where(_TABLE.c.person_id == person_id, _TABLE.c.message_id.is_not(None), _TABLE.c.received_at >= since)
        .order_by(_TABLE.c.id)
    )
    return list((await session.execute(query)).scalars())


async def forget_chat(session: AsyncSession, chat_id: int) -> None:
    """Blank everything of a chat but the ids that keep a redelivered update from acting twice."""
    blank = {"text": None, "body": None, "chat_id": None, "message_id": None, "person_id": None}
    await session.execute(update(_TABLE).where(_TABLE.c.chat_id == chat_id).values(**blank))


async def prune(session: AsyncSession, *, ids_before: datetime, texts_before: datetime, failed_before: datetime) -> int:
    """Delete handled updates that carry no text, those that do, and failed ones, each past its own term."""
    failed = _TABLE.c.state.in_(("failed", "unreadable"))
    terms = (
        (~failed & _TABLE.c.text.is_(None), ids_before),
        (~failed & _TABLE.c.text.is_not(None), texts_before),
        (failed, failed_before),
    )
    gone = 0
    for which, before in terms:
        result = await session.execute(delete(_TABLE).where(which, _TABLE.c.received_at < before))
        gone += cast(CursorResult[Any], result).rowcount
    return gone
