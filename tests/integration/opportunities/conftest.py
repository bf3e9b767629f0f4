"""A house on each engine, and opportunities made to measure."""

from __future__ import annotations

import itertools
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from db.models import Opportunity
from db.session import Database
from tests.auxil.chats import House, Phone

Offer = Callable[..., Awaitable[Opportunity]]


@pytest.fixture
def house(database: Database) -> House:
    """The bot without its edges and with nothing open, once on each engine."""
    return House(database)


@pytest.fixture
def phone(house: House) -> Phone:
    """Somebody with an English phone."""
    return house.phone()


@pytest.fixture
def offer(house: House) -> Offer:
    """Puts something in the catalogue."""
    numbers = itertools.count(1)

    async def put(**changes: Any) -> Opportunity:
        number = next(numbers)
        today = house.clock.now.date()
        values: dict[str, Any] = {
            "slug": f"thing_{number}",
            "kind": "vacancy",
            "country": "uk",
            "state": "open",
            "title": {"en": f"Thing {number}", "sv": f"Sak {number}"},
            "summary": {"en": "Sample.", "sv": "Exempel."},
            "organisation": "Sample Works",
            "sector": "retail",
            "councils": ["newham"],
            "online": False,
            "programmes": [],
            "ring_fenced_for": [],
            "rules": None,
            "details": {},
            "closes_on": today + timedelta(days=30),
            "checked_on": today,
        } | changes
        row = Opportunity(slug=values.pop("slug"))
        async with house.database.write() as session:
            await house.services.offers.catalogue.write(session, row, values, house.clock.now)
        return row

    return put
