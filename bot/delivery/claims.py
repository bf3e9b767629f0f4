"""Choosing what to send next: heads of chats, in the order of lanes, within the pace, past the gate.

Only what the pace lets go within its horizon is claimed, because a claimed row is in flight: nobody can take it back.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.gate import Gate, Verdict
from bot.delivery.pace import BULK, Pace
from bot.messages.outgoing import OutgoingMessage
from db.queries import claiming, recording
from db.queries.claiming import LANES, Candidate, Claimed, Target
from db.queries.recording import Closed, Returned

log = logging.getLogger(__name__)

# Rows ready within this time are noticed now, so that nobody needs to ask again before.
LOOK_AHEAD = timedelta(seconds=1)
# Each attempt whose answer was lost may have arrived: more would be spam.
MAX_ATTEMPTS = 8
_SPARE = 16
_LEAST_ASIDE, _MOST_ASIDE = 0.25, 10.0
_TARGET_ABOARD = timedelta(seconds=0.5)
_GATE_BROKEN = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Parcel:
    """A claimed row with the message to send; `target` is Telegram's id of what an edit or delete is about."""

    row: Claimed
    message: OutgoingMessage
    target: int | None = None


@dataclass(frozen=True, slots=True)
class Room:
    """How many rows may be claimed: of all lanes together, and of those how many bulk messages."""

    total: int
    bulk: int

    def windows(self) -> list[int]:
        """How many rows of each lane are looked at to find that many that may go."""
        return [4 * places + _SPARE if places else 0 for places in (self.total, self.total, self.bulk)]


@dataclass(slots=True)
class Catch:
    """What one claim brought: parcels to send, how many more were seen, and when the next is ready if that is soon."""

    parcels: list[Parcel] = field(default_factory=list)
    left_over: int = 0
    look_again_at: datetime | None = None


@dataclass(slots=True)
class _Choice:
    """Candidates sorted into those that may go and those that wait, for how many seconds."""

    chosen: list[Candidate] = field(default_factory=list)
    waiting: dict[int, float] = field(default_factory=dict)
    left_over: int = 0
    next_at: datetime | None = None

    def hear_of(self, at: datetime) -> None:
        self.next_at = min(at, self.next_at or at)


