"""Running jobs: chunk by chunk, each in a transaction of its own, so that a kill costs one chunk at most."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.delivery.wakeups import Wakeups
from bot.services.waiting import first_of
from db.faults import Fault, fault_of
from db.models import Job
from db.queries import jobs
from db.session import Database

log = logging.getLogger(__name__)

_POLL = 1.0
_MAX_ATTEMPTS = 5
_FIRST_RETRY, _RETRY_GROWTH = 2.0, 4.0


class Handler(Protocol):
    """Does one kind of job."""

    async def chunk(self, session: AsyncSession, job: Job) -> Any | None:
        """Do the next bit from `job.cursor` on, within 100 ms or so; the next cursor, None when all is done.

        Set `job.total` and raise `job.done` as it goes: staff watch them.
        """


class UnknownJob(Exception):
    """Nobody does jobs of this kind; it was queued by a newer version, or its handler was taken away."""


class JobRunner:
    """Does whatever job is due, the one that waited longest first; a long one lets the others in between."""

    def __init__(self, database: Database, handlers: Mapping[str, Handler], wakeups: Wakeups, clock: Clock) -> None:
        self._database = database
        self._handlers = handlers
        self._clock = clock
        self._bell = wakeups.subscribe()
        self._wakeups = wakeups

    async def run(self, stop: asyncio.Event) -> None:
        """Do jobs until told to stop; a chunk that has begun is finished first."""
        while not stop.is_set():
            try:
                worked = await self.step()
            except Exception as error:
                if fault_of(error) is Fault.BUG:
                    log.exception("the job runner could not keep its books")
                worked = False
            if not worked:
                await self._rest(stop)

    async def step(self) -> bool:
        """Do one chunk of one job; whether there was one to do."""
        job_id: int | None = None
        try:
            async with self._database.write() as session:
                job = await jobs.next_due(session, self._clock())
                if job is None:
                    return False
                job_id = job.id
                await self._do_chunk(session, job)
        except Exception as error:
            if job_id is None or fault_of(error) is Fault.OUTAGE:
                raise
            await self._note_failure(job_id, error)
        # What a chunk queued can be sent now.
        self._wakeups.wake()
        return True

    async def _do_chunk(self, session: AsyncSession, job: Job) -> None:
        handler = self._handlers.get(job.kind)
        if handler is None:
            raise UnknownJob(job.kind)
        job.state = "running"
        cursor = await handler.chunk(session, job)
        now = self._clock()
        job.cursor = cursor
        job.attempts = 0
        job.error = None
        # Behind the others that are due: the next chunk waits for its turn.
        job.due_at = now
        if cursor is None:
            job.state, job.finished_at = "done", now

    async def _note_failure(self, job_id: int, error: Exception) -> None:
        log.error("job %d failed: %s", job_id, type(error).__name__, exc_info=error)
        async with self._database.write() as session:
            job = await jobs.locked(session, job_id)
            if job is None:
                return
            job.attempts += 1
            # The class only: an error's words may hold what a person wrote.
            job.error = type(error).__name__
            job.due_at = self._clock() + timedelta(seconds=_FIRST_RETRY * _RETRY_GROWTH ** (job.attempts - 1))
            if job.attempts >= _MAX_ATTEMPTS or isinstance(error, UnknownJob):
                job.state, job.finished_at = "failed", self._clock()

    async def _rest(self, stop: asyncio.Event) -> None:
        await first_of(stop, self._bell, seconds=_POLL)
        self._bell.clear()
