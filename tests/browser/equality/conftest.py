"""The private page on a real port and a browser that looks at it, scripts switched off."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from db.keyring import Keyring, new_key
from db.session import Database
from tests.auxil.chats import House
from tests.auxil.public_pages import serving

FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]


@pytest_asyncio.fixture(loop_scope="session")
async def house(sqlite_url: str) -> AsyncIterator[House]:
    """The bot without its edges."""
    database = Database(sqlite_url, Keyring([new_key()]))
    yield House(database)
    await database.close()


@pytest_asyncio.fixture(loop_scope="session")
async def address(house: House) -> AsyncIterator[str]:
    """Where the pages are."""
    async with serving(house) as server:
        yield str(server.make_url("/")).rstrip("/")
