"""Writing opportunities: one door for staff, feeds and samples, which keeps the history and where each is found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.content.model import Content
from bot.domain.finders import audiences_of, hours_bits
from db.models import Opportunity
from db.queries import finds
from db.queries import opportunities as queries
from db.session import Database

STATES = ("draft", "open", "paused", "full", "closed")
_FOREVER = date(9999, 12, 31)
_AT_ONCE = 200
# What is moved forward each day on its own says nothing in a history.
_UNTOLD = frozenset({"checked_on", "check_by", "fingerprint"})


class Catalogue:
    """An opportunity is only ever changed through here: what is found is what is open, to the row."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._neighbours = {place.id: place.neighbours for place in content.places.places.values()}

    async def write(
        self,
        session: AsyncSession,
        row: Opportunity,
        values: Mapping[str, Any],
        now: datetime,
        *,
        staff_id: int | None = None,
        source: str | None = None,
    ) -> bool:
        """Set these columns, keep what they were, and have it found anew; whether anything people can see changed."""
        return bool(await self.write_many(session, [(row, values)], now, staff_id=staff_id, source=source))

    async def write_many(
        self,
        session: AsyncSession,
        given: Sequence[tuple[Opportunity, Mapping[str, Any]]],
        now: datetime,
        *,
        staff_id: int | None = None,
        source: str | None = None,
    ) -> list[Opportunity]:
        """The same for several at once; those of which something changed that people can see."""
        told: list[tuple[Opportunity, dict[str, Any]]] = []
        moved: list[Opportunity] = []
        new: list[Opportunity] = []
        for row, values in given:
            is_new = row.id is None
            before = _set(row, values)
            fields = {"state": None} if is_new else {name: before[name] for name in before if name not in _UNTOLD}
            if fields:
                told.append((row, fields))
            if fields or "check_by" in before:
                moved.append(row)
            if is_new:
                new.append(row)
        await queries.add_all(session, new)
        await session.flush()
        by = {"staff_id": staff_id, "source": source, "at": now}
        changes = [{"opportunity_id": row.id, "fields": fields, **by} for row, fields in told]
        await queries.note_changes(session, changes)
        if moved:
            await self.place(session, moved)
        return [row for row, _ in told]

    async def place(self, session: AsyncSession, rows: Sequence[Opportunity]) -> None:
        """Have these found by whom they are for; what is not open by nobody."""
        found = [find for row in rows if row.state == "open" for find in self._finds(row)]
        await finds.rewrite(session, [row.id for row in rows], found)

    def _finds(self, row: Opportunity) -> list[dict[str, Any]]:
        audiences = audiences_of(
            row.country,
            row.councils,
            online=row.online,
            ring_fenced_for=row.ring_fenced_for,
            programmes=row.programmes,
            neighbours=self._neighbours,
            prepares_for=row.prepares_for,
        )
        shared = {
            "opportunity_id": row.id,
            "last_day": min(row.closes_on or _FOREVER, row.check_by or _FOREVER),
            "kind": row.kind,
            "sector": row.sector,
            "role": row.role or "",
            "hours": hours_bits((row.hours or {}).get("patterns", ())),
        }
        return [{**shared, "audience": audience, "near": near} for audience, near in audiences.items()]


class CatalogueUpkeep:
    """A tick: what is past is found no more, and what came in by another way is found."""

    def __init__(self, database: Database, clock: Clock, content: Content, catalogue: Catalogue) -> None:
        self._database = database
        self._clock = clock
        self._catalogue = catalogue
        # Where the day begins last, so that nothing disappears before its last day is over everywhere.
        self._zones = [ZoneInfo(card.zone) for card in content.countries.values()]

    async def run(self) -> None:
        """A chunk at a time, each in a transaction of its own."""
        today = min(self._clock().astimezone(zone).date() for zone in self._zones)
        while await self._chunk(today):
            pass

    async def _chunk(self, today: date) -> bool:
        async with self._database.write() as session:
            gone = await finds.forget_past(session, today, _AT_ONCE)
            missing = await finds.missing(session, today, _AT_ONCE)
            await self._catalogue.place(session, missing)
        return max(gone, len(missing)) == _AT_ONCE


def _set(row: Opportunity, values: Mapping[str, Any]) -> dict[str, Any]:
    """Set what differs; what it was before, as JSON holds it."""
    before = {name: getattr(row, name) for name, value in values.items() if getattr(row, name) != value}
    for name in before:
        setattr(row, name, values[name])
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in before.items()}
