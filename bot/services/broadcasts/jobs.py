"""Broadcast work over many rows: writing recipients down, and taking them back or up again, a chunk at a time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.domain.broadcasts import State
from bot.services.broadcasts.audiences import BroadcastAudiences
from bot.services.broadcasts.subjects import Subjects
from db.models import Broadcast, Job
from db.queries import audiences, broadcasts
from db.session import Database

PLAN, FOLLOW = "broadcast_plan", "broadcast_follow"

_CHUNK = 1000
_SPREAD_STEP = timedelta(minutes=5)
# A paused broadcast's rows are put so far off that they are in nobody's way; resuming brings them back.
_HELD = timedelta(days=3650)


class PlanBroadcast:
    """Writes a row for everybody who gets it, in the order of people; a kill costs one chunk, which is done again."""

    def __init__(self, clock: Clock, audiences: BroadcastAudiences, subjects: Subjects) -> None:
        self._clock = clock
        self._audiences = audiences
        self._subjects = subjects

    async def chunk(self, session: AsyncSession, job: Job) -> Any | None:
        """The next people; the cursor is the last one looked at, and when the first were due."""
        now, broadcast_id = self._clock(), int(job.arguments["broadcast"])
        broadcast = await broadcasts.get(session, broadcast_id)
        if broadcast is None or broadcast.state not in (State.APPROVED, State.SENDING, State.PAUSED):
            return None
        await broadcasts.note_begun(session, broadcast_id, now)
        subject = await self._subjects.of(session, broadcast)
        if broadcast.expires_at <= now or subject is None or subject.why_not(now):
            await broadcasts.note_planned(session, broadcast_id, 0, dict(broadcast.left_out), now)
            return None
        wanted = self._audiences.wanted(broadcast, now)
        limits = await self._audiences.limits(session, broadcast, subject, now)
        if job.total is None:
            job.total = sum((await audiences.count(session, wanted, limits)).values())
        cursor = job.cursor or {"after": 0, "begins": self._audiences.begins_at(broadcast, now).isoformat()}
        due_at = self._due_at(broadcast, datetime.fromisoformat(cursor["begins"]), job)
        most = self._most(broadcast, job.total)
        planned = await audiences.plan(
            session, broadcast.id, wanted, limits, after_id=cursor["after"], most=most, due_at=due_at
        )
        if job.cursor is None or planned.last_id is None:
            await broadcasts.tell_planner(session)
        job.done += planned.rows + sum(planned.left_out.values())
        ended = now if planned.last_id is None else None
        left_out = _added(broadcast.left_out, planned.left_out)
        await broadcasts.note_planned(session, broadcast_id, planned.rows, left_out, ended)
        return None if ended else {**cursor, "after": planned.last_id}

    def _due_at(self, broadcast: Broadcast, begins: datetime, job: Job) -> datetime:
        """Evenly over the time it is spread over, by how many were planned before."""
        if broadcast.state == State.PAUSED:
            return begins + _HELD
        share = min(1.0, job.done / job.total) if job.total else 0.0
        return begins + share * timedelta(minutes=broadcast.spread_minutes)

    def _most(self, broadcast: Broadcast, total: int) -> int:
        """Smaller chunks where a broadcast is spread: everybody of a chunk is due at once."""
        steps = timedelta(minutes=broadcast.spread_minutes) // _SPREAD_STEP
        return min(_CHUNK, max(1, -(-total // steps))) if steps else _CHUNK


class FollowBroadcast:
    """Brings the rows of a broadcast to where it stands now: held back, due again, or cancelled."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def chunk(self, session: AsyncSession, job: Job) -> Any | None:
        """The next rows; stops when the broadcast has moved on since this was asked for."""
        now, broadcast_id = self._clock(), int(job.arguments["broadcast"])
        broadcast = await broadcasts.get(session, broadcast_id)
        if broadcast is None or broadcast.state != job.arguments["state"]:
            return None
        values = _values_in(State(broadcast.state), now)
        last_id, changed = await broadcasts.change_rows(session, broadcast_id, job.cursor or 0, _CHUNK, values)
        job.done += changed
        return last_id


class FinishBroadcasts:
    """A tick: a broadcast whose last row was sent or given up is done."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def run(self) -> None:
        """Close those of which nothing is left to send."""
        async with self._database.read() as session:
            sending = await broadcasts.in_states(session, [State.SENDING.value])
            over = [row.id for row in sending if row.planned_at and await broadcasts.is_over(session, row.id)]
        for broadcast_id in over:
            async with self._database.write() as session:
                broadcast = await broadcasts.locked(session, broadcast_id)
                if broadcast is not None and broadcast.state == State.SENDING:
                    broadcast.state, broadcast.finished_at = State.DONE.value, self._clock()


def _values_in(state: State, now: datetime) -> dict[str, Any]:
    if state is State.CANCELLED:
        return {"state": "cancelled", "reason": "cancelled"}
    at = now + _HELD if state is State.PAUSED else now
    return {"due_at": at, "ready_at": at}


def _added(before: dict[str, int], more: dict[str, int]) -> dict[str, int]:
    return {reason: before.get(reason, 0) + more.get(reason, 0) for reason in sorted(before.keys() | more.keys())}
