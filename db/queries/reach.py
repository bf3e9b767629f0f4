"""Who can be written to: somebody who blocked us is not written to until they come back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from db import outbox
from db.models import OutboxMessage, Person


async def mark_unreachable(session: AsyncSession, person_id: int, reach: str, *, as_of: datetime) -> int | None:
    """Note that a message sent `as_of` was refused and take back what is queued; None if they are back already.

    A reply queued after that instant answers something they have said since, so the refusal is out of date.
    """
    person = (
        await session.execute(select(Person).where(Person.id == person_id).with_for_update(key_share=True))
    ).scalar_one_or_none()
    if person is None or await _has_newer_reply(session, person_id, as_of):
        return None
    person.reach = reach
    await session.flush()
    return await outbox.cancel_for_person(session, person_id, f"unreachable: {reach}")


async def _has_newer_reply(session: AsyncSession, person_id: int, as_of: datetime) -> bool:
    newer = exists().where(
        OutboxMessage.person_id == person_id,
        OutboxMessage.state == "queued",
        OutboxMessage.lane == 0,
        OutboxMessage.created_at > as_of,
    )
    return bool((await session.execute(select(newer))).scalar_one())
