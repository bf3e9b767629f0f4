"""A house on SQLite: nothing of feeds is other on the other engine."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from db.keyring import Keyring
from db.session import Database
from tests.auxil.chats import House


@pytest.fixture
async def house(sqlite_url: str, data_key: str) -> AsyncIterator[House]:
    """The bot without its edges, with samples open."""
    database = Database(sqlite_url, Keyring([data_key]))
    house = House(database)
    await house.load_samples()
    yield house
    await database.close()
