"""A house with sample opportunities, on both engines where places are counted, and somebody the programme takes."""

from __future__ import annotations

import pytest

from db.session import Database
from tests.auxil.chats import House, Phone

FITS = ("/start", "[English]", "[London]", "E13", "18", "[No job and not studying]", "[Yes]", "[Skip]")


@pytest.fixture
async def house(sqlite_database: Database) -> House:
    """The bot without its edges."""
    house = House(sqlite_database)
    await house.load_samples()
    return house


@pytest.fixture
async def phone(house: House) -> Phone:
    """Somebody of 18 in Newham, past the first questions."""
    phone = house.phone()
    await phone.go_through(*FITS)
    return phone
