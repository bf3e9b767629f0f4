"""Looking back at what was sent to one person."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import OutboxMessage


async def row_of(session: AsyncSession, person_id: int, message_id: int) -> int | None:
    """The outbox row behind a message in the person's chat, by Telegram's id."""
    query = (
        select(OutboxMessage.id)
        .where(OutboxMessage.person_id == person_id, OutboxMessage.message_id == message_id)
        .order_by(OutboxMessage.id.desc())
        .limit(1)
    )
    return (await session.execute(query)).scalar_one_or_none()


async def sent_message_ids(session: AsyncSession, person_id: int, since: datetime) -> list[int]:
    """Telegram's ids of everything we sent this person since an instant, oldest first."""
    query = (
        select(OutboxMessage.message_id)
        .where(
            OutboxMessage.person_id == person_id,
            OutboxMessage.message_id.is_not(None),
            OutboxMessage.sent_at >= since,
        )
        .order_by(OutboxMessage.id)
    )
    return [message_id for message_id in (await session.execute(query)).scalars() if message_id is not None]
