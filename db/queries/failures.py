"""Updates that failed: listing them, and noting that one was tried again."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Conversation, InboundUpdate, Person

FAILED = ("failed", "unreadable")


async def kept(session: AsyncSession, most: int = 200) -> Sequence[InboundUpdate]:
    """Failed and unreadable updates, the newest first."""
    query = select(InboundUpdate).where(InboundUpdate.state.in_(FAILED)).order_by(InboundUpdate.id.desc())
    return (await session.execute(query.limit(most))).scalars().all()


async def get(session: AsyncSession, row_id: int) -> InboundUpdate | None:
    """One failed update, None if there is none by that number."""
    row = await session.get(InboundUpdate, row_id)
    return row if row is not None and row.state in FAILED else None


async def revision_now(session: AsyncSession, chat_id: int) -> int | None:
    """Where the conversation of a chat stands now; None when nobody is known there."""
    query = select(Conversation.revision).join(Person).where(Person.chat_id == chat_id)
    return (await session.execute(query)).scalar_one_or_none()


async def mark_replayed(session: AsyncSession, row_id: int) -> None:
    """It was tried again and went through; what it held is not needed any more."""
    gone = update(InboundUpdate).where(InboundUpdate.id == row_id).values(state="replayed", body=None)
    await session.execute(gone)
