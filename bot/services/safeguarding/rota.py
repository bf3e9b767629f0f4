"""Planning the safeguarding rota: a week at a time, shifts added and taken away, gaps in plain sight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.access import Subject, Viewer
from bot.domain.duty import Span
from bot.errors import BadInput, NotFound
from bot.services.safeguarding.duty import Called, Duty
from bot.services.staff.audit import Audit
from db.models import DutyShift, StaffMember
from db.queries import duty as queries

LONGEST_SHIFT = timedelta(days=14)
MOST_WEEKS = 26
_FARTHEST = timedelta(days=366)
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class NewShift:
    """What somebody asks for, by the organisation's clock; the same hours in each of so many weeks."""

    lead: int
    second: int | None
    starts: datetime
    ends: datetime
    weeks: int = 1


@dataclass(frozen=True, slots=True)
class Week:
    """One week as it is planned: shifts with whoever has them, and when the organisation is open without anybody."""

    monday: date
    shifts: Sequence[DutyShift]
    gaps: Sequence[Span]
    leads: Mapping[int, StaffMember]
    now: Called


class Rota:
    """Times are given and shown by the organisation's clock, and kept in UTC."""

    def __init__(self, duty: Duty, audit: Audit) -> None:
        self._duty = duty
        self._audit = audit

    async def week(self, session: AsyncSession, viewer: Viewer, day: date, now: datetime) -> Week:
        """The week that a day lies in."""
        zone, monday = self._duty.zone(viewer.organisation), day - timedelta(days=day.weekday())
        start = datetime.combine(monday, time(), zone)
        end = datetime.combine(monday + _WEEK, time(), zone)
        return Week(
            monday,
            await queries.shifts(session, viewer.organisation, start, end),
            # What is over can no longer be filled.
            await self._duty.gaps(session, viewer.organisation, max(start, now), end) if end > now else (),
            {lead.id: lead for lead in await self._duty.leads(session, viewer.organisation)},
            await self._duty.on_call(session, viewer.organisation, now),
        )

    async def add(self, session: AsyncSession, viewer: Viewer, asked: NewShift, now: datetime) -> int:
        """Put somebody on call; how many shifts that made. Raises BadInput with the field that is wrong."""
        leads = {lead.id for lead in await self._duty.leads(session, viewer.organisation)}
        self._check(asked, leads, self._here(viewer, now))
        zone = self._duty.zone(viewer.organisation)
        for number in range(asked.weeks):
            # The clock's hours are repeated, not the hours between: a shift begins at nine in summer and in winter.
            starts, ends = (moment + number * _WEEK for moment in (asked.starts, asked.ends))
            span = Span(starts.replace(tzinfo=zone), ends.replace(tzinfo=zone))
            await self._add_one(session, viewer, asked, span)
        await self._audit.note(session, viewer.id, "duty.added", subject=f"staff:{asked.lead}", now=now)
        return asked.weeks

    async def remove(self, session: AsyncSession, viewer: Viewer, shift_id: int, now: datetime) -> None:
        """Take a shift away; raises NotFound."""
        row = await queries.shift(session, shift_id)
        if row is None or row.organisation != viewer.organisation:
            raise NotFound("shift", shift_id)
        await session.delete(row)
        await self._audit.note(session, viewer.id, "duty.removed", subject=f"staff:{row.staff_id}", now=now)

    async def subject(self, session: AsyncSession, shift_id: int) -> Subject | None:
        """A shift as access sees it; None when there is none."""
        row = await queries.shift(session, shift_id)
        return Subject(row.organisation) if row is not None else None

    async def _add_one(self, session: AsyncSession, viewer: Viewer, asked: NewShift, span: Span) -> None:
        there = await queries.shifts(session, viewer.organisation, span.starts, span.ends)
        if any(row.staff_id == asked.lead for row in there):
            raise BadInput("lead", "taken")
        session.add(
            DutyShift(
                organisation=viewer.organisation,
                staff_id=asked.lead,
                second_id=asked.second,
                starts_at=span.starts,
                ends_at=span.ends,
            )
        )
        await session.flush()

    def _here(self, viewer: Viewer, now: datetime) -> datetime:
        return now.astimezone(self._duty.zone(viewer.organisation)).replace(tzinfo=None)

    def _check(self, asked: NewShift, leads: set[int], here: datetime) -> None:
        wrong = {
            ("lead", "unknown"): asked.lead not in leads,
            ("second", "unknown"): asked.second is not None and asked.second not in leads,
            ("second", "same"): asked.second == asked.lead,
            ("ends_on", "before"): asked.ends <= asked.starts,
            ("ends_on", "long"): asked.ends - asked.starts > LONGEST_SHIFT,
            ("ends_on", "past"): asked.ends <= here,
            ("starts_on", "far"): asked.starts - here > _FARTHEST,
            ("weeks", "unknown"): not 1 <= asked.weeks <= MOST_WEEKS,
        }
        for (field, problem), is_wrong in wrong.items():
            if is_wrong:
                raise BadInput(field, problem)
