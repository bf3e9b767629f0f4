"""The console's door to the database: whoever answers a request opens the transaction and hands it to services."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from db.session import Database


class Door:
    """Reading and writing transactions at the time of an injected clock."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    @property
    def now(self) -> datetime:
        """The instant now."""
        return self._clock()

    def read(self) -> AbstractAsyncContextManager[AsyncSession]:
        """A transaction that never writes."""
        return self._database.read()

    def write(self) -> AbstractAsyncContextManager[AsyncSession]:
        """A transaction that commits at its end; keep it short, on SQLite it is everybody's."""
        return self._database.write()
