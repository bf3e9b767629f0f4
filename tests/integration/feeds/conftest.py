"""A house on SQLite: nothing of feeds is other on the other engine."""

from __future__ import annotations

import pytest

from db.session import Database
from tests.auxil.chats import House


@pytest.fixture
async def house(sqlite_database: Database) -> House:
    """The bot without its edges, with samples open."""
    house = House(sqlite_database)
    await house.load_samples()
    return house