class Claims:
    """Claims rows for one sender under one epoch at a time."""

    def __init__(self, pace: Pace, gate: Gate) -> None:
        self._pace = pace
        self._gate = gate

    async def claim(self, session: AsyncSession, now: datetime, epoch: int, room: Room) -> Catch:
        """Claim what may go now; what is in the way of others is set aside."""
        windows = room.windows()
        found = await claiming.candidates(session, now, until=now + LOOK_AHEAD, limits=windows)
        choice = self._choose(found, now, room)
        crowded = _is_crowded(found, windows, now) and not choice.left_over
        if crowded:
            # They would hide the rows behind them from every later look.
            await claiming.set_aside(session, {row: now + _aside(wait) for row, wait in choice.waiting.items()})
        catch = Catch(left_over=choice.left_over, look_again_at=now if crowded else choice.next_at)
        if choice.chosen:
            rows = await claiming.take(session, [candidate.id for candidate in choice.chosen], epoch)
            catch.parcels = await self._pass_gate(session, rows, now)
        return catch

    def _choose(self, found: Sequence[Candidate], now: datetime, room: Room) -> _Choice:
        choice, total, bulk = _Choice(), room.total, room.bulk
        going: Counter[int] = Counter()
        ready = [row for row in found if row.ready_at <= now]
        for row in (row for row in ready if row.is_head):
            wait = self._chat_wait(row.chat_id, going[row.chat_id])
            if wait > self._pace.horizon:
                choice.waiting[row.id] = wait
                choice.hear_of(now + timedelta(seconds=wait))
            elif total and (bulk or row.lane != BULK):
                total -= 1
                bulk -= row.lane == BULK
                going[row.chat_id] += 1
                choice.chosen.append(row)
            else:
                choice.left_over += 1
        choice.waiting |= self._turns_of([row for row in ready if not row.is_head])
        for row in found:
            if row.ready_at > now:
                choice.hear_of(row.ready_at)
        return choice

    def _turns_of(self, rows: Sequence[Candidate]) -> dict[int, float]:
        """How long rows behind their chat's head wait at least: their place in line, not when they were looked at."""
        ahead: Counter[int] = Counter()
        waits: dict[int, float] = {}
        for row in sorted(rows, key=lambda row: row.id):
            ahead[row.chat_id] += 1
            waits[row.id] = self._chat_wait(row.chat_id, ahead[row.chat_id])
        return waits

    def _chat_wait(self, chat_id: int, ahead: int) -> float:
        return self._pace.chat_free_at(chat_id, ahead) - self._pace.now()

    async def _pass_gate(self, session: AsyncSession, rows: Sequence[Claimed], now: datetime) -> list[Parcel]:
        verdicts = await self._verdicts(session, rows, now)
        through: list[tuple[Claimed, OutgoingMessage]] = []
        skipped: list[Closed] = []
        deferred: list[Returned] = []
        for row in rows:
            if row.attempts >= MAX_ATTEMPTS:
                skipped.append(Closed(row.id, row.epoch, "failed", "the answer was lost too often"))
                continue
            verdict = verdicts.get(row.id) or _as_queued(row)
            if isinstance(verdict, OutgoingMessage):
                through.append((row, verdict))
            elif isinstance(verdict, datetime):
                deferred.append(Returned(row.id, row.epoch, verdict, due_at=verdict))
            else:
                skipped.append(Closed(row.id, row.epoch, "skipped", verdict[:200]))
        await recording.record_closed(session, skipped)
        await recording.record_returned(session, deferred)
        return await self._aim(session, through, now)

    async def _verdicts(self, session: AsyncSession, rows: Sequence[Claimed], now: datetime) -> dict[int, Verdict]:
        about = [row for row in rows if row.about is not None]
        if not about:
            return {}
        try:
            async with session.begin_nested():
                return dict(await self._gate.judge(session, about, now))
        except Exception:
            # Not sending is the safe side; a broken check must not stop what has nothing to do with it.
            log.exception("the check before sending failed for %d messages; they wait", len(about))
            return {row.id: now + _GATE_BROKEN for row in about}

    async def _aim(
        self, session: AsyncSession, through: Sequence[tuple[Claimed, OutgoingMessage]], now: datetime
    ) -> list[Parcel]:
        """Find the Telegram message that each edit and delete is about; one still on its way is waited for."""
        wanted = [message.target for _, message in through if message.target is not None]
        targets = await claiming.targets(session, wanted)
        aboard = [row for row, message in through if _is_aboard(targets.get(message.target or 0))]
        await recording.record_returned(session, [Returned(row.id, row.epoch, now + _TARGET_ABOARD) for row in aboard])
        waiting = {row.id for row in aboard}
        return [
            Parcel(row, message, _message_id(targets.get(message.target or 0)))
            for row, message in through
            if row.id not in waiting
        ]


def _is_crowded(found: Sequence[Candidate], windows: Sequence[int], now: datetime) -> bool:
    """Whether as many rows of some lane were ready as were looked at."""
    seen = Counter(row.lane for row in found if row.ready_at <= now)
    return any(seen[lane] >= windows[lane] > 0 for lane in LANES)


def _aside(wait: float) -> timedelta:
    """Not so short that it is in the way again at once; not so long that a cancellation ahead goes unnoticed."""
    return timedelta(seconds=min(max(wait, _LEAST_ASIDE), _MOST_ASIDE))


def _as_queued(row: Claimed) -> Verdict:
    return OutgoingMessage.from_json(row.content) if row.content is not None else "there is nothing to say"


def _is_aboard(target: Target | None) -> bool:
    return target is not None and target.message_id is None and target.state in ("queued", "sending")


def _message_id(target: Target | None) -> int | None:
    return target.message_id if target else None
