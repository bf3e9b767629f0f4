"""A house on SQLite with the sample opportunities in it; what differs by engine is tested with `database` instead."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from db.keyring import Keyring, new_key
from db.session import Database
from tests.auxil.chats import House, Phone


@pytest.fixture
async def house(sqlite_url: str) -> AsyncIterator[House]:
    """The bot without its edges."""
    database = Database(sqlite_url, Keyring([new_key()]))
    house = House(database)
    await house.load_samples()
    yield house
    await database.close()


@pytest.fixture
def phone(house: House) -> Phone:
    """Somebody with an English phone."""
    return house.phone()
