"""Holding a role: at most one process polls, and one sends and ticks."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress

from db.faults import Fault, fault_of
from db.queries import roles
from db.session import Database

log = logging.getLogger(__name__)

MonotonicClock = Callable[[], float]


class Term:
    """One stretch of holding a role, under one epoch; over as soon as our own clock says so."""

    def __init__(self, epoch: int, ends_at: float, monotonic: MonotonicClock) -> None:
        self.epoch = epoch
        self._ends_at = ends_at
        self._monotonic = monotonic

    @property
    def is_running(self) -> bool:
        """Whether we may act under this epoch at this instant; asked right before anything leaves the house."""
        return self.remaining > 0

    @property
    def remaining(self) -> float:
        """Seconds until the term is over unless it is renewed."""
        return self._ends_at - self._monotonic()

    def extend(self, ends_at: float) -> None:
        """A renewal was confirmed; one that comes too late changes nothing."""
        if self.is_running:
            self._ends_at = ends_at

    def end(self) -> None:
        """The role is somebody else's."""
        self._ends_at = float("-inf")


Work = Callable[[Term], Awaitable[None]]


class Lease:
    """Competes for a role and, while it holds it, runs the work that goes with it."""

    def __init__(
        self,
        database: Database,
        role: str,
        holder: str,
        *,
        monotonic: MonotonicClock = time.monotonic,
        seconds: float = 4.0,
        renew_every: float = 1.0,
    ) -> None:
        self._database = database
        self._role = role
        self._holder = holder
        self._monotonic = monotonic
        self._seconds = seconds
        self._renew_every = renew_every
        self.term: Term | None = None

    @property
    def is_held(self) -> bool:
        """Whether this process holds the role now."""
        return self.term is not None and self.term.is_running

    async def run(self, work: Work, stop: asyncio.Event) -> None:
        """Do the work whenever we hold the role, until `stop`; what the work raises is raised here."""
        while not stop.is_set():
            term = await self._acquire()
            if term is None:
                await _wait(stop, self._renew_every)
                continue
            log.info("holding the role %s, epoch %d", self._role, term.epoch)
            self.term = term
            try:
                await self._hold(term, work)
            finally:
                self.term = None
                await self._release(term)

    async def _hold(self, term: Term, work: Work) -> None:
        """Run the work beside the renewals; whichever ends first ends the other."""
        working = asyncio.ensure_future(work(term))
        renewing = asyncio.create_task(self._renew_while_running(term))
        try:
            await asyncio.wait({working, renewing}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            renewing.cancel()
            working.cancel()
            await asyncio.wait({working, renewing})
        if not working.cancelled():
            working.result()
        if not renewing.cancelled():
            renewing.result()

    async def _renew_while_running(self, term: Term) -> None:
        while term.is_running:
            started = self._monotonic()
            # A renewal that hangs must not outlive the lease it renews.
            with suppress(TimeoutError):
                async with asyncio.timeout(term.remaining):
                    await self._renew(term)
            pause = self._renew_every - (self._monotonic() - started)
            await asyncio.sleep(max(0.0, min(pause, term.remaining)))
        log.warning("the lease on the role %s is over", self._role)

    async def _renew(self, term: Term) -> None:
        asked = self._monotonic()
        try:
            async with self._database.write() as session:
                kept = await roles.renew(session, self._role, self._holder, term.epoch, self._seconds)
        except Exception as error:
            _log_outage(error, self._role)
            return
        if kept:
            term.extend(asked + self._seconds)
        else:
            term.end()

    async def _acquire(self) -> Term | None:
        # Counted from before we ask: our clock ends the lease before the database's does.
        asked = self._monotonic()
        try:
            async with self._database.write() as session:
                epoch = await roles.acquire(session, self._role, self._holder, self._seconds)
        except Exception as error:
            _log_outage(error, self._role)
            return None
        return None if epoch is None else Term(epoch, asked + self._seconds, self._monotonic)

    async def _release(self, term: Term) -> None:
        try:
            async with asyncio.timeout(self._seconds), self._database.write() as session:
                await roles.release(session, self._role, self._holder, term.epoch)
        except TimeoutError:
            log.warning("the role %s could not be released; it will run out", self._role)
        except Exception as error:
            _log_outage(error, self._role)


async def _wait(stop: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await stop.wait()


def _log_outage(error: Exception, role: str) -> None:
    """An outage is waited out; anything else is a bug in our own statement and must be seen."""
    if fault_of(error) is Fault.BUG:
        raise error
    log.warning("the database did not answer about the role %s: %s", role, type(error).__name__)
