"""A house with sample events, on both engines: what is tested here counts places and locks rows."""

from __future__ import annotations

import pytest

from db.session import Database
from tests.auxil.chats import House, Phone


@pytest.fixture
async def house(database: Database) -> House:
    """The bot without its edges."""
    house = House(database)
    await house.load_samples()
    return house


@pytest.fixture
async def phone(house: House) -> Phone:
    """Somebody in London with an English phone, past the first questions."""
    phone = house.phone()
    await phone.go_through("/start", "[English]", "[London]", "E13", "18", "[No job and not studying]")
    return phone
