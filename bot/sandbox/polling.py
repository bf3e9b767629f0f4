"""The long poll: one poller at a time, offsets confirm, faults shuffle and repeat."""

import asyncio
import random
import time

from bot.sandbox.errors import conflict
from bot.sandbox.faults import Faults
from bot.sandbox.settings import Limits
from bot.sandbox.updates import Pending, UpdateQueue

WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
SECOND_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"
REPEAT_SECONDS = 3.0


class RawJson(str):
    """A result that is JSON text already, so that updates are written down only once."""

    __slots__ = ()


class Poller:
    """Serves getUpdates for one bot."""

    def __init__(self, queue: UpdateQueue, faults: Faults, limits: Limits, seed: int) -> None:
        self._queue, self._faults, self._limits = queue, faults, limits
        self._random = random.Random(seed)  # noqa: S311 - makes disorder, not secrets
        self._waiting: asyncio.Future[str | None] | None = None
        self._again: list[Pending] = []
        self._last = (0, 0.0)

    def wake(self) -> None:
        """Let a poll that is under way answer with what there is, perhaps nothing."""
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)

    def stop(self, why: str) -> None:
        """End a poll that is under way with a 409."""
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(why)

    async def poll(self, offset: int, limit: int, seconds: float, allowed: list[str] | None) -> RawJson:
        """The updates from `offset` on, at once or as soon as there are any."""
        self.stop(SECOND_POLLER)
        self._queue.allow(allowed)
        seconds, limit = self._slowed(offset, limit, seconds)
        self._queue.drop_expired()
        if offset < 0:
            self._queue.keep_last(-offset)
        elif offset > 0:
            self._queue.confirm_before(offset)
        if not self._queue.pending and not self._again and seconds > 0:
            await self._wait(seconds)
        return self._batch(limit)

    async def _wait(self, seconds: float) -> None:
        mine: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()
        self._waiting = mine
        try:
            why = await asyncio.wait_for(mine, seconds)
        except TimeoutError:
            return
        finally:
            if self._waiting is mine:
                self._waiting = None
        if why is not None:
            raise conflict(why)

    def _slowed(self, offset: int, limit: int, seconds: float) -> tuple[float, int]:
        """Telegram makes a poller wait that asks for the same updates again at once."""
        now = time.monotonic()
        last_offset, last_at = self._last
        self._last = (offset, now)
        if not self._limits.slow_repeated_polls or offset != last_offset or now > last_at + REPEAT_SECONDS:
            return seconds, limit
        return max(seconds, REPEAT_SECONDS), limit

    def _batch(self, limit: int) -> RawJson:
        batch = [pending for pending, _ in zip(self._queue.pending.values(), range(limit), strict=False)]
        repeated, self._again = self._again, []
        if self._faults.active:
            self._again = [pending for pending in batch if self._faults.for_update("duplicate")]
            if self._faults.for_update("reorder"):
                batch = self._shuffled(batch)
        return RawJson("[" + ",".join(pending.body for pending in repeated + batch) + "]")

    def _shuffled(self, batch: list[Pending]) -> list[Pending]:
        """Another order in which every key keeps its own."""
        keys = [pending.key for pending in batch]
        self._random.shuffle(keys)
        queues: dict[str, list[Pending]] = {}
        for pending in reversed(batch):
            queues.setdefault(pending.key, []).append(pending)
        return [queues[key].pop() for key in keys]
