"""What can become of one e-mail, and what each does to its outbox row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.outcomes import NotSent, Refused, Sent, Uncertain
from db.queries import recording
from db.queries.emails import ClaimedEmail
from db.queries.recording import Closed, Returned

# Servers that see us for the first time ask to come again after some minutes: eight attempts last over two hours.
MAX_ATTEMPTS = 8
_FIRST_RETRY, _RETRY_GROWTH, _LONGEST_RETRY = 15.0, 3.0, 3600.0
_GIVE_UP_CONNECTING = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Later:
    """The server did not take it now and asks to be tried again."""

    reason: str


MailOutcome = Sent | Refused | Later | Uncertain | NotSent | None
"""None is an e-mail handed back before it was tried."""


async def record(session: AsyncSession, row: ClaimedEmail, outcome: MailOutcome, now: datetime, chance: float) -> None:
    """Write down one outcome; `chance` spreads retries. A row that another holder took over is left alone."""
    match outcome:
        case Sent():
            await recording.record_sent(session, now, [recording.Sent(row.id, row.epoch, None)])
        case Refused(reason):
            await recording.record_closed(session, [Closed(row.id, row.epoch, "failed", reason, tried=1)])
        case Later(reason):
            await _again(session, row, reason, now, chance, lost=0)
        case Uncertain(reason):
            await _again(session, row, reason, now, chance, lost=1)
        case NotSent(reason) if now - row.due_at > _GIVE_UP_CONNECTING:
            await recording.record_closed(session, [Closed(row.id, row.epoch, "failed", reason)])
        case NotSent(reason):
            await recording.record_returned(session, [Returned(row.id, row.epoch, now, reason=reason)])
        case None:
            await recording.record_returned(session, [Returned(row.id, row.epoch, now)])


async def _again(
    session: AsyncSession, row: ClaimedEmail, reason: str, now: datetime, chance: float, *, lost: int
) -> None:
    tries = row.attempts + 1
    if tries >= MAX_ATTEMPTS:
        await recording.record_closed(session, [Closed(row.id, row.epoch, "failed", reason, tried=1, lost=lost)])
        return
    ready_at = now + timedelta(seconds=backoff(tries, chance))
    returned = Returned(row.id, row.epoch, ready_at, reason=reason, tried=1, lost=lost)
    await recording.record_returned(session, [returned])


def backoff(tries: int, chance: float) -> float:
    """Seconds before the next attempt: three times as long each time, and never the same for everybody."""
    return min(_LONGEST_RETRY, _FIRST_RETRY * _RETRY_GROWTH ** (tries - 1)) * (0.75 + chance / 4)
