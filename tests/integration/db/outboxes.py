"""Filling an outbox for the tests of claiming and recording."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db import outbox
from db.models import OutboxMessage, Person

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def said(text: str, **more: Any) -> dict[str, Any]:
    return {"action": "send", "text": text, **more}


async def add_person(session: AsyncSession, chat_id: int = 70) -> int:
    person = Person(reference=f"P{chat_id}", chat_id=chat_id, created_at=NOW, last_seen_at=NOW)
    session.add(person)
    await session.flush()
    return person.id


async def add(session: AsyncSession, text: str = "hi", chat_id: int = 70, **more: Any) -> int:
    row_id = await outbox.queue(
        session, **{"person_id": None, "chat_id": chat_id, "content": said(text), "now": NOW, **more}
    )
    assert row_id is not None
    return row_id


async def row(session: AsyncSession, row_id: int) -> OutboxMessage:
    """The row as the database has it now."""
    query = select(OutboxMessage).where(OutboxMessage.id == row_id)
    return (await session.execute(query.execution_options(populate_existing=True))).scalar_one()
