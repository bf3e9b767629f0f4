"""The queue of what needs a person's eye, as whoever looks after it sees it; people decide, not we."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.content.model import Content
from bot.domain.access import Subject, Viewer
from bot.errors import NotFound
from bot.services.feeds.freshness import BROKEN_LINK, FAILURES, PAST_CHECK, links_of, links_of_event
from bot.services.keepers import Keepers
from bot.services.opportunities.catalogue import Catalogue
from bot.services.organisations import Organisations
from db.models import Event, Opportunity, OpportunityCheck
from db.queries import checks, events
from db.queries import feeds as queries

_USUAL_FRESH_DAYS = 60
_MOST_WAITING = 200


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
        return next(iter(links_of(self.row)), None) if is_meant else None


@dataclass(frozen=True, slots=True)
class WaitingEvent:
    """One event to look at, and why; `link` is the address that does not work."""

    event: Event
    reason: str
    since: date
    link: str | None = None


class CheckQueue:
    """What waits for a person's eye, as whoever looks after it sees it."""

    def __init__(self, content: Content, catalogue: Catalogue, organisations: Organisations) -> None:
        self._content = content
        self._catalogue = catalogue
        self._keepers = Keepers(organisations)

    async def waiting(self, session: AsyncSession, viewer: Viewer) -> list[Waiting]:
        """Oldest first."""
        keeper = await self._keepers.theirs(session, viewer.organisation)
        found = await checks.waiting(session, keeper, _MOST_WAITING)
        return [Waiting(check.id, check.reason, check.times, check.created_at, row) for check, row in found]

    async def events(self, session: AsyncSession, viewer: Viewer, now: datetime) -> list[WaitingEvent]:
        """Events to come that nobody looked at for long, or whose address does not work."""
        keeper = await self._keepers.theirs(session, viewer.organisation)
        ahead = await events.ahead(session, now, keeper)
        urls = {url for event in ahead for url in links_of_event(event)}
        broken = {check.url for check in await queries.broken_links(session, FAILURES)} & urls
        oldest = now.date() - timedelta(days=_USUAL_FRESH_DAYS)
        found = (_waiting_event(event, broken, oldest) for event in ahead)
        return [one for one in found if one is not None]

    async def event_is_right(self, session: AsyncSession, event_id: int, now: datetime) -> None:
        """Somebody looked at an event and it is as it is written."""
        event = await session.get(Event, event_id)
        if event is None:
            raise NotFound("event", event_id)
        event.checked_on = self._today(event.country, now)
        for check in (await queries.link_checks(session, links_of_event(event))).values():
            check.failures, check.checked_at = 0, now

    async def event_subject(self, session: AsyncSession, event_id: int) -> Subject | None:
        """An event as access to its check sees it."""
        event = await session.get(Event, event_id)
        return Subject(await self._keepers.of(session, event.organiser, event.country)) if event is not None else None

    async def is_right(self, session: AsyncSession, viewer: Viewer, check_id: int, now: datetime) -> None:
        """Somebody looked and it is as it is written: its word holds anew."""
        row = await self._row(session, check_id)
        today = self._today(row.country, now)
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
        return Subject(await self._keepers.of(session, row.organiser, row.country)) if row is not None else None

    def _today(self, country: str, now: datetime) -> date:
        return now.astimezone(ZoneInfo(self._content.countries[country].zone)).date()

    async def _row(self, session: AsyncSession, check_id: int) -> Opportunity:
        row = await self._find(session, check_id)
        if row is None:
            raise NotFound("check", check_id)
        return row

    async def _find(self, session: AsyncSession, check_id: int) -> Opportunity | None:
        check = await session.get(OpportunityCheck, check_id)
        return await session.get(Opportunity, check.opportunity_id) if check is not None else None


def _waiting_event(event: Event, broken: Collection[str], oldest: date) -> WaitingEvent | None:
    link = next((url for url in links_of_event(event) if url in broken), None)
    if link is not None:
        return WaitingEvent(event, BROKEN_LINK, event.checked_on, link)
    return WaitingEvent(event, PAST_CHECK, event.checked_on) if event.checked_on < oldest else None
