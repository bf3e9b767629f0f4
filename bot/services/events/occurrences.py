"""Writing down the dates of events, ninety days ahead; a tick, so that every date is a row before anybody needs it."""

from __future__ import annotations

import secrets
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.domain.recurrence import AHEAD, dates
from db.models import Event
from db.queries import events
from db.session import Database

# Without vowels and look-alikes a code spells no word and survives being read out at a door.
_ALPHABET = "23456789BCDFGHJKMNPQRTVWXZ"
_CODE_LENGTH = 6


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


async def write_dates(session: AsyncSession, event: Event, now: datetime) -> int:
    """Write down the dates of one event that are not there yet. How many are new."""
    length = event.ends_at - event.starts_at
    first = event.starts_at.astimezone(ZoneInfo(event.zone))
    known = await events.known_dates(session, event.id)
    wanted = [at for at in dates(event.rule, first, now + AHEAD) if at not in known]
    rows = [
        {
            "event_id": event.id,
            "original_at": at,
            "starts_at": at,
            "ends_at": at + length,
            "state": "open",
            "sequence": 0,
            "door_code": "".join(secrets.choice(_ALPHABET) for _ in range(_CODE_LENGTH)),
            "changed_at": now,
        }
        # What was over before it was written down is nobody's date any more.
        for at in wanted
        if at + length > now
    ]
    return await events.add_dates(session, rows)
