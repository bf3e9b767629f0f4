"""What became of a broadcast, so that it adds up, and what we know of the messages to one person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.broadcasts import LeftOut, Report, Skipped
from db.models import Broadcast, Person
from db.queries import broadcasts as queries
from db.queries import people

_KNOWN = {reason.value for reason in (*LeftOut, *Skipped)}
_MOST_MESSAGES = 50


@dataclass(frozen=True, slots=True)
class Told:
    """One message to a person: what it was, and what we know of it. Telegram does not tell bots whether it was read."""

    about: str | None
    about_id: int | None
    state: str
    reason: str | None
    due_at: datetime
    handed_over_at: datetime | None
    is_uncertain: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One of an organisation's messages to a person, by the name that staff gave what it is about."""

    name: str
    told: Told


@dataclass(frozen=True, slots=True)
class KnownTo:
    """What one organisation may know of its own messages to one person."""

    reference: str
    lines: tuple[Line, ...]
    last_seen_at: datetime
    reach: str
    stopped: bool


@dataclass(frozen=True, slots=True)
class KnownOf:
    """Everything we can say to "did they get it?"."""

    messages: tuple[Told, ...]
    last_seen_at: datetime
    reach: str
    stopped: bool


class BroadcastReports:
    """Reads the ledger; nothing is counted twice and nothing is left out of the sum."""

    async def of(self, session: AsyncSession, broadcast: Broadcast) -> Report:
        """The numbers as of now."""
        tally = await queries.tally(session, broadcast.id)
        by_state: Counter[str] = Counter()
        failed: Counter[str] = Counter()
        skipped: Counter[str] = Counter()
        for state, reason, number, _ in tally:
            by_state[state] += number
            if state == "failed":
                failed[_failure(reason)] += number
            elif state in ("skipped", "cancelled"):
                skipped[_skip(reason)] += number
        return Report(
            planned=broadcast.planned,
            sent=by_state["sent"],
            waiting=by_state["queued"] + by_state["sending"],
            failed=dict(failed),
            skipped=dict(skipped),
            # Whose row is gone has erased themselves: their part of the ledger went with them.
            erased=max(0, broadcast.planned - sum(by_state.values())),
            uncertain=sum(lost for _, _, _, lost in tally),
            left_out=dict(broadcast.left_out),
            responses=await queries.responses(session, broadcast.id),
            next_at=await queries.next_due(session, broadcast.id) if by_state["queued"] else None,
        )

    async def known_of(self, session: AsyncSession, person: Person) -> KnownOf:
        """The newest messages to one person that were not answers to them."""
        rows = await queries.messages_to(session, person.id, _MOST_MESSAGES)
        told = tuple(
            Told(row.about, row.about_id, row.state, row.reason, row.due_at, row.sent_at, row.uncertain > 0)
            for row in rows
        )
        return KnownOf(told, person.last_seen_at, person.reach, person.stopped_at is not None)


async def known_to(session: AsyncSession, organisation: str, reference: str) -> KnownTo | None:
    """What an organisation may know of its messages to somebody; None where it sent them none."""
    person = await people.by_reference(session, reference)
    if person is None:
        return None
    known = await BroadcastReports().known_of(session, person)
    names = await queries.names_of(session, organisation, [(told.about, told.about_id) for told in known.messages])
    lines = [Line(names[told.about, told.about_id], told) for told in known.messages if _key(told) in names]
    if not lines:
        return None
    return KnownTo(person.reference, tuple(lines), known.last_seen_at, known.reach, known.stopped)


def _key(told: Told) -> tuple[str | None, int | None]:
    return told.about, told.about_id


_FAILURES: Mapping[str, str] = {"unreachable: blocked": "blocked", "unreachable: gone": "gone"}


def _failure(reason: str | None) -> str:
    return _FAILURES.get(reason or "", "other")


def _skip(reason: str | None) -> str:
    if reason in _KNOWN:
        return str(reason)
    return LeftOut.UNREACHABLE.value if (reason or "").startswith(("unreachable", "blocked")) else "other"
