"""Equality answers, the consent log, links and published tables; only equality, privacy and statistics read them."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import Table, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Attachment,
    Booking,
    EqualityAnswer,
    EqualityConsent,
    EqualityLink,
    EqualityTables,
    InboundUpdate,
    Interest,
    OutboxMessage,
    Person,
)

# Longer than any option and most own words, so that how long a sealed answer is says nothing of which one it is.
_SEALED_LENGTH = 400
_tables = cast(Table, EqualityTables.__table__)


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer without its owner, and whether they have said yes to anything."""

    question: str
    value: Any
    said_yes: bool


async def answers_of(session: AsyncSession, person_id: int) -> Sequence[EqualityAnswer]:
    """What a person answered, by question."""
    query = select(EqualityAnswer).where(EqualityAnswer.person_id == person_id).order_by(EqualityAnswer.question)
    return (await session.execute(query)).scalars().all()


async def answers_given(session: AsyncSession, country: str, since: datetime, before: datetime) -> list[Answered]:
    """Every answer of a country from one stretch of time, with nothing that says whose it is."""
    said_yes = or_(
        select(Interest.id).where(Interest.person_id == EqualityAnswer.person_id).exists(),
        select(Booking.id).where(Booking.person_id == EqualityAnswer.person_id).exists(),
    )
    query = (
        select(EqualityAnswer.question, EqualityAnswer.value, said_yes)
        .join(Person, Person.id == EqualityAnswer.person_id)
        .where(Person.country == country, EqualityAnswer.answered_at >= since, EqualityAnswer.answered_at < before)
    )
    return [Answered(*row) for row in await session.execute(query)]


async def acts_between(session: AsyncSession, country: str, since: datetime, before: datetime) -> list[str]:
    """What each person of a country did last about the questions in one stretch of time, without who they are."""
    query = (
        select(EqualityConsent.person_id, EqualityConsent.act)
        .join(Person, Person.id == EqualityConsent.person_id)
        .where(Person.country == country, EqualityConsent.happened_at >= since, EqualityConsent.happened_at < before)
        .order_by(EqualityConsent.id)
    )
    return list({row.person_id: row.act for row in await session.execute(query)}.values())


async def published(session: AsyncSession, country: str, month: date) -> EqualityTables | None:
    """What was published for a month."""
    return await session.get(EqualityTables, (country, month), populate_existing=True)


async def publish(session: AsyncSession, country: str, month: date, tables: Mapping[str, Any], now: datetime) -> None:
    """Keep a month's tables; whoever was first stays."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    values = {"country": country, "month": month, "tables": dict(tables), "published_at": now}
    await session.execute(insert(_tables).values(**values).on_conflict_do_nothing())


async def save_answer(
    session: AsyncSession, person_id: int, question: str, value: Mapping[str, Any], version: str, now: datetime
) -> None:
    """Keep an answer, in place of an earlier one to the same question; the person must be locked."""
    sealed = {**value, "padding": " " * max(0, _SEALED_LENGTH - len(json.dumps(value, separators=(",", ":"))))}
    kept = await session.get(EqualityAnswer, (person_id, question))
    if kept is None:
        session.add(
            EqualityAnswer(
                person_id=person_id, question=question, value=sealed, consent_version=version, answered_at=now
            )
        )
    else:
        kept.value, kept.consent_version, kept.answered_at = sealed, version, now
    await session.flush()


async def delete_answers(session: AsyncSession, person_id: int) -> None:
    """Delete every answer of a person and every link they have; the log stays."""
    await session.execute(delete(EqualityAnswer).where(EqualityAnswer.person_id == person_id))
    await session.execute(delete(EqualityLink).where(EqualityLink.person_id == person_id))


async def forget_old(session: AsyncSession, *, answered_before: datetime, expired_before: datetime) -> None:
    """Delete answers past their term, and links that nobody can use any more."""
    await session.execute(delete(EqualityAnswer).where(EqualityAnswer.answered_at < answered_before))
    await session.execute(delete(EqualityLink).where(EqualityLink.expires_at < expired_before))


async def log(session: AsyncSession, person_id: int, act: str, version: str, door: str, now: datetime) -> None:
    """Add to the consent log."""
    session.add(EqualityConsent(person_id=person_id, act=act, version=version, door=door, happened_at=now))
    await session.flush()


async def consents_of(session: AsyncSession, person_id: int) -> Sequence[EqualityConsent]:
    """The consent log of a person, oldest first."""
    query = select(EqualityConsent).where(EqualityConsent.person_id == person_id).order_by(EqualityConsent.id)
    return (await session.execute(query)).scalars().all()


async def add_link(session: AsyncSession, digest: str, person_id: int, expires_at: datetime) -> None:
    """Keep a new link and forget the person's earlier ones, so that one works at a time."""
    await session.execute(delete(EqualityLink).where(EqualityLink.person_id == person_id))
    session.add(EqualityLink(digest=digest, person_id=person_id, expires_at=expires_at))
    await session.flush()


async def link(session: AsyncSession, digest: str) -> EqualityLink | None:
    """A link by its token's digest, used or expired ones too."""
    return await session.get(EqualityLink, digest, populate_existing=True)


async def forget_copies(session: AsyncSession, person_id: int, signs: Collection[str], file: str) -> None:
    """Blank what was sent to a person with their answers in it: messages that carry one of these signs, and a file."""
    sent = select(OutboxMessage).where(
        OutboxMessage.person_id == person_id,
        OutboxMessage.content.is_not(None),
        OutboxMessage.state.not_in(("queued", "sending")),
    )
    for row in (await session.execute(sent)).scalars():
        said = (row.content or {}).get("text", "")
        if any(sign in said for sign in signs):
            row.content = None
    is_sent = Attachment.file_id.is_not(None)
    await session.execute(delete(Attachment).where(Attachment.person_id == person_id, Attachment.name == file, is_sent))
    await session.flush()


async def forget_what_was_written(session: AsyncSession, person_id: int, update_id: int) -> None:
    """Take an answer in words out of the transcript, which advisers may read and which has another term."""
    written = update(InboundUpdate).where(InboundUpdate.person_id == person_id, InboundUpdate.update_id == update_id)
    await session.execute(written.values(text=None))
