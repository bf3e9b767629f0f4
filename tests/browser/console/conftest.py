"""The console on a real port, and a browser."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from db.keyring import Keyring, new_key
from db.session import Database
from tests.auxil.chats import House
from tests.auxil.console import Console, serving


@pytest_asyncio.fixture(loop_scope="session")
async def house(sqlite_url: str) -> AsyncIterator[House]:
    """The bot without its edges."""
    database = Database(sqlite_url, Keyring([new_key()]))
    yield House(database)
    await database.close()


@pytest_asyncio.fixture(loop_scope="session")
async def console(house: House) -> AsyncIterator[Console]:
    """The console, running."""
    async with serving(house) as running:
        yield running
