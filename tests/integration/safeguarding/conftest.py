"""A house with e-mail set up, a rota for the week, and somebody to talk with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest

from db.models import StaffMember
from db.session import Database
from tests.auxil.chats import House, Phone, demo_settings
from tests.auxil.clocks import MONDAY, FixedClock
from tests.auxil.staff import add_shift, add_staff

MAIL = {"smtp_url": "smtp://127.0.0.1:9", "mail_from": "way-in@example.org"}


@dataclass
class Team:
    """The organisation's people; the first lead is on call this week, the second after them."""

    first: StaffMember
    second: StaffMember
    admin: StaffMember
    adviser: StaffMember


@pytest.fixture
async def house(database: Database) -> House:
    """The bot without its edges, once on each engine."""
    return House(database, demo_settings(**MAIL), FixedClock())


@pytest.fixture
def phone(house: House) -> Phone:
    """Somebody with an English phone in London."""
    return house.phone()


@pytest.fixture
async def team(house: House) -> Team:
    """Everybody, and nobody on call."""
    async with house.database.write() as session:
        return Team(
            await add_staff(session, MONDAY, "safeguarding_lead", telegram_chat_id=901),
            await add_staff(session, MONDAY, "safeguarding_lead", telegram_chat_id=902, locale="sv"),
            await add_staff(session, MONDAY, "admin"),
            await add_staff(session, MONDAY, "adviser", telegram_chat_id=904),
        )


@pytest.fixture
async def rota(house: House, team: Team) -> Team:
    """The first is on call all week, with the second behind them."""
    async with house.database.write() as session:
        await add_shift(session, team.first, MONDAY - timedelta(hours=10), 24 * 7, second=team.second)
    return team
