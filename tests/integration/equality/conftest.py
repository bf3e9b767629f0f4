"""A house on SQLite with the sample opportunities in it, and what the equality tables hold."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import select

from db.session import Database
from tests.auxil.chats import House, Phone

Rows = Callable[[type], Awaitable[list[Any]]]


@pytest.fixture
async def house(sqlite_database: Database) -> House:
    """The bot without its edges."""
    house = House(sqlite_database)
    await house.load_samples()
    return house


@pytest.fixture
async def phone(house: House) -> Phone:
    """Somebody in London who has said yes to nothing yet."""
    phone = house.phone()
    await phone.go_through("/start", "[English]", "[London]", "E13", "18")
    return phone


@pytest.fixture
def rows(house: House) -> Rows:
    """Every row of a table."""

    async def read(model: type) -> list[Any]:
        async with house.database.read() as session:
            return list((await session.execute(select(model))).scalars())

    return read
