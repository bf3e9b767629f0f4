"""The numbered stream of changes that pages, waiting tests and counters follow."""

import asyncio
import itertools
from collections import deque
from dataclasses import dataclass
from typing import Any

KEPT = 20_000


@dataclass(slots=True, frozen=True)
class Change:
    """Something happened; `about` says to which message, callback or person."""

    version: int
    kind: str
    chat_id: int | None
    about: Any


class Journal:
    """Hands out version numbers and wakes those who wait for a chat or for anything."""

    def __init__(self, version: int = 0) -> None:
        self.version = version
        self._changes: deque[Change] = deque(maxlen=KEPT)
        self._by_chat: dict[int, set[asyncio.Future[None]]] = {}
        self._anyone: set[asyncio.Future[None]] = set()

    def add(self, kind: str, chat_id: int | None = None, about: Any = None) -> int:
        """Record a change and wake its waiters; returns its version."""
        self.version += 1
        self._changes.append(Change(self.version, kind, chat_id, about))
        if self._anyone:
            _wake(self._anyone)
        if chat_id is not None and chat_id in self._by_chat:
            _wake(self._by_chat.pop(chat_id))
        return self.version

    def since(self, version: int) -> list[Change] | None:
        """Changes after a version, or None when some of them are no longer kept."""
        if version > self.version:
            return None
        if version == self.version:
            return []
        if not self._changes or self._changes[0].version > version + 1:
            return None
        missing = self.version - version
        return list(itertools.islice(reversed(self._changes), missing))[::-1]

    async def wait(self, chat_id: int | None, seconds: float) -> bool:
        """Sleep until the chat (or, for None, anything) changes; False when nothing did."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        waiters = self._anyone if chat_id is None else self._by_chat.setdefault(chat_id, set())
        waiters.add(future)
        try:
            await asyncio.wait_for(future, seconds)
        except TimeoutError:
            return False
        finally:
            waiters.discard(future)
        return True


def _wake(waiters: set[asyncio.Future[None]]) -> None:
    for future in waiters:
        if not future.done():
            future.set_result(None)
    waiters.clear()
