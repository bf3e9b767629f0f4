"""Bringing a feed in: everything is read and checked before the first write, then written 200 at a time."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, BinaryIO

from sqlalchemy.ext.asyncio import AsyncSession

from bot.content.model import Content
from bot.domain.countries import Country
from bot.domain.intents.library import Names
from bot.feeds import table
from bot.feeds.collecting import Feed
from bot.feeds.faults import FeedRefused
from bot.feeds.rows import OpportunityRow
from bot.services.events import imports as event_imports
from bot.services.events.imported import event_values, series_of
from bot.services.feeds.tally import Tally
from bot.services.opportunities.catalogue import Catalogue
from bot.services.opportunities.imported import Imported, Unknown, error_of, slug_of, unsaid_by
from db.models import Opportunity
from db.queries import sources
from db.session import Database

CHUNK = 200
Keep = Callable[[AsyncSession, int], Awaitable[None]]
"""Notes how many rows are done, in the transaction that did them."""

_NEEDS_ORGANISATION = frozenset({"ncs-csv"})
# What staff decided stands, whatever the feed says, until they open it again.
_KEPT_BY_STAFF = frozenset({"draft", "paused"})


@dataclass(frozen=True, slots=True)
class Batch:
    """One feed, read and understood: what it says, and what it says of each row in our words."""

    source: str
    feed: Feed
    values: tuple[tuple[str, Mapping[str, Any]], ...]
    events: tuple[event_imports.Given, ...]
    tally: Tally
    unsaid: frozenset[str] = frozenset()
    """Columns this format has no words for: staff wrote them, and they stay."""

    @property
    def total(self) -> int:
        """How many rows there are to write."""
        return len(self.values) + len(self.events)

    @property
    def seen_events(self) -> frozenset[str]:
        """Ids of every event in the file, broken ones too."""
        return self.feed.seen_ids | {source_id for source_id, _, _ in self.events}


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
        organiser: str | None = None,
        fresh_days: int | None = None,
    ) -> Batch:
        """Read and check all of it, off the event loop. Raises FeedRefused.

        `organiser` is whose staff look after it; `fresh_days` how long its word holds, unset as its format has it.
        """
        if format_name in _NEEDS_ORGANISATION and not organisation:
            raise FeedRefused("This format does not say whose courses these are: name the organisation.")
        feed = await asyncio.to_thread(table.read, format_name, data, today, country)
        name = source or format_name
        tally = Tally(rows=feed.rows, errors=list(feed.errors), notes=feed.notes)
        imported = Imported(self._content, self._names, country, organiser, fresh_days)
        understood = await asyncio.to_thread(
            self._understood, imported, format_name, name, feed, today, organisation, tally
        )
        events = await asyncio.to_thread(_understood_events, imported, name, feed, organisation, tally)
        tally.errors.sort(key=lambda error: error.row)
        return Batch(name, feed, understood, events, tally, unsaid_by(format_name))

    async def write(
        self,
        database: Database,
        batch: Batch,
        now: datetime,
        *,
        dry_run: bool,
        after: int = 0,
        keep: Keep | None = None,
    ) -> AsyncIterator[int]:
        """A transaction for each chunk; yields how many rows are done.

        `keep` notes in the same transaction how far it is; `after` is how many were done before a process died.
        """
        done = 0
        for chunk, is_events in itertools.chain(_chunks(batch.values), _event_chunks(batch.events)):
            done += len(chunk)
            if done <= after:
                continue
            async with database.read() if dry_run else database.write() as session:
                if is_events:
                    await event_imports.write_chunk(session, batch.source, chunk, now, batch.tally, dry_run=dry_run)
                else:
                    await self._write_chunk(session, batch, chunk, now, dry_run=dry_run)
                if keep is not None:
                    await keep(session, done)
            yield done
        while await self._close_some(database, batch, now, dry_run=dry_run):
            yield done
        while await self._call_some_off(database, batch, now, dry_run=dry_run):
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
            batch.tally.count(row.fingerprint if row else None, values["fingerprint"], is_new=row is None)
            if row is None:
                slug = slug_of(batch.source, source_id)
                row = Opportunity(slug=slug, sample=False, source=batch.source, source_id=source_id)
            given.append((row, _standing(row, values, batch.unsaid)))
        if not dry_run:
            await self._catalogue.write_many(session, given, now, source=batch.source)

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

    async def _call_some_off(self, database: Database, batch: Batch, now: datetime, *, dry_run: bool) -> bool:
        """The same for events: their dates are called off; whether there may be more."""
        if not batch.feed.may_close_missing:
            return False
        async with database.read() if dry_run else database.write() as session:
            closed, has_more = await event_imports.close_vanished(
                session, batch.source, batch.seen_events, now, dry_run=dry_run
            )
        batch.tally.closed += closed
        return has_more

    def _understood(
        self,
        imported: Imported,
        format_name: str,
        source: str,
        feed: Feed,
        today: date,
        organisation: str | None,
        tally: Tally,
    ) -> tuple[tuple[str, Mapping[str, Any]], ...]:
        found: list[tuple[str, Mapping[str, Any]]] = []
        for row in feed.opportunities:
            try:
                found.append((_id(row), imported.values(format_name, source, row, today, organisation)))
            except Unknown as fault:
                tally.errors.append(error_of(row, fault))
        return tuple(found)


def _understood_events(
    imported: Imported, source: str, feed: Feed, organisation: str | None, tally: Tally
) -> tuple[event_imports.Given, ...]:
    found: list[event_imports.Given] = []
    for one in series_of(feed.events):
        try:
            values = event_values(imported, one, organisation, feed.name)
        except Unknown as fault:
            tally.errors.append(error_of(one.row, fault))
        else:
            found.append((one.source_id, slug_of(source, one.source_id), values))
    return tuple(found)


def _id(row: OpportunityRow) -> str:
    return row.source_id[:200]


def _standing(row: Opportunity, values: Mapping[str, Any], unsaid: frozenset[str]) -> Mapping[str, Any]:
    """All of it for what changed; for the rest only that it was seen. What staff paused or added stays."""
    if row.id is not None and row.fingerprint == values["fingerprint"]:
        return {name: values[name] for name in ("checked_on", "check_by")}
    if row.id is not None:
        values = {name: value for name, value in values.items() if name not in unsaid}
    if row.state in _KEPT_BY_STAFF and values["state"] == "open":
        return {**values, "state": row.state}
    return values


def _chunks(values: Sequence[tuple[str, Mapping[str, Any]]]) -> Iterator[tuple[Sequence[Any], bool]]:
    for first in range(0, len(values), CHUNK):
        yield values[first : first + CHUNK], False


def _event_chunks(events: Sequence[event_imports.Given]) -> Iterator[tuple[Sequence[Any], bool]]:
    for first in range(0, len(events), event_imports.CHUNK):
        yield events[first : first + event_imports.CHUNK], True
