"""Pushes updates to the bot's webhook: in order per key, again and again until a 2xx."""

import asyncio
import json
import random
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp

from bot.sandbox.clock import Clock
from bot.sandbox.faults import Faults
from bot.sandbox.profile import Profile
from bot.sandbox.settings import Settings
from bot.sandbox.updates import Pending, UpdateQueue

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
LONGEST_RETRY_AFTER = 3600.0
SET_SECONDS = 1.0
NOT_EXECUTED = ("get", "setwebhook", "deletewebhook", "close", "logout")


class Webhook:
    """Telegram's WebhookActor for one bot."""

    def __init__(self, queue: UpdateQueue, faults: Faults, profile: Profile, clock: Clock, settings: Settings) -> None:
        self.execute: Callable[[str, dict[str, Any]], Awaitable[None]] | None = None
        self._queue, self._faults, self._profile = queue, faults, profile
        self._clock, self._settings = clock, settings
        self._lanes: dict[str, deque[Pending]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._session: aiohttp.ClientSession | None = None
        self._places = asyncio.Semaphore(40)
        self._random = random.Random(settings.seed)  # noqa: S311 - spreads retries, no secrets
        self._last_error: tuple[float, str] | None = None
        self._set_at = 0.0

    @property
    def url(self) -> str:
        """Where updates go; empty when the bot polls."""
        return str(self._profile.webhook.get("url", ""))

    def may_be_set(self) -> bool:
        """At most one setWebhook a second."""
        now = self._clock.now()
        if now - self._set_at < SET_SECONDS:
            return False
        self._set_at = now
        return True

    async def set(self, url: str, secret: str, max_connections: int) -> None:
        """Start pushing to a new address; everything that waits goes there."""
        await self.stop()
        self._profile.webhook = {"url": url, "secret": secret, "max_connections": max_connections}
        self._profile.save()
        self.start()

    async def remove(self) -> None:
        """Stop pushing; what waits can be polled."""
        await self.stop()
        self._profile.webhook = {}
        self._profile.save()

    def start(self) -> None:
        """Push to the address kept from before, if any."""
        if not self.url:
            return
        self._places = asyncio.Semaphore(self._profile.webhook["max_connections"])
        timeout = aiohttp.ClientTimeout(total=self._settings.webhook_timeout)
        self._session = aiohttp.ClientSession(timeout=timeout, connector=aiohttp.TCPConnector(limit=0))
        for pending in self._queue.pending.values():
            self.push(pending)

    async def stop(self) -> None:
        """Break off every delivery; nothing is confirmed by that."""
        tasks, self._tasks = self._tasks, set()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._lanes.clear()
        if self._session is not None:
            await self._session.close()
            self._session = None

    def push(self, pending: Pending) -> None:
        """Put an update behind those of its key."""
        lane = self._lanes.get(pending.key)
        if lane is not None:
            lane.append(pending)
            return
        self._lanes[pending.key] = deque([pending])
        task = asyncio.create_task(self._run(pending.key))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def info(self) -> dict[str, Any]:
        """getWebhookInfo."""
        self._queue.drop_expired()
        info: dict[str, Any] = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self._queue.pending),
        }
        if self.url:
            info["max_connections"] = self._profile.webhook["max_connections"]
            info["ip_address"] = "127.0.0.1"
        if self._last_error is not None:
            info["last_error_date"], info["last_error_message"] = int(self._last_error[0]), self._last_error[1]
        if self._queue.allowed:
            info["allowed_updates"] = self._queue.allowed
        return info

    async def _run(self, key: str) -> None:
        lane = self._lanes[key]
        while lane:
            await self._deliver(lane[0])
            lane.popleft()
        del self._lanes[key]

    async def _deliver(self, pending: Pending) -> None:
        """Until a 2xx or the update's end; each update's first repeat comes at once."""
        await self._disorder()
        delay = 0.0
        while pending.id in self._queue.pending:
            if pending.expires <= self._clock.now():
                self._queue.remove(pending.id)
                return
            wait = await self._attempt(pending)
            if wait is None:
                self._queue.remove(pending.id)
                if self._faults.active and self._faults.for_update("duplicate"):
                    await self._attempt(pending)
                return
            await asyncio.sleep(max(delay, wait) * self._settings.webhook_retry_scale)
            delay = min(max(1.0, delay * 2), self._random.uniform(60, 120))

    async def _disorder(self) -> None:
        fault = self._faults.for_update("reorder") if self._faults.active else None
        if fault is not None:
            await asyncio.sleep(self._random.uniform(0, fault.milliseconds / 1000))

    async def _attempt(self, pending: Pending) -> float | None:
        """None when the bot took the update, else the seconds that the bot asks us to wait."""
        if self._session is None:
            return 0.0
        pending.attempts += 1
        headers = {"Content-Type": "application/json"}
        if self._profile.webhook.get("secret"):
            headers[SECRET_HEADER] = self._profile.webhook["secret"]
        try:
            async with (
                self._places,
                self._session.post(
                    self.url, data=pending.body.encode(), headers=headers, allow_redirects=False
                ) as answer,
            ):
                body = await answer.read()
        except TimeoutError:
            return self._failed("Read timeout expired")
        except (aiohttp.ClientError, OSError) as error:
            refused = isinstance(error, aiohttp.ClientConnectorError)
            return self._failed("Connection refused" if refused else "Connection closed")
        if answer.status // 100 != 2:
            self._failed(f"Wrong response from the webhook: {answer.status} {answer.reason}")
            return _retry_after(answer.headers.get("Retry-After", ""))
        await self._call_back(body)
        return None

    def _failed(self, message: str) -> float:
        self._last_error = (self._clock.now(), message)
        return 0.0

    async def _call_back(self, body: bytes) -> None:
        """A 2xx body that names a method is carried out as a call."""
        if self.execute is None or b'"method"' not in body:
            return
        try:
            values = json.loads(body)
            method = str(values.pop("method"))
        except (ValueError, AttributeError, KeyError):
            return
        if not method.lower().startswith(NOT_EXECUTED):
            await self.execute(method, values)


def _retry_after(header: str) -> float:
    return min(float(header), LONGEST_RETRY_AFTER) if header.isdigit() else 0.0
