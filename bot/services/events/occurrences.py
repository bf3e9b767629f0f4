"""Writing down the dates of events, ninety days ahead; a tick, so that every date is a row before anybody needs it."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.domain.recurrence import AHEAD, dates
from db.models import Event
from db.queries import events
from db.session import Database

# Without vowels and look-alikes a code spells no word and survives being read out at a door.
CODE_ALPHABET = "23456789BCDFGHJKMNPQRTVWXZ"
CODE_LENGTH = 6


class Occurrences:
    """Adds what is missing and changes nothing that is there: a moved or cancelled date stays so."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def run(self) -> None:
        """Every open event that repeats, each in a transaction of its own."""
        async with self._database.read() as session:
            found = await events.repeating(session)
        for event in found:
            async with self._database.write() as session:
                await write_dates(session, event, self._clock())


@dataclass(frozen=True, slots=True)
class Planned:
    """When one date is meant to be; `place` where it is another than the event's."""

    starts_at: datetime
    ends_at: datetime
    place: str | None = None


def planned(event: Event, now: datetime) -> dict[datetime, Planned]:
    """Every date not over yet, ninety days ahead, by when the rule put it: with what a calendar added and changed."""
    length = event.ends_at - event.starts_at
    first = event.starts_at.astimezone(ZoneInfo(event.zone))
    exceptions: Mapping[str, Any] = event.exceptions or {}
    without = {datetime.fromisoformat(at) for at in exceptions.get("without", ())}
    also = [datetime.fromisoformat(at) for at in exceptions.get("also", ())]
    found = {
        at: Planned(at, at + length)
        for at in (*dates(event.rule, first, now + AHEAD), *also)
        if at not in without and at < now + AHEAD
    }
    for at, changed in exceptions.get("changed", {}).items():
        found.pop(datetime.fromisoformat(at), None)
        if changed is not None:
            found[datetime.fromisoformat(at)] = _changed(changed)
    return {at: plan for at, plan in found.items() if plan.ends_at > now}


def _changed(given: Mapping[str, Any]) -> Planned:
    starts_at, ends_at = (datetime.fromisoformat(given[name]) for name in ("starts_at", "ends_at"))
    return Planned(starts_at, ends_at, given.get("place"))


async def write_dates(session: AsyncSession, event: Event, now: datetime) -> int:
    """Write down the dates of one event that are not there yet, nor over by now. How many are new."""
    known = await events.known_dates(session, event.id)
    return await events.add_dates(session, date_rows(event, known, now))


def date_rows(event: Event, known: Collection[datetime], now: datetime) -> list[dict[str, Any]]:
    """The dates of an event that are not known yet, as they are written down."""
    return [
        {
            "event_id": event.id,
            "original_at": at,
            "starts_at": plan.starts_at,
            "ends_at": plan.ends_at,
            "place": plan.place,
            "state": "open",
            "sequence": 0,
            "door_code": "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH)),
            "changed_at": now,
        }
        for at, plan in planned(event, now).items()
        if at not in known
    ]
