"""Bringing a feed in: everything is read and checked before the first write, then written 200 at a time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, BinaryIO

from sqlalchemy.ext.asyncio import AsyncSession

from bot.content.model import Content
from bot.domain.countries import Country
from bot.domain.intents.library import Names
from bot.feeds import table
from bot.feeds.collecting import Feed
from bot.feeds.faults import FeedRefused, RowError
from bot.feeds.rows import OpportunityRow
from bot.services.opportunities.catalogue import Catalogue
from bot.services.opportunities.imported import Imported, Unknown, error_of, slug_of
from db.models import Opportunity
from db.queries import sources
from db.session import Database

CHUNK = 200
_NEEDS_ORGANISATION = frozenset({"ncs-csv"})
# What staff decided stands, whatever the feed says, until they open it again.
_KEPT_BY_STAFF = frozenset({"draft", "paused"})


@dataclass
class Tally:
    """What an import did, or with a dry run would do."""

    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    closed: int = 0
    errors: list[RowError] = field(default_factory=list)
    notes: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As `wayin import --json` prints it."""
        counts = {name: getattr(self, name) for name in ("rows", "created", "updated", "unchanged", "closed")}
        return {**counts, "errors": [{"row": one.row, "field": one.field, "reason": one.reason} for one in self.errors]}


@dataclass(frozen=True, slots=True)
class Batch:
    """One feed, read and understood: what it says, and what it says of each row in our words."""

    source: str
    feed: Feed
    values: tuple[tuple[str, Mapping[str, Any]], ...]
    tally: Tally


class Imports:
    """The same file twice changes nothing; what vanished from a whole feed is closed, never what merely is broken."""

    def __init__(self, content: Content, catalogue: Catalogue, names: Names) -> None:
        self._content = content
        self._catalogue = catalogue
        self._names = names

    async def read(
        self,
        format_name: str,
        data: bytes | BinaryIO,
        today: date,
        *,
        country: Country = Country.UK,
        source: str | None = None,
        organisation: str | None = None,
    ) -> Batch:
        """Read and check all of it, off the event loop. Raises FeedRefused."""
        if format_name in _NEEDS_ORGANISATION and not organisation:
            raise FeedRefused("This format does not say whose courses these are: name the organisation.")
        feed = await asyncio.to_thread(table.read, format_name, data, today, country)
        name = source or format_name
        left_out = (f"{len(feed.events)} events were read and left out.",) if feed.events else ()
        tally = Tally(rows=feed.rows, errors=list(feed.errors), notes=(*feed.notes, *left_out))
        understood = await asyncio.to_thread(
            self._understood, format_name, name, feed, today, country, organisation, tally
        )
        return Batch(name, feed, understood, tally)

    async def write(self, database: Database, batch: Batch, now: datetime, *, dry_run: bool) -> AsyncIterator[int]:
        """A transaction for each chunk; yields how many rows are done."""
        done = 0
        for chunk in _chunks(batch.values):
            async with database.read() if dry_run else database.write() as session:
                await self._write_chunk(session, batch, chunk, now, dry_run=dry_run)
            done += len(chunk)
            yield done
        while await self._close_some(database, batch, now, dry_run=dry_run):
            yield done

    async def _write_chunk(
        self,
        session: AsyncSession,
        batch: Batch,
        chunk: Sequence[tuple[str, Mapping[str, Any]]],
        now: datetime,
        *,
        dry_run: bool,
    ) -> None:
        known = await sources.known(session, batch.source, [source_id for source_id, _ in chunk])
        given: list[tuple[Opportunity, Mapping[str, Any]]] = []
        for source_id, values in chunk:
            row = known.get(source_id)
            self._count(batch.tally, row, values)
            if row is None:
                slug = slug_of(batch.source, source_id)
                row = Opportunity(slug=slug, sample=False, source=batch.source, source_id=source_id)
            given.append((row, _standing(row, values)))
        if not dry_run:
            await self._catalogue.write_many(session, given, now, source=batch.source)

    def _count(self, tally: Tally, row: Opportunity | None, values: Mapping[str, Any]) -> None:
        if row is None:
            tally.created += 1
        elif row.fingerprint == values["fingerprint"]:
            tally.unchanged += 1
        else:
            tally.updated += 1

    async def _close_some(self, database: Database, batch: Batch, now: datetime, *, dry_run: bool) -> bool:
        """Close what is known of this source and not in the feed any more, 200 at a time; whether there may be more."""
        if not batch.feed.may_close_missing:
            return False
        async with database.read() if dry_run else database.write() as session:
            gone = await sources.vanished(session, batch.source, batch.feed.seen_ids)
            some = gone if dry_run else gone[:CHUNK]
            batch.tally.closed += len(some)
            if not dry_run:
                rows = await sources.by_id(session, some)
                # Without its fingerprint it counts as changed, and opens again, should it come back.
                closed: Mapping[str, Any] = {"state": "closed", "fingerprint": None}
                await self._catalogue.write_many(session, [(row, closed) for row in rows], now, source=batch.source)
        return not dry_run and len(gone) > CHUNK

    def _understood(
        self,
        format_name: str,
        source: str,
        feed: Feed,
        today: date,
        country: Country,
        organisation: str | None,
        tally: Tally,
    ) -> tuple[tuple[str, Mapping[str, Any]], ...]:
        imported = Imported(self._content, self._names, country)
        found: list[tuple[str, Mapping[str, Any]]] = []
        for row in feed.opportunities:
            try:
                found.append((_id(row), imported.values(format_name, source, row, today, organisation)))
            except Unknown as fault:
                tally.errors.append(error_of(row, fault))
        tally.errors.sort(key=lambda error: error.row)
        return tuple(found)


def _id(row: OpportunityRow) -> str:
    return row.source_id[:200]


def _standing(row: Opportunity, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """All of it for what changed; for the rest only that it was seen. What staff paused stays paused."""
    if row.id is not None and row.fingerprint == values["fingerprint"]:
        return {name: values[name] for name in ("checked_on", "check_by")}
    if row.state in _KEPT_BY_STAFF and values["state"] == "open":
        return {**values, "state": row.state}
    return values


def _chunks(values: Sequence[tuple[str, Mapping[str, Any]]]) -> Iterator[Sequence[tuple[str, Mapping[str, Any]]]]:
    for first in range(0, len(values), CHUNK):
        yield values[first : first + CHUNK]
