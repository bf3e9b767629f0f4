"""A house with sample opportunities, on both engines where places are counted, and somebody the programme takes."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from db.keyring import Keyring
from db.session import Database
from tests.auxil.chats import House, Phone

FITS = ("/start", "[English]", "[London]", "E13", "18", "[No job and not studying]", "[Yes]", "[Skip]")


@pytest.fixture
async def house(sqlite_url: str, data_key: str) -> AsyncIterator[House]:
    """The bot without its edges."""
    database = Database(sqlite_url, Keyring([data_key]))
    house = House(database)
    await house.load_samples()
    yield house
    await database.close()


@pytest.fixture
async def phone(house: House) -> Phone:
    """Somebody of 18 in Newham, past the first questions."""
    phone = house.phone()
    await phone.go_through(*FITS)
    return phone
