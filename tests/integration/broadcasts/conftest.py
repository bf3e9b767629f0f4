"""A stage on each engine, at ten on a Monday morning."""

from __future__ import annotations

import pytest

from db.session import Database
from tests.auxil.chats import House
from tests.integration.broadcasts.stage import Stage


@pytest.fixture
async def stage(database: Database) -> Stage:
    """A house with sample events and nobody in it yet."""
    house = House(database)
    await house.load_samples()
    return Stage(house)
