"""One process at a time for a SQLite file: a second one would take turns out of order."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy.engine import make_url

from db.session import checked_url

if sys.platform != "win32":
    import fcntl


class AlreadyRunning(RuntimeError):
    """Another process runs on this database file."""


@contextmanager
def only_process(url: str) -> Iterator[None]:
    """Hold the lock beside a SQLite file while the block runs; a memory database or PostgreSQL needs none."""
    parsed = make_url(checked_url(url))
    if parsed.get_backend_name() != "sqlite" or not parsed.database or sys.platform == "win32":
        yield
        return
    path = Path(f"{parsed.database}.lock")
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(f"Another `wayin run` uses {parsed.database} already. Stop it first.") from None
        yield
    with suppress(FileNotFoundError):
        path.unlink()
