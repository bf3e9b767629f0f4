"""What staff do with one date of an event: move it, or call it off; everybody who comes is told by queued work."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import BadInput, NotFound, NotPossible
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
    ) -> Occurrence:
        """Another time, and another place if one is given; what people said yes to moves with it."""
        occurrence = await self._open(session, staff, occurrence_id, "move")
        if starts_at <= now:
            raise BadInput("starts_at", "past")
        length = occurrence.ends_at - occurrence.starts_at
        occurrence.starts_at, occurrence.ends_at = starts_at, starts_at + length
        occurrence.place = place or occurrence.place
        await self._tell_all(session, occurrence, now)
        return occurrence

    async def call_off(
        self, session: AsyncSession, staff: StaffMember, occurrence_id: int, now: datetime
    ) -> Occurrence:
        """It does not take place."""
        occurrence = await self._open(session, staff, occurrence_id, "call_off")
        await self.call_off_date(session, occurrence, now)
        return occurrence

    async def call_off_date(self, session: AsyncSession, occurrence: Occurrence, now: datetime) -> None:
        """One of several that are called off together; whoever calls has seen to it that it is theirs."""
        occurrence.state = "cancelled"
        await self._tell_all(session, occurrence, now)

    async def tell_place(self, session: AsyncSession, dated: Dated, now: datetime) -> None:
        """The event takes place elsewhere now; a date that was moved to a place of its own stays there."""
        occurrence = dated.occurrence
        if occurrence.state == "open" and occurrence.starts_at > now and not occurrence.place:
            await self._tell_all(session, occurrence, now, "place")

    async def _open(self, session: AsyncSession, staff: StaffMember, occurrence_id: int, act: str) -> Occurrence:
        dated = await events.locked(session, occurrence_id)
        if dated is None or dated.event.organiser != staff.organisation:
            raise NotFound("date", occurrence_id)
        if dated.occurrence.state != "open":
            raise NotPossible(act, dated.occurrence.state)
        return dated.occurrence

    async def _tell_all(
        self, session: AsyncSession, occurrence: Occurrence, now: datetime, what: str = "moved"
    ) -> None:
        occurrence.sequence += 1
        occurrence.changed_at = now
        await session.flush()
        told = {"occurrence": occurrence.id, "sequence": occurrence.sequence, "what": what}
        await jobs.add(session, CHANGED, told, now=now)
