"""Connections and transactions, the same on SQLite and PostgreSQL.

On SQLite every writing transaction takes one in-process lock and begins with BEGIN IMMEDIATE: two writers that read
first and write later would otherwise lose updates, and SQLite's own busy handler starves waiters.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from db.keyring import Keyring
from db.types import use_keyring

_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg"}


class DatabaseUrlError(ValueError):
    """The database URL is not one Way In can use."""


class Database:
    """One database: `write()` opens a transaction that commits at the end, `read()` one that never writes."""

    def __init__(self, url: str, keyring: Keyring, *, pool_size: int = 10) -> None:
        self.url = checked_url(url)
        self.is_sqlite = self.url.startswith("sqlite")
        self.engine = _engine(self.url, pool_size)
        use_keyring(self.engine, keyring)
        self._writers = async_sessionmaker(self.engine, expire_on_commit=False, autoflush=False)
        self._write_lock: AbstractAsyncContextManager[Any] = asyncio.Lock() if self.is_sqlite else nullcontext()

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """A writing transaction: committed when the block ends, rolled back when it raises."""
        async with self._write_lock, self._writers() as session:
            if self.is_sqlite:
                connection = await session.connection()
                await connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield session
            await session.commit()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A reading transaction on a connection of its own; what is written in it is rolled back."""
        async with self._writers() as session:
            if self.is_sqlite:
                connection = await session.connection()
                await connection.exec_driver_sql("BEGIN")
            # Closing rolls back without expiring, so that what was read can still be looked at afterwards.
            yield session

    async def close(self) -> None:
        """Give back every connection."""
        await self.engine.dispose()


def checked_url(url: str) -> str:
    """The URL with our async driver in it; raises DatabaseUrlError in words an operator can act on."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise DatabaseUrlError("WAYIN_DATABASE_URL is not a database URL") from None
    driver = _DRIVERS.get(parsed.get_backend_name())
    if driver is None:
        raise DatabaseUrlError("WAYIN_DATABASE_URL must begin with sqlite:// or postgresql://")
    return parsed.set(drivername=driver).render_as_string(hide_password=False)


def _engine(url: str, pool_size: int) -> AsyncEngine:
    # Parameters are hidden because an error's text ends up in logs, and they are what people told us.
    if not url.startswith("sqlite"):
        return create_async_engine(
            url, pool_size=pool_size, max_overflow=5, pool_pre_ping=False, pool_timeout=10, hide_parameters=True
        )
    engine = create_async_engine(
        url, pool_size=pool_size, max_overflow=5, hide_parameters=True, connect_args={"factory": _Closable}
    )
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    return engine


class _Closable(sqlite3.Connection):
    """Ends its transaction when it is closed.

    SQLite itself waits until the last statement is forgotten, and the traceback of a cancelled task remembers one:
    everybody else would find the database locked.
    """

    def close(self) -> None:
        """Roll back what is open, then close."""
        if self.in_transaction:
            self.rollback()
        super().close()


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # isolation_level None switches the driver's own BEGIN off, so that ours decides when a transaction starts.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
