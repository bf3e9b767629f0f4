"""The schedule: what happens by itself, and how often. APScheduler only ticks; what is due lives in the database."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC

from apscheduler.schedulers.asyncio import AsyncIOScheduler  # type: ignore[import-untyped]  # it ships no types
from apscheduler.triggers.interval import IntervalTrigger  # type: ignore[import-untyped]  # it ships no types

from db.faults import Fault, fault_of

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Tick:
    """One line of the schedule: `run` is a use case that looks in the database for what is due.

    For example Tick("expire_conversations", every=60, run=conversations.expire).
    """

    name: str
    every: float
    run: Callable[[], Awaitable[None]]


@asynccontextmanager
async def ticking(ticks: Sequence[Tick]) -> AsyncIterator[None]:
    """Tick while the block runs; a tick under way when it ends is cancelled, and its transaction with it."""
    # UTC, or an hour would be missing and another double on the nights when clocks change.
    scheduler = AsyncIOScheduler(timezone=UTC, event_loop=asyncio.get_running_loop())
    for tick in ticks:
        scheduler.add_job(
            _quietly,
            IntervalTrigger(seconds=tick.every, timezone=UTC),
            args=[tick],
            id=tick.name,
            # A tick that comes late still comes, once: several missed ones are one.
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
        )
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)
        # The scheduler hands its shutdown to the loop; without a turn of it, it would outlive this block.
        await asyncio.sleep(0)


async def _quietly(tick: Tick) -> None:
    """One tick's error is logged and stops neither the schedule nor the next tick."""
    try:
        await tick.run()
    except Exception as error:
        if fault_of(error) is Fault.BUG:
            log.exception("the tick %s failed", tick.name)
        else:
            log.warning("the tick %s found no database: %s", tick.name, type(error).__name__)
