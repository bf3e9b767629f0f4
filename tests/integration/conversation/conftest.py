"""A house on SQLite with the sample opportunities in it; what differs by engine is tested with `database` instead."""

from __future__ import annotations

import pytest

from db.session import Database
from tests.auxil.chats import House, Phone


@pytest.fixture
async def house(sqlite_database: Database) -> House:
    """The bot without its edges."""
    house = House(sqlite_database)
    await house.load_samples()
    return house


@pytest.fixture
def phone(house: House) -> Phone:
    """Somebody with an English phone."""
    return house.phone()
