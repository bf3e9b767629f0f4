"""What the sandbox keeps in its file, also when it is stopped in the middle of writing."""

import asyncio
import sqlite3
import threading
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox import store
from bot.sandbox.store import Store


async def test_stop_when_it_comes_in_the_middle_of_writing_then_what_was_written_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writing, may_write, write = threading.Event(), threading.Event(), store._write

    def slow(connection: sqlite3.Connection, *rest: Any) -> None:
        writing.set()
        may_write.wait(10)
        write(connection, *rest)

    monkeypatch.setattr(store, "_write", slow)
    kept = Store(tmp_path / "sandbox.db")
    kept.changed("message", "1", lambda: "before")
    flushing = asyncio.ensure_future(kept.keep_flushing(0))
    await asyncio.to_thread(writing.wait, 10)
    flushing.cancel()
    closing = asyncio.ensure_future(kept.close())
    for _ in range(10):  # whatever closes without waiting has done so by then
        await asyncio.sleep(0)
    may_write.set()
    await asyncio.wait([flushing, closing])
    await closing

    again = Store(tmp_path / "sandbox.db")
    assert dict(again.load("message")) == {"1": "before"}
    await again.close()
