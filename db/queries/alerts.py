"""Alerts: which concerns wait for somebody, who speaks with a person now, and what staff were sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Concern, Conversation, Handoff, OutboxMessage, StaffMember

_IS_QUEUED = text("outbox.state = 'queued'")


async def waiting(session: AsyncSession) -> Sequence[int]:
    """Concerns nobody has acknowledged and not everybody was told of."""
    query = select(Concern.id).where(Concern.state == "open", Concern.everybody_at.is_(None))
    return (await session.execute(query.order_by(Concern.id))).scalars().all()


async def locked_concern(session: AsyncSession, concern_id: int) -> Concern | None:
    """One concern that nobody else changes until this transaction ends."""
    query = select(Concern).where(Concern.id == concern_id).with_for_update()
    return (await session.execute(query, execution_options={"populate_existing": True})).scalar_one_or_none()


async def live_adviser(session: AsyncSession, person_id: int, now: datetime) -> tuple[StaffMember, int] | None:
    """Who speaks with a person at this moment, and in which case."""
    query = (
        select(StaffMember, Handoff.id)
        .join(Handoff, Handoff.adviser_id == StaffMember.id)
        .join(Conversation, Conversation.person_id == Handoff.person_id)
        .where(
            Conversation.person_id == person_id,
            Conversation.live_until > now,
            Handoff.state == "claimed",
            StaffMember.disabled_at.is_(None),
        )
        .order_by(Handoff.id.desc())
        .limit(1)
    )
    row = (await session.execute(query)).one_or_none()
    return None if row is None else (row[0], row[1])


async def take_back(session: AsyncSession, about: str, about_id: int, reason: str) -> None:
    """Cancel what staff have not been sent yet about something that is settled."""
    statement = update(OutboxMessage).where(
        OutboxMessage.about == about, OutboxMessage.about_id == about_id, _IS_QUEUED
    )
    await session.execute(statement.values(state="cancelled", reason=reason))


async def free_key(session: AsyncSession, dedupe_key: str) -> None:
    """Let the same be sent again; what is still queued is not needed any more."""
    statement = update(OutboxMessage).where(OutboxMessage.dedupe_key == dedupe_key)
    await session.execute(statement.where(_IS_QUEUED).values(state="cancelled", reason="seen before it was sent"))
    await session.execute(statement.values(dedupe_key=None))


async def sent_about(session: AsyncSession, about: str, about_id: int) -> Sequence[OutboxMessage]:
    """Everything staff were to get about one thing, oldest first."""
    query = select(OutboxMessage).where(OutboxMessage.about == about, OutboxMessage.about_id == about_id)
    return (await session.execute(query.order_by(OutboxMessage.id))).scalars().all()
