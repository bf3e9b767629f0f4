"""One queue per chat: what a chat sends is handled in the order it came, other chats do not wait for it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class ChatQueues:
    """First come, first served within a chat; a queue exists only while somebody stands in it."""

    def __init__(self) -> None:
        self._locks: dict[int, asyncio.Lock] = {}
        self._waiting: dict[int, int] = {}

    @asynccontextmanager
    async def place(self, chat_id: int) -> AsyncIterator[None]:
        """Wait for this chat's earlier updates, then hold the place until the block ends."""
        lock = self._locks.setdefault(chat_id, asyncio.Lock())
        self._waiting[chat_id] = self._waiting.get(chat_id, 0) + 1
        try:
            async with lock:
                yield
        finally:
            self._waiting[chat_id] -= 1
            if not self._waiting[chat_id]:
                del self._waiting[chat_id], self._locks[chat_id]

    def __len__(self) -> int:
        return len(self._locks)
