"""What staff do with one date of an event: move it, or call it off; everybody who comes is told by queued work."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.recurrence import ending_before
from bot.errors import BadInput, NotFound, NotPossible
from bot.services.events.drafts import LONGEST
from bot.services.events.jobs import CHANGED
from db.models import Occurrence, StaffMember
from db.queries import events, jobs
from db.queries.events import Dated


class Dates:
    """Only dates of their own organisation are found; the event's other dates stay as they are."""

    async def move(
        self,
        session: AsyncSession,
        staff: StaffMember,
        occurrence_id: int,
        starts_at: datetime,
        now: datetime,
        place: str | None = None,
        ends_at: datetime | None = None,
    ) -> Occurrence:
        """Another time, as long as before if no end is given, and another place; what people said yes to moves with it.

        An empty place is the event's own.
        """
        occurrence = await self._open(session, staff, occurrence_id, "move", now)
        ends_at = ends_at or starts_at + (occurrence.ends_at - occurrence.starts_at)
        if starts_at <= now:
            raise BadInput("starts_at", "past")
        if not timedelta(0) < ends_at - starts_at <= LONGEST:
            raise BadInput("ends_at", "order")
        if place is not None:
            occurrence.place = place or None
        await self.move_date(session, occurrence, starts_at, ends_at, now)
        return occurrence

    async def move_date(
        self, session: AsyncSession, occurrence: Occurrence, starts_at: datetime, ends_at: datetime, now: datetime
    ) -> None:
        """One of several that are moved together; whoever calls has seen to it that it is theirs, and may be."""
        occurrence.starts_at, occurrence.ends_at = starts_at, ends_at
        await self._tell_all(session, occurrence, now)

    async def call_off(
        self, session: AsyncSession, staff: StaffMember, occurrence_id: int, now: datetime
    ) -> Occurrence:
        """It does not take place."""
        occurrence = await self._open(session, staff, occurrence_id, "call_off", now)
        await self.call_off_date(session, occurrence, now)
        return occurrence

    async def call_off_rest(self, session: AsyncSession, staff: StaffMember, occurrence_id: int, now: datetime) -> int:
        """Neither this date nor any after it takes place, and none is added any more. How many were called off."""
        dated = await events.dated(session, occurrence_id)
        # The event first, as everywhere: who changes it and who changes its dates must not wait for each other.
        event = await events.locked_event(session, dated.event.id) if dated else None
        if event is None:
            raise NotFound("date", occurrence_id)
        first = await self._open(session, staff, occurrence_id, "call_off", now)
        rest = [row for row in await events.locked_dates(session, event.id) if row.starts_at >= first.starts_at]
        for row in (row for row in rest if row.state == "open"):
            await self.call_off_date(session, row, now)
        if event.rule is not None:
            event.rule = ending_before(event.rule, event.starts_at.astimezone(ZoneInfo(event.zone)), first.original_at)
        return len(rest)

    async def call_off_date(self, session: AsyncSession, occurrence: Occurrence, now: datetime) -> None:
        """One of several that are called off together; whoever calls has seen to it that it is theirs."""
        occurrence.state = "cancelled"
        await self._tell_all(session, occurrence, now)

    async def tell_place(self, session: AsyncSession, dated: Dated, now: datetime) -> None:
        """The event takes place elsewhere now; a date that was moved to a place of its own stays there."""
        occurrence = dated.occurrence
        if occurrence.state == "open" and occurrence.starts_at > now and not occurrence.place:
            await self._tell_all(session, occurrence, now, "place")

    async def _open(
        self, session: AsyncSession, staff: StaffMember, occurrence_id: int, act: str, now: datetime
    ) -> Occurrence:
        dated = await events.locked(session, occurrence_id)
        if dated is None or dated.event.organiser != staff.organisation:
            raise NotFound("date", occurrence_id)
        if dated.occurrence.state != "open":
            raise NotPossible(act, dated.occurrence.state)
        if dated.starts_at <= now:
            raise NotPossible(act, "begun")
        return dated.occurrence

    async def _tell_all(
        self, session: AsyncSession, occurrence: Occurrence, now: datetime, what: str = "moved"
    ) -> None:
        occurrence.sequence += 1
        occurrence.changed_at = now
        await session.flush()
        told = {"occurrence": occurrence.id, "sequence": occurrence.sequence, "what": what}
        await jobs.add(session, CHANGED, told, now=now)
