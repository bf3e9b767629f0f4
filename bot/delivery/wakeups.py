"""Telling the worker that there is something to do, and whoever watches a case that it changed.

An event in this process, NOTIFY between processes. NOTIFY goes out after the commit, on a connection of its own and
many wake-ups in one: inside the transactions it cost a third of the commits. Losing one costs a second at most, because
the worker and every watcher also look by themselves.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import asyncpg  # type: ignore[import-untyped]  # asyncpg ships no types
from sqlalchemy.engine import make_url

from bot.services.cases.bells import Bells
from bot.services.waiting import first_of

log = logging.getLogger(__name__)

_WORK, _CASES = "wayin_work", "wayin_cases"
_ANNOUNCE = "SELECT pg_notify(channel, payload) FROM unnest($1::text[], $2::text[]) AS news (channel, payload)"


class Wakeups:
    """The in-process side: `wake` is called after a commit; each consumer waits for an event of its own."""

    def __init__(self) -> None:
        self._events: list[asyncio.Event] = []
        self._listeners: list[Callable[[int], None]] = []

    def subscribe(self) -> asyncio.Event:
        """An event that every wake-up sets; the consumer clears it."""
        event = asyncio.Event()
        self._events.append(event)
        return event

    def wake(self, row_id: int = 0) -> None:
        """Something was committed that the worker should look at."""
        self.ring()
        for listener in self._listeners:
            listener(row_id)

    def ring(self) -> None:
        """Wake the worker of this process only."""
        for event in self._events:
            event.set()

    def tell(self, listener: Callable[[int], None]) -> None:
        """Call this at every `wake` too; it must not block."""
        self._listeners.append(listener)


class Notifications:
    """The PostgreSQL side: passes wake-ups and bells on to other processes and hears theirs, on one connection."""

    def __init__(
        self,
        url: str,
        wakeups: Wakeups,
        bells: Bells,
        *,
        worker_is_here: Callable[[], bool] = lambda: False,
        pause: float = 0.02,
        reconnect_after: float = 1.0,
    ) -> None:
        self._dsn = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        self._wakeups = wakeups
        self._bells = bells
        self._worker_is_here = worker_is_here
        self._pause = pause
        self._reconnect_after = reconnect_after
        self._pending = asyncio.Event()
        self._news: dict[tuple[str, int], str] = {}
        self._connected = asyncio.Event()
        wakeups.tell(self._tell_worker)
        bells.relay_to(self._tell_watchers)

    async def connected(self) -> None:
        """Wait until wake-ups of other processes are heard."""
        await self._connected.wait()

    async def run(self, stop: asyncio.Event) -> None:
        """Pass wake-ups on and hear them until told to stop; a lost connection is made again."""
        while not stop.is_set():
            try:
                await self._serve(stop)
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                log.warning("the connection for wake-ups was lost: %s", type(error).__name__)
            finally:
                self._connected.clear()
            await first_of(stop, seconds=self._reconnect_after)

    def _tell_worker(self, row_id: int) -> None:
        # The worker of this process has been woken already, and no other may work.
        if not self._worker_is_here():
            # Many wake-ups say no more than the last of them.
            self._news[_WORK, 0] = str(row_id)
            self._pending.set()

    def _tell_watchers(self, case_id: int) -> None:
        self._news[_CASES, case_id] = str(case_id)
        self._pending.set()

    async def _serve(self, stop: asyncio.Event) -> None:
        lost = asyncio.Event()
        connection = await asyncpg.connect(self._dsn, timeout=5)
        try:
            connection.add_termination_listener(lambda _connection: lost.set())
            for channel in (_WORK, _CASES):
                await connection.add_listener(channel, self._hear)
            self._connected.set()
            # Whatever was announced while nobody listened is found by looking.
            self._wakeups.ring()
            self._bells.hear_all()
            while not stop.is_set() and not lost.is_set():
                await first_of(stop, lost, self._pending)
                if self._pending.is_set() and not lost.is_set():
                    await self._announce(connection)
                    await first_of(stop, lost, seconds=self._pause)
        finally:
            with suppress(OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
                await connection.close(timeout=2)

    async def _announce(self, connection: Any) -> None:
        """Say everything that is new at once; what could not be said is said on the next connection."""
        news, self._news = self._news, {}
        self._pending.clear()
        try:
            channels = [channel for channel, _ in news]
            await connection.execute(_ANNOUNCE, channels, list(news.values()), timeout=5)
        except BaseException:
            # Cancelled or failed, it was perhaps not heard; nothing is swallowed, it is raised again.
            self._news = {**news, **self._news}
            self._pending.set()
            raise

    def _hear(self, connection: Any, sender: int, channel: str, payload: str) -> None:
        # What this process announced has been heard here already.
        if sender == connection.get_server_pid():
            return
        if channel == _WORK:
            self._wakeups.ring()
        elif payload.isascii() and payload.isdigit():
            self._bells.hear(int(payload))
