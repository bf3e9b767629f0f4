"""People: the one row that is locked in a turn, and everything that goes with a person."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, delete, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Booking, Concern, Conversation, Handoff, InboundUpdate, Interest, Journey, Lead, Person
from db.types import UtcDateTime

# NO KEY UPDATE: a plain FOR UPDATE would wait for anything that only refers to the person by foreign key.
_LOCKED = (
    select(Person, Conversation)
    .join(Conversation, Conversation.person_id == Person.id)
    .with_for_update(key_share=True, of=Person)
)
# Counted here, because a counter of its own would be one more row to write in every turn.
_MESSAGES_SINCE = (
    select(func.count())
    .where(
        InboundUpdate.chat_id == bindparam("chat"),
        InboundUpdate.received_at > bindparam("since", type_=UtcDateTime),
        InboundUpdate.person_id == Person.id,
        InboundUpdate.kind == "message",
    )
    .correlate(Person)
    .scalar_subquery()
)
# Made once: it runs in every turn.
_LOCKED_BY_CHAT = _LOCKED.add_columns(_MESSAGES_SINCE).where(Person.chat_id == bindparam("chat"))


async def locked_by_chat(
    session: AsyncSession, chat_id: int, since: datetime | None = None
) -> tuple[Person, Conversation, int] | None:
    """The person of a private chat, locked, with their conversation and how many messages they sent since then."""
    row = (await session.execute(_LOCKED_BY_CHAT, {"chat": chat_id, "since": since})).one_or_none()
    return None if row is None else (row[0], row[1], row[2])


async def get(session: AsyncSession, person_id: int) -> Person | None:
    """One person, not locked: for looking only."""
    return await session.get(Person, person_id)


async def locked(session: AsyncSession, person_id: int) -> tuple[Person, Conversation] | None:
    """One person with their conversation, locked until the transaction ends."""
    row = (await session.execute(_LOCKED.where(Person.id == person_id))).one_or_none()
    return None if row is None else (row[0], row[1])


async def locked_by_reference(session: AsyncSession, reference: str) -> tuple[Person, Conversation] | None:
    """The person behind a reference code, locked until the transaction ends."""
    row = (await session.execute(_LOCKED.where(Person.reference == reference))).one_or_none()
    return None if row is None else (row[0], row[1])


async def by_reference(session: AsyncSession, reference: str) -> Person | None:
    """Somebody by what stands on their messages, for looking only."""
    return (await session.execute(select(Person).where(Person.reference == reference))).scalar_one_or_none()


async def abandoned(session: AsyncSession, before: datetime, most: int) -> list[int]:
    """People not seen since an instant who said yes to nothing and asked for nobody."""
    query = (
        select(Person.id)
        .where(
            Person.last_seen_at < before,
            ~exists().where(Interest.person_id == Person.id),
            ~exists().where(Booking.person_id == Person.id),
            ~exists().where(Handoff.person_id == Person.id),
            ~exists().where(Lead.person_id == Person.id),
            ~exists().where(Journey.person_id == Person.id),
        )
        .order_by(Person.id)
        .limit(most)
    )
    return list((await session.execute(query)).scalars())


async def erase(session: AsyncSession, person_id: int) -> None:
    """Delete a person; everything that refers to them goes by cascade, and of concerns the closed ones."""
    await session.execute(delete(Concern).where(Concern.person_id == person_id, Concern.state == "closed"))
    await session.execute(delete(Person).where(Person.id == person_id))
