"""A PostgreSQL server as in production: nothing is acknowledged before it is on the disk."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import make_url

from tests.auxil.postgres import EXTRA_OPTIONS, Postgres, Watcher

_DURABLE = "-c fsync=on -c full_page_writes=on -c synchronous_commit=on"


@contextmanager
def postgres_server() -> Iterator[Postgres]:
    """The server that comes with the tests, durable here; stopped when the block ends."""
    os.environ[EXTRA_OPTIONS] = _DURABLE
    watcher = Watcher()
    try:
        server = Postgres("bench")
        try:
            yield server
        finally:
            server.close()
    finally:
        watcher.close()
        del os.environ[EXTRA_OPTIONS]


def server_pid(url: str) -> int | None:
    """The process that all of a local server's others descend from; None when the server is elsewhere."""
    data = make_url(url).query.get("host")
    file = Path(str(data)) / "postmaster.pid"
    return int(file.read_text().splitlines()[0]) if data and file.exists() else None
