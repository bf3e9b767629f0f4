"""Fetching feeds on a schedule: only from hosts that were allowed, only when they changed, never without an end."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from urllib.parse import urlsplit

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.content.model import Content
from bot.content.schema.feeds import FeedSource
from db.models import FeedState, Upload
from db.queries import feeds as queries
from db.session import Database

log = logging.getLogger(__name__)

LARGEST = 16 * 1024 * 1024
# An unchanged feed is read again once a week all the same: its rows are only fresh while they are seen.
_WHOLE_EVERY = timedelta(days=7)
_OK, _UNCHANGED = 200, 304


class Unfetched(Exception):
    """Nothing usable came: `why` is a short code that staff are shown in words."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server answered."""

    status: int
    body: bytes = b""
    etag: str | None = None
    last_modified: str | None = None


class Fetch(Protocol):
    """Asks one address; raises Unfetched for what is too large, too slow, moved elsewhere or not there."""

    async def __call__(self, url: str, headers: Mapping[str, str], largest: int) -> Fetched:
        """One answer, its body read to the end."""


class FeedPolling:
    """A tick: whatever is due is asked for, and what came is put where files are brought in from."""

    def __init__(
        self, database: Database, clock: Clock, content: Content, fetch: Fetch, hosts: tuple[str, ...]
    ) -> None:
        self._database = database
        self._clock = clock
        self._sources = tuple(source for source in content.feeds.values() if not source.paused)
        self._fetch = fetch
        self._hosts = frozenset(host.lower() for host in hosts if host)

    async def run(self) -> None:
        """Each source in transactions of its own, none of them open while its server is asked."""
        for source in self._sources:
            async with self._database.read() as session:
                state = await queries.state(session, source.id)
            if _is_due(source, state, self._clock()):
                await self._ask(source, state)

    async def _ask(self, source: FeedSource, state: FeedState | None) -> None:
        answer, why = None, None
        try:
            if (urlsplit(source.url).hostname or "") not in self._hosts:
                raise Unfetched("not_allowed")
            answer = await self._fetch(source.url, _conditions(state, self._clock()), LARGEST)
            if answer.status not in (_OK, _UNCHANGED):
                raise Unfetched(f"status_{answer.status}")
        except Unfetched as fault:
            why = fault.why
            log.warning("the feed %s was not fetched: %s", source.id, why)
        async with self._database.write() as session:
            await self._note(session, source, answer if why is None else None, why)

    async def _note(self, session: AsyncSession, source: FeedSource, answer: Fetched | None, why: str | None) -> None:
        now = self._clock()
        state = await queries.state(session, source.id) or FeedState(source=source.id)
        state.checked_at, state.problem = now, why
        session.add(state)
        if answer is None or answer.status == _UNCHANGED:
            return
        state.etag, state.last_modified, state.changed_at = _short(answer.etag), _short(answer.last_modified, 60), now
        session.add(
            Upload(
                country=source.country,
                format=source.format,
                source=source.id,
                state="confirmed",
                data=answer.body,
                created_at=now,
            )
        )


def _is_due(source: FeedSource, state: FeedState | None, now: datetime) -> bool:
    return state is None or now - state.checked_at >= timedelta(hours=source.every_hours)


def _conditions(state: FeedState | None, now: datetime) -> dict[str, str]:
    """Ask only for what is new, unless the whole has not been seen for long."""
    if state is None or state.changed_at is None or now - state.changed_at >= _WHOLE_EVERY:
        return {}
    given = {"If-None-Match": state.etag, "If-Modified-Since": state.last_modified}
    return {name: value for name, value in given.items() if value}


def _short(value: str | None, most: int = 200) -> str | None:
    return value if value and len(value) <= most else None
