"""Bringing events in from a feed: new dates are added, moved ones move, what is gone is called off and people told."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.services.events.jobs import CHANGED
from bot.services.events.occurrences import Planned, date_rows, planned, write_dates
from bot.services.feeds.tally import Tally
from db.models import Event, Occurrence
from db.queries import events, jobs, sources

CHUNK = 100
Given = tuple[str, str, Mapping[str, Any]]
"""The source's id, our short name, and the columns."""


async def write_chunk(
    session: AsyncSession, source: str, given: Sequence[Given], now: datetime, tally: Tally, *, dry_run: bool
) -> None:
    """Some events of one feed in one transaction; what is over and was never known is not written down."""
    known = await sources.known_events(session, source, [source_id for source_id, _, _ in given])
    today, new = now.date(), list[Event]()
    for source_id, slug, values in given:
        row = known.get(source_id)
        if row is None and not _has_a_date(values, now):
            continue
        tally.count(row.fingerprint if row else None, values["fingerprint"], is_new=row is None)
        if dry_run:
            continue
        if row is None:
            shared = {"employers": [], "sample": False, "most_guests": 1, "checked_on": today}
            new.append(Event(slug=slug, source=source, source_id=source_id, **shared, **values))
        else:
            await _write(session, row, values, now, today)
    session.add_all(new)
    await session.flush()
    await events.write_new_dates(
        session, [date for row in new if row.state == "open" for date in date_rows(row, (), now)]
    )


async def close_vanished(
    session: AsyncSession, source: str, seen: Collection[str], now: datetime, *, dry_run: bool
) -> tuple[int, bool]:
    """Call off what was known, is still to come and not in the feed any more: how many, and whether more may be."""
    gone = [row for row in await sources.events_ahead(session, source, now) if row.source_id not in seen]
    some = gone if dry_run else gone[:CHUNK]
    if not dry_run:
        for row in some:
            # Without its fingerprint it counts as changed, and takes place again, should it come back.
            row.state, row.fingerprint = "cancelled", None
            await _settle(session, row, {}, now, comes_back=False)
    return len(some), len(gone) > len(some)


async def _write(session: AsyncSession, row: Event, values: Mapping[str, Any], now: datetime, today: date) -> None:
    row.checked_on = today
    if row.fingerprint == values["fingerprint"]:
        return
    was_gone = row.fingerprint is None
    for name, value in values.items():
        if getattr(row, name) != value:
            setattr(row, name, value)
    await session.flush()
    wanted = planned(row, now) if row.state == "open" else {}
    await _settle(session, row, wanted, now, comes_back=was_gone)
    if row.state == "open":
        await write_dates(session, row, now)


async def _settle(
    session: AsyncSession, row: Event, wanted: Mapping[datetime, Planned], now: datetime, *, comes_back: bool
) -> None:
    """Move, call off or bring back the dates that are written down; what staff called off stays so."""
    kept = await sources.dates_ahead(session, row.id, now)
    strays = [one for one in kept if one.original_at not in wanted]
    free = {at: plan for at, plan in wanted.items() if at not in {one.original_at for one in kept}}
    _match_by_day(strays, free, ZoneInfo(row.zone), is_single=row.rule is None)
    changed = [one for one in kept if _settled(one, wanted.get(one.original_at), now, comes_back=comes_back)]
    await session.flush()
    booked = await sources.booked(session, [one.id for one in changed])
    for one in changed:
        if one.id in booked:
            await jobs.add(session, CHANGED, {"occurrence": one.id, "sequence": one.sequence}, now=now)


def _match_by_day(
    strays: Sequence[Occurrence], free: dict[datetime, Planned], zone: ZoneInfo, *, is_single: bool
) -> None:
    """A date at another time of the same day is the same date, moved; so is the only date of an event."""
    for one, at in itertools.product(strays, list(free)):
        is_same = is_single or one.original_at.astimezone(zone).date() == at.astimezone(zone).date()
        if is_same and at in free and one.original_at not in free:
            del free[at]
            one.original_at = at


def _settled(one: Occurrence, plan: Planned | None, now: datetime, *, comes_back: bool) -> bool:
    """Whether a date had to be changed."""
    if plan is None:
        if one.state != "open":
            return False
        one.state = "cancelled"
    else:
        reopens = comes_back and one.state == "cancelled"
        if (one.starts_at, one.ends_at) == (plan.starts_at, plan.ends_at) and one.place == plan.place and not reopens:
            return False
        one.state = "open" if reopens else one.state
        one.starts_at, one.ends_at, one.place = plan.starts_at, plan.ends_at, plan.place
    one.sequence += 1
    one.changed_at = now
    return True


def _has_a_date(values: Mapping[str, Any], now: datetime) -> bool:
    """Whether anything of it is still to come, as far as dates are written down."""
    named = ("starts_at", "ends_at", "zone", "rule", "exceptions")
    return bool(planned(Event(**{name: values[name] for name in named}), now))
