"""Freshness: links that stopped working and days that passed come before a person's eyes; people decide, not we."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.content.model import Content
from db.models import Event, LinkCheck, Opportunity
from db.queries import checks, events
from db.queries import feeds as queries
from db.session import Database

BROKEN_LINK, PAST_CHECK = "broken_link", "past_check"
FAILURES = 2
"""A link that fails once may have had a bad night."""

_AT_ONCE = 100
_LINKS_AT_ONCE = 40
_LOOK_AGAIN = timedelta(days=7)
_LOOK_AGAIN_AT_BROKEN = timedelta(days=1)
_LONGEST_URL = 500
_GOOD = range(200, 400)

Look = Callable[[str], Awaitable[int | None]]
"""Asks an address and gives its status; None where nothing answered."""


class Freshness:
    """A tick: what is past its day is put before whoever looks after it."""

    def __init__(self, database: Database, clock: Clock, content: Content) -> None:
        self._database = database
        self._clock = clock
        self._zones = [ZoneInfo(card.zone) for card in content.countries.values()]

    async def run(self) -> None:
        """A hundred at a time, each hundred in a transaction of its own."""
        now = self._clock()
        today = min(now.astimezone(zone).date() for zone in self._zones)
        while True:
            async with self._database.write() as session:
                found = await queries.past_their_check(session, today, PAST_CHECK, _AT_ONCE)
                for row in found:
                    await checks.ask(session, row.id, PAST_CHECK, now)
            if len(found) < _AT_ONCE:
                return


class LinkLooks:
    """A tick: looks at links, a few at a time, each once a week."""

    def __init__(self, database: Database, clock: Clock, look: Look) -> None:
        self._database = database
        self._clock = clock
        self._look = look

    async def run(self) -> None:
        """As many as are due, up to a limit; the next tick does the rest."""
        await self.look_at(_LINKS_AT_ONCE)

    async def look_at(self, most: int) -> int:
        """Look at so many that are due. How many were looked at."""
        due = await self._due(most)
        for url, ids in due.items():
            status = await self._look(url)
            async with self._database.write() as session:
                await self._note(session, url, ids, status)
        return len(due)

    async def broken(self) -> Sequence[LinkCheck]:
        """The report: what did not work the last times."""
        async with self._database.read() as session:
            return await queries.broken_links(session, FAILURES)

    async def _due(self, most: int) -> dict[str, list[int]]:
        """Addresses that were not looked at for a while, with the opportunities they belong to."""
        now, after = self._clock(), 0
        found: dict[str, list[int]] = await self._due_of_events(now)
        while len(found) < most:
            async with self._database.read() as session:
                rows = await queries.linked(session, now.date(), after, _AT_ONCE)
                by_url: dict[str, list[int]] = {}
                for row in rows:
                    for url in links_of(row):
                        by_url.setdefault(url, []).append(row.id)
                known = await queries.link_checks(session, list(by_url))
            found.update({url: ids for url, ids in by_url.items() if _is_due(known.get(url), now)})
            if len(rows) < _AT_ONCE:
                break
            after = rows[-1].id
        return dict(list(found.items())[:most])

    async def _due_of_events(self, now: datetime) -> dict[str, list[int]]:
        """The same for events: theirs come before their keeper's eyes without a check of its own."""
        async with self._database.read() as session:
            urls = sorted({url for event in await events.ahead(session, now) for url in links_of_event(event)})
            known = await queries.link_checks(session, urls)
        return {url: [] for url in urls if _is_due(known.get(url), now)}

    async def _note(self, session: AsyncSession, url: str, ids: Sequence[int], status: int | None) -> None:
        now = self._clock()
        row = (await queries.link_checks(session, [url])).get(url) or LinkCheck(url=url, failures=0)
        is_good = status is not None and status in _GOOD
        row.failures = 0 if is_good else row.failures + 1
        row.status, row.checked_at = status, now
        session.add(row)
        for opportunity_id in ids:
            if row.failures == FAILURES:
                await checks.ask(session, opportunity_id, BROKEN_LINK, now)
            elif is_good:
                await queries.close_check(session, opportunity_id, BROKEN_LINK, now)


def links_of(row: Opportunity) -> list[str]:
    """Every address of an opportunity."""
    return _short_enough((row.apply or {}).get("url"), row.details.get("link"))


def links_of_event(event: Event) -> list[str]:
    """Every address of an event."""
    return _short_enough((event.details.get("apply") or {}).get("url"), event.details.get("link"), event.link)


def _short_enough(*given: str | None) -> list[str]:
    return list(dict.fromkeys(url for url in given if url and len(url) <= _LONGEST_URL))


def _is_due(known: LinkCheck | None, now: datetime) -> bool:
    if known is None:
        return True
    return now - known.checked_at >= (_LOOK_AGAIN_AT_BROKEN if known.failures else _LOOK_AGAIN)
