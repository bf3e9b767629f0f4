"""What each outcome does to its outbox row, and to what hangs on it."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import singledispatch
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.claims import MAX_ATTEMPTS, Parcel
from bot.delivery.outcomes import (
    Migrated,
    NotSent,
    Outcome,
    Reach,
    Refused,
    Sent,
    Stop,
    Uncertain,
    Unreachable,
    Wait,
)
from bot.messages.outgoing import Action
from db.queries import attachments, recording

# Somebody who cannot be connected to Telegram for a day has been told by other means.
_GIVE_UP_CONNECTING = timedelta(days=1)
_FIRST_RETRY, _RETRY_GROWTH, _LONGEST_RETRY = 1.0, 3.0, 600.0


@dataclass(frozen=True, slots=True)
class Result:
    """One parcel's outcome; `left_at` is when it was sent, None for one handed back unsent."""

    parcel: Parcel
    outcome: Outcome | None
    left_at: datetime


@dataclass(frozen=True, slots=True)
class Lost:
    """A person who cannot be written to, as of the message that was refused."""

    person_id: int
    reach: str
    as_of: datetime


@dataclass(slots=True)
class Record:
    """Everything that a batch of results changes, ready to be written in few statements."""

    sent: list[recording.Sent] = field(default_factory=list)
    closed: list[recording.Closed] = field(default_factory=list)
    returned: list[recording.Returned] = field(default_factory=list)
    moved: dict[int, int] = field(default_factory=dict)
    pointed: dict[int, int] = field(default_factory=dict)
    files: dict[int, str] = field(default_factory=dict)
    nobodys: list[int] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)

    async def write(self, session: AsyncSession, now: datetime) -> None:
        """Write it all down; rows that another holder took over meanwhile are left alone."""
        for old, new in self.moved.items():
            await recording.migrate_chat(session, old, new)
        await recording.record_sent(session, now, self.sent)
        await recording.record_closed(session, self.closed)
        await recording.record_returned(session, self.returned)
        for target, message_id in self.pointed.items():
            await recording.point_at(session, target, message_id)
        for attachment, file_id in self.files.items():
            await attachments.remember_file_id(session, attachment, file_id)
        await recording.delete_nobodys(session, self.nobodys)


def record_of(results: Sequence[Result], now: datetime, chance: Callable[[], float] = random.random) -> Record:
    """What these results change; `chance` spreads retries, so that they do not all come at once."""
    record = Record()
    for result in results:
        _note(result.outcome, record, result, now, chance)
    return record


@singledispatch
def _note(outcome: Any, record: Record, result: Result, now: datetime, chance: Callable[[], float]) -> None:
    raise TypeError(f"not an outcome: {type(outcome).__name__}")


@_note.register
def _(outcome: Sent, record: Record, result: Result, now: datetime, chance: Callable[[], float]) -> None:
    parcel, row = result.parcel, result.parcel.row
    record.sent.append(recording.Sent(row.id, row.epoch, outcome.message_id))
    _forget_nobodys(record, result)
    message = parcel.message
    arrived = outcome.message_id
    if message.action is Action.EDIT and message.target and arrived is not None and arrived != parcel.target:
        record.pointed[message.target] = arrived
    if outcome.file_id and message.attachment:
        record.files[message.attachment] = outcome.file_id


@_note.register
def _(outcome: Unreachable, record: Record, result: Result, now: datetime, chance: Callable[[], float]) -> None:
    _fail(record, result, f"unreachable: {outcome.reason}")
    if (person_id := result.parcel.row.person_id) is not None:
        reach = Reach.GONE if outcome.reason is Reach.GONE else Reach.BLOCKED
        record.lost.append(Lost(person_id, reach.value, result.left_at))


@_note.register
def _(outcome: Refused, record: Record, result: Result, now: datetime, chance: Callable[[], float]) -> None:
    _fail(record, result, outcome.reason)


@_note.register
def _(outcome: Migrated, record: Record, result: Result, now: datetime, chance: Callable[[], float]) -> None:
    record.moved[result.parcel.row.chat_id] = outcome.new_chat_id
    _return(record, result, now, "the group has a new id")


@_note.register
def _(outcome: Wait, record: Record, result: Result, now: datetime, chance: Callable[[], float]) -> None:
    _return(record, result, now + timedelta(seconds=outcome.seconds), "asked to wait")


@_note.register
def _(outcome: Uncertain, record: Record, result: Result, now: datetime, chance: Callable[[], float]) -> None:
    tries = result.parcel.row.attempts + 1
    if tries >= MAX_ATTEMPTS:
        _fail(record, result, outcome.reason, lost=1)
        return
    again = now + timedelta(seconds=backoff(tries, chance()))
    _return(record, result, again, outcome.reason, tried=1, lost=1)


@_note.register
def _(outcome: NotSent, record: Record, result: Result, now: datetime, chance: Callable[[], float]) -> None:
    # Not the message's fault, so no attempt; the whole sender pauses, and this row is ready when it goes on.
    if now - result.parcel.row.due_at > _GIVE_UP_CONNECTING:
        _fail(record, result, outcome.reason)
    else:
        _return(record, result, now, outcome.reason)


@_note.register
def _(outcome: Stop, record: Record, result: Result, now: datetime, chance: Callable[[], float]) -> None:
    _return(record, result, now, outcome.reason)


@_note.register
def _(outcome: None, record: Record, result: Result, now: datetime, chance: Callable[[], float]) -> None:
    _return(record, result, now, None)


def backoff(tries: int, chance: float) -> float:
    """Seconds before the next attempt: three times as long each time, and never the same for everybody."""
    return min(_LONGEST_RETRY, _FIRST_RETRY * _RETRY_GROWTH ** (tries - 1)) * (0.5 + chance / 2)


def _fail(record: Record, result: Result, reason: str, *, lost: int = 0) -> None:
    row = result.parcel.row
    record.closed.append(recording.Closed(row.id, row.epoch, "failed", reason, tried=1, lost=lost))
    _forget_nobodys(record, result)


def _forget_nobodys(record: Record, result: Result) -> None:
    """Answers to strangers go at once; what staff get is about something, and stays to be looked up."""
    row = result.parcel.row
    if row.person_id is None and row.about is None:
        record.nobodys.append(row.id)


def _return(
    record: Record, result: Result, ready_at: datetime, reason: str | None, *, tried: int = 0, lost: int = 0
) -> None:
    row = result.parcel.row
    record.returned.append(recording.Returned(row.id, row.epoch, ready_at, reason=reason, tried=tried, lost=lost))
