"""A house on each database, with somebody who asked for a person and an adviser who may answer."""

from __future__ import annotations

import pytest

from db.session import Database
from tests.auxil.chats import House, Phone
from tests.auxil.desks import Adviser, hire


@pytest.fixture
async def house(database: Database) -> House:
    """The bot without its edges, once on each engine."""
    house = House(database)
    await house.load_samples()
    return house


@pytest.fixture
def phone(house: House) -> Phone:
    """Somebody with an English phone."""
    return house.phone()


@pytest.fixture
async def priya(house: House) -> Adviser:
    """An adviser."""
    return await hire(house)
