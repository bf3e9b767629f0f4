"""The bot's pending updates: numbered, kept until confirmed, dropped when their time is over."""

import asyncio
import itertools
import json
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from bot.sandbox.clock import Clock
from bot.sandbox.settings import Settings
from bot.sandbox.store import Store

QUIET_SECONDS = 7 * 24 * 3600
PURGE_SECONDS = 1.0
SHORT_LIVED = frozenset({"callback_query", "shipping_query", "pre_checkout_query"})
ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Kinds that Telegram sends only to bots that ask for them by name."""


@dataclass(slots=True)
class Pending:
    """An update on its way; `key` is the queue in which Telegram keeps its order."""

    id: int
    kind: str
    key: str
    expires: float
    body: str
    attempts: int = 0

    def row(self) -> dict[str, Any]:
        """All that is kept, as JSON."""
        return {name: getattr(self, name) for name in self.__slots__}


class UpdateQueue:
    """Updates in order of arrival, for polling and for the webhook alike."""

    def __init__(self, name: str, store: Store, clock: Clock, settings: Settings) -> None:
        self.pending: dict[int, Pending] = {}
        self.allowed: list[str] | None = None
        self._emptied = asyncio.Event()
        self._purged_at, self._newest, self._disordered = 0.0, 0, False
        self.on_add: Callable[[Pending], None] | None = None
        self._store, self._clock, self._settings, self._name = store, clock, settings, name
        self._random = random.Random(settings.seed)  # noqa: S311 - ids, not secrets
        self._next_id, self._last_at = 1, clock.now()
        for _, row in store.load("queue", f"{name}:"):
            self._next_id, self._last_at, self.allowed = row["next_id"], row["last_at"], row["allowed"]
        for _, row in store.load("update", f"{name}:"):
            self.pending[row["id"]] = Pending(**row)
            self._newest = row["id"]

    def add(self, kind: str, payload: Any, key: str) -> int | None:
        """Queue an update for the bot; None when the bot did not ask for this kind."""
        if not self.is_allowed(kind):
            return None
        update_id = self.take_id()
        self.put(update_id, kind, key, json.dumps({"update_id": update_id, kind: payload}))
        return update_id

    def put(self, update_id: int, kind: str, key: str, body: str) -> None:
        """Queue a body as it is, readable or not."""
        life = self._settings.callback_seconds if kind in SHORT_LIVED else self._settings.update_seconds
        pending = Pending(update_id, kind, key, self._clock.now() + life, body)
        self._disordered |= update_id < self._newest
        self._newest = update_id
        self.pending[update_id] = pending
        self._emptied.clear()
        self._store.changed("update", f"{self._name}:{update_id:015d}", pending.row)
        if self.on_add is not None:
            self.on_add(pending)

    def take_id(self) -> int:
        """The next update id; random again after a week without updates."""
        now = self._clock.now()
        if now - self._last_at > QUIET_SECONDS:
            self._next_id = self._random.randrange(1, 2**30)
        update_id, self._next_id, self._last_at = self._next_id, self._next_id + 1, now
        self._store.changed("queue", f"{self._name}:", self._row)
        return update_id

    def is_allowed(self, kind: str) -> bool:
        """Whether the bot wants this kind, by its own list or Telegram's default."""
        return kind in self.allowed if self.allowed else kind not in ON_REQUEST

    def allow(self, kinds: Iterable[str] | None) -> None:
        """Take over a list of kinds; None leaves the list, an empty one restores the default."""
        if kinds is not None:
            self.allowed = sorted(set(kinds)) or None
            self._store.changed("queue", f"{self._name}:", self._row)

    def remove(self, update_id: int) -> None:
        """Forget an update that was confirmed, delivered or is over."""
        if self.pending.pop(update_id, None) is not None:
            self._store.gone("update", f"{self._name}:{update_id:015d}")
            if not self.pending:
                self._emptied.set()

    def confirm_before(self, offset: int) -> None:
        """Forget every update that a poller has moved past."""
        if self._disordered:
            passed = [known for known in self.pending if known < offset]
        else:
            passed = list(itertools.takewhile(lambda known: known < offset, self.pending))
        for update_id in passed:
            self.remove(update_id)

    def keep_last(self, count: int) -> None:
        """A negative offset: forget all but the newest."""
        for update_id in list(self.pending)[:-count]:
            self.remove(update_id)

    def clear(self) -> None:
        """Drop everything that waits."""
        for update_id in list(self.pending):
            self.remove(update_id)

    async def empty(self) -> None:
        """Sleep until nothing waits for the bot."""
        while self.pending:
            await self._emptied.wait()

    def drop_expired(self) -> None:
        """Drop what is older than Telegram keeps it."""
        now = self._clock.now()
        if now < self._purged_at + PURGE_SECONDS:
            return
        self._purged_at = now
        for pending in [waiting for waiting in self.pending.values() if waiting.expires <= now]:
            self.remove(pending.id)

    def _row(self) -> dict[str, Any]:
        return {"next_id": self._next_id, "last_at": self._last_at, "allowed": self.allowed}
