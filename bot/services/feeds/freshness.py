"""Freshness: links that stopped working and days that passed come before a person's eyes; people decide, not we."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.content.model import Content
from bot.domain.access import Subject, Viewer
from bot.errors import NotFound
from bot.services.opportunities.catalogue import Catalogue
from bot.services.organisations import Organisations
from db.models import LinkCheck, Opportunity, OpportunityCheck
from db.queries import checks
from db.queries import feeds as queries
from db.session import Database

BROKEN_LINK, PAST_CHECK = "broken_link", "past_check"
FAILURES = 2
"""A link that fails once may have had a bad night."""

_AT_ONCE = 100
_LINKS_AT_ONCE = 40
_LOOK_AGAIN = timedelta(days=7)
_LOOK_AGAIN_AT_BROKEN = timedelta(days=1)
_USUAL_FRESH_DAYS = 60
_MOST_WAITING = 200
_LONGEST_URL = 500
_GOOD = range(200, 400)

Look = Callable[[str], Awaitable[int | None]]
"""Asks an address and gives its status; None where nothing answered."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing to look at: why, how often it was said, and what."""

    id: int
    reason: str
    times: int
    since: datetime
    row: Opportunity

    @property
    def link(self) -> str | None:
        """The address that is meant, where that is what is wrong."""
        is_meant = self.reason in (BROKEN_LINK, "said_link")
        return next(iter(_links(self.row)), None) if is_meant else None


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
        """Addresses that were not looked at for a while, with what they belong to."""
        now, found, after = self._clock(), dict[str, list[int]](), 0
        while len(found) < most:
            async with self._database.read() as session:
                rows = await queries.linked(session, now.date(), after, _AT_ONCE)
                by_url: dict[str, list[int]] = {}
                for row in rows:
                    for url in _links(row):
                        by_url.setdefault(url, []).append(row.id)
                known = await queries.link_checks(session, list(by_url))
            found.update({url: ids for url, ids in by_url.items() if _is_due(known.get(url), now)})
            if len(rows) < _AT_ONCE:
                break
            after = rows[-1].id
        return dict(list(found.items())[:most])

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


class CheckQueue:
    """What waits for a person's eye, as whoever looks after it sees it."""

    def __init__(self, content: Content, catalogue: Catalogue, organisations: Organisations) -> None:
        self._content = content
        self._catalogue = catalogue
        self._organisations = organisations

    async def waiting(self, session: AsyncSession, viewer: Viewer) -> list[Waiting]:
        """Oldest first."""
        found = await checks.waiting(session, _MOST_WAITING)
        return [
            Waiting(check.id, check.reason, check.times, check.created_at, row)
            for check, row in found
            if self._owner(row) == viewer.organisation
        ]

    async def is_right(self, session: AsyncSession, viewer: Viewer, check_id: int, now: datetime) -> None:
        """Somebody looked and it is as it is written: its word holds anew."""
        row = await self._row(session, check_id)
        today = now.astimezone(ZoneInfo(self._content.countries[row.country].zone)).date()
        source = self._content.feeds.get(row.source or "")
        days = (source.fresh_days if source else None) or _USUAL_FRESH_DAYS
        values: Mapping[str, date] = {"checked_on": today, "check_by": today + timedelta(days=days)}
        await self._catalogue.write(session, row, values, now, staff_id=viewer.id)
        await checks.done(session, check_id, viewer.id, now)

    async def close(self, session: AsyncSession, viewer: Viewer, check_id: int, now: datetime) -> None:
        """It is over: nobody is shown it any more."""
        row = await self._row(session, check_id)
        await self._catalogue.write(session, row, {"state": "closed"}, now, staff_id=viewer.id)
        await checks.done(session, check_id, viewer.id, now)

    async def subject(self, session: AsyncSession, check_id: int) -> Subject | None:
        """One of them as access sees it."""
        row = await self._find(session, check_id)
        return Subject(self._owner(row)) if row is not None else None

    def _owner(self, row: Opportunity) -> str:
        return self._organisations.keeper(row.organiser, row.country).id

    async def _row(self, session: AsyncSession, check_id: int) -> Opportunity:
        row = await self._find(session, check_id)
        if row is None:
            raise NotFound("check", check_id)
        return row

    async def _find(self, session: AsyncSession, check_id: int) -> Opportunity | None:
        check = await session.get(OpportunityCheck, check_id)
        return await session.get(Opportunity, check.opportunity_id) if check is not None else None


def _links(row: Opportunity) -> list[str]:
    given = ((row.apply or {}).get("url"), row.details.get("link"))
    return list(dict.fromkeys(url for url in given if url and len(url) <= _LONGEST_URL))


def _is_due(known: LinkCheck | None, now: datetime) -> bool:
    if known is None:
        return True
    return now - known.checked_at >= (_LOOK_AGAIN_AT_BROKEN if known.failures else _LOOK_AGAIN)
