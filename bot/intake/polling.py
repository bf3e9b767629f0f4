"""Polling: the offset, which is our acknowledgement, moves only past what is committed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from bot.errors import Outage
from bot.intake.intake import Intake

log = logging.getLogger(__name__)

Fetch = Callable[[int | None], Awaitable[list[Any]]]
"""Long-polls for updates from an offset on; raises Outage when Telegram cannot be reached or is not willing."""

_FIRST_WAIT, _LONGEST_WAIT = 0.2, 30.0


class Poller:
    """Fetches a batch, takes it through, and only then asks for what comes after it."""

    def __init__(self, fetch: Fetch, intake: Intake) -> None:
        self._fetch = fetch
        self._intake = intake
        self._offset: int | None = None

    async def run(self, stop: asyncio.Event) -> None:
        """Poll until told to stop; a batch in hand is finished first."""
        wait = _FIRST_WAIT
        while not stop.is_set():
            try:
                await self._batch(stop)
            except Outage as outage:
                # Its kind only: a database's error quotes what it was given.
                log.warning("polling pauses for %.1f s: %s", wait, type(outage.__cause__ or outage).__name__)
                await _sleep(stop, wait)
                wait = min(wait * 2, _LONGEST_WAIT)
            else:
                wait = _FIRST_WAIT

    async def _batch(self, stop: asyncio.Event) -> None:
        batch = await _unless_stopped(self._fetch(self._offset), stop)
        if not batch:
            return
        results = await asyncio.gather(*(self._intake.take(update) for update in batch), return_exceptions=True)
        for update, result in zip(batch, results, strict=True):
            if isinstance(result, BaseException):
                # From this one on nothing is acknowledged: Telegram gives it all again, what was done is known.
                raise result
            self._offset = max(self._offset or 0, _id_after(update))


def _id_after(update: Any) -> int:
    update_id = update.get("update_id") if isinstance(update, dict) else None
    return update_id + 1 if isinstance(update_id, int) else 0


async def _unless_stopped(fetching: Awaitable[list[Any]], stop: asyncio.Event) -> list[Any]:
    fetch = asyncio.ensure_future(fetching)
    stopped = asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({fetch, stopped}, return_when=asyncio.FIRST_COMPLETED)
        return fetch.result() if fetch.done() else []
    finally:
        for task in (fetch, stopped):
            task.cancel()
        await asyncio.gather(fetch, stopped, return_exceptions=True)


async def _sleep(stop: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
