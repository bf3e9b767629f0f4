"""Changing when a whole event takes place: its rule, its day, its hours, from one of its dates on.

Every date becomes another one or is called off, with everybody on it told; nobody has to say yes again. What was moved
or called off by hand stays so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.recurrence import AHEAD, dates
from bot.domain.schedules import Match, match
from bot.errors import DraftRefused, NotFound, NotPossible
from bot.services.events.dates import Dates
from bot.services.events.drafts import Times, faults_of_times
from bot.services.events.occurrences import Planned, write_dates
from db.models import Event, Occurrence
from db.queries import events

# Two dates must not be at the same moment even on the way from one to the other.
_ASIDE = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Step:
    """One date and what becomes of it: other times, None where it is called off, its own where it stays."""

    occurrence: Occurrence
    becomes: Planned | None

    @property
    def is_told(self) -> bool:
        """Whether anything changes for who comes."""
        row = self.occurrence
        return row.state == "open" and (
            self.becomes is None or (self.becomes.starts_at, self.becomes.ends_at) != (row.starts_at, row.ends_at)
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """What changing the times would do, in the order of dates; `added` are starts of dates that are new."""

    steps: tuple[Step, ...]
    added: tuple[datetime, ...]


class Schedules:
    """Only events that are ours to change: what comes from a calendar changes there."""

    def __init__(self, dates: Dates) -> None:
        self._dates = dates

    async def shown(self, session: AsyncSession, event_id: int, now: datetime) -> tuple[Times, list[Occurrence]]:
        """When it takes place from its next date on, and the dates from which that can change, the next one first."""
        event = await session.get(Event, event_id)
        if event is None:
            raise NotFound("event", event_id)
        rows = [one.occurrence for one in await events.dates_of(session, event_id) if one.starts_at > now]
        ahead = [row for row in rows if row.state == "open"]
        if not ahead:
            return Times(event.starts_at, event.ends_at, event.rule), []
        first = ahead[0]
        starts_at = first.original_at if event.rule is not None and first.original_at > now else first.starts_at
        return Times(starts_at, starts_at + (event.ends_at - event.starts_at), event.rule), ahead

    async def plan(self, session: AsyncSession, event_id: int, since: int, times: Times, now: datetime) -> Plan:
        """What would happen from the date with the number `since` on, 0 where none is to come.

        Raises DraftRefused with every fault, NotPossible where nothing may be changed.
        """
        event = await self._open(session, event_id)
        return _plan(await events.locked_dates(session, event.id), event, since, times, now)[0]

    async def change(self, session: AsyncSession, event_id: int, since: int, times: Times, now: datetime) -> Plan:
        """Do it; raises as `plan` does."""
        event = await self._open(session, event_id)
        await write_dates(session, event, now)
        plan, matched = _plan(await events.locked_dates(session, event.id), event, since, times, now)
        for number, step in enumerate(plan.steps, 1):
            # Aside first: the moment that one date leaves may be the one that another goes to.
            step.occurrence.original_at += number * _ASIDE
        await session.flush()
        for step, new in zip(plan.steps, matched.becomes.values(), strict=True):
            if new is not None:
                step.occurrence.original_at = new
            await self._take(session, step, now)
        event.starts_at, event.ends_at, event.rule = times.starts_at, times.ends_at, times.rule
        await session.flush()
        await write_dates(session, event, now)
        return plan

    async def _take(self, session: AsyncSession, step: Step, now: datetime) -> None:
        if not step.is_told:
            return
        if step.becomes is None:
            await self._dates.call_off_date(session, step.occurrence, now)
        else:
            await self._dates.move_date(session, step.occurrence, step.becomes.starts_at, step.becomes.ends_at, now)

    async def _open(self, session: AsyncSession, event_id: int) -> Event:
        event = await events.locked_event(session, event_id)
        if event is None:
            raise NotFound("event", event_id)
        if event.state != "open":
            raise NotPossible("change", event.state)
        if event.source is not None:
            raise NotPossible("change", "feed")
        return event


def _plan(rows: list[Occurrence], event: Event, since: int, times: Times, now: datetime) -> tuple[Plan, Match]:
    if faults := [*faults_of_times(times, now)]:
        raise DraftRefused(faults)
    zone = ZoneInfo(event.zone)
    first = times.starts_at.astimezone(zone)
    begins = next((row.original_at for row in rows if row.id == since), now)
    touched = {row.original_at: row for row in rows if row.original_at >= begins and row.starts_at > now}
    kept = {row.original_at for row in rows} - touched.keys()
    until = max(now + AHEAD, first + timedelta(days=1))
    new = [at for at in dates(times.rule, first, until) if at > now and at not in kept]
    matched = match(touched, new, zone)
    length = times.ends_at - times.starts_at
    steps = tuple(Step(touched[at], _becomes(touched[at], start, length)) for at, start in matched.becomes.items())
    return Plan(steps, tuple(matched.added)), matched


def _becomes(row: Occurrence, start: datetime | None, length: timedelta) -> Planned | None:
    if start is None:
        return None
    moved_by_hand = row.starts_at != row.original_at
    return Planned(row.starts_at, row.ends_at) if moved_by_hand else Planned(start, start + length)
