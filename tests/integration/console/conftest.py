"""The console over HTTP, on both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from db.session import Database
from tests.auxil.chats import House
from tests.auxil.console import Console, serving


@pytest.fixture
async def house(database: Database) -> House:
    """The bot without its edges."""
    return House(database)


@pytest.fixture
async def console(house: House) -> AsyncIterator[Console]:
    """The console, running."""
    async with serving(house) as running:
        yield running
