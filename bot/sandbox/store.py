"""Keeps the sandbox's things in one SQLite file, written in batches behind the work."""

import asyncio
import contextlib
import json
import sqlite3
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

Key = tuple[str, str]
Producer = Callable[[], Any]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS things (kind TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (kind, key));
CREATE TABLE IF NOT EXISTS files (id TEXT PRIMARY KEY, content BLOB NOT NULL);
"""


class Store:
    """Remembers what changed and writes the newest state of each thing, one transaction a flush.

    Without a path it keeps nothing and costs nothing.
    """

    def __init__(self, path: Path | None) -> None:
        self._changed: dict[Key, Producer | None] = {}
        self._files: dict[str, bytes] = {}
        self._connection: sqlite3.Connection | None = None
        self._writing = asyncio.Lock()
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(path, check_same_thread=False)
            self._connection.execute("PRAGMA journal_mode=WAL")
            self._connection.execute("PRAGMA synchronous=NORMAL")
            self._connection.executescript(_SCHEMA)

    def changed(self, kind: str, key: str, produce: Producer) -> None:
        """Note a change; the value is made only when it is written, so ten changes cost one write."""
        if self._connection is not None:
            self._changed[kind, key] = produce

    def gone(self, kind: str, key: str) -> None:
        """Note that a thing no longer exists."""
        if self._connection is not None:
            self._changed[kind, key] = None

    def load(self, kind: str, prefix: str = "") -> Iterator[tuple[str, Any]]:
        """Every kept thing of a kind under a key prefix, in key order."""
        if self._connection is None:
            return
        rows = self._connection.execute(
            "SELECT key, value FROM things WHERE kind = ? AND key >= ? AND key < ? ORDER BY key",
            (kind, prefix, prefix + "\U0010ffff"),
        )
        for key, value in rows.fetchall():
            yield key, json.loads(value)

    def keep_file(self, file_id: str, content: bytes) -> None:
        """Keep the bytes of an upload, in memory when there is no file on disk."""
        self._files[file_id] = content

    def read_file(self, file_id: str) -> bytes | None:
        """The bytes of an upload, or None when it was never kept."""
        if file_id in self._files or self._connection is None:
            return self._files.get(file_id)
        row = self._connection.execute("SELECT content FROM files WHERE id = ?", (file_id,)).fetchone()
        return None if row is None else bytes(row[0])

    async def flush(self) -> None:
        """Write what changed; the values are taken at one instant, so the file is always consistent."""
        async with self._writing:
            connection = self._connection
            if connection is None or not (self._changed or self._files):
                return
            changed, self._changed = self._changed, {}
            files = dict(self._files)
            kept = [(k, i, json.dumps(produce())) for (k, i), produce in changed.items() if produce]
            gone = [key for key, produce in changed.items() if produce is None]
            await _to_its_end(asyncio.to_thread(_write, connection, kept, gone, files))
            for file_id in files:
                self._files.pop(file_id, None)

    async def keep_flushing(self, seconds: float) -> None:
        """Flush for ever, until cancelled."""
        while True:
            await asyncio.sleep(seconds)
            await self.flush()

    async def close(self) -> None:
        """Write the last changes and let the file go."""
        await self.flush()
        if self._connection is not None:
            with contextlib.closing(self._connection):
                self._connection = None


async def _to_its_end(writing: Coroutine[Any, Any, None]) -> None:
    """Wait for a thread that nobody can stop, cancelled or not: what it writes must be there before the file closes."""
    task = asyncio.ensure_future(writing)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise


def _write(
    connection: sqlite3.Connection, kept: list[tuple[str, str, str]], gone: list[Key], files: dict[str, bytes]
) -> None:
    with connection:
        connection.executemany("INSERT OR REPLACE INTO things VALUES (?, ?, ?)", kept)
        connection.executemany("DELETE FROM things WHERE kind = ? AND key = ?", gone)
        connection.executemany("INSERT OR REPLACE INTO files VALUES (?, ?)", files.items())
