"""Whether anybody would be told: in the log at the start, and on the health page."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest

from bot.services.mail import Mail
from bot.services.safeguarding.reachability import GAPS, NOBODY, WELL, Reachability
from tests.auxil.chats import House
from tests.auxil.clocks import MONDAY
from tests.auxil.staff import add_shift, add_staff


def _watch(house: House, *, mail: bool = True, countries: tuple[str, ...] = ("uk",)) -> Reachability:
    services = house.services
    return Reachability(
        house.database, house.clock, services.duty, Mail(is_set_up=mail), services.organisations, countries
    )


async def test_health_when_there_is_no_lead_then_says_that_nobody_can_be_reached(house: House) -> None:
    assert await _watch(house).said() == NOBODY


async def test_health_when_the_lead_has_neither_telegram_nor_mail_then_nobody_can_be_reached(house: House) -> None:
    async with house.database.write() as session:
        lead = await add_staff(session, MONDAY, "safeguarding_lead")
        await add_shift(session, lead, MONDAY - timedelta(days=1), 24 * 9)
    assert await _watch(house, mail=False).said() == NOBODY
    assert await _watch(house).said() == WELL


async def test_health_when_the_rota_ends_within_seven_days_then_says_so(house: House) -> None:
    async with house.database.write() as session:
        lead = await add_staff(session, MONDAY, "safeguarding_lead", telegram_chat_id=5)
        await add_shift(session, lead, MONDAY - timedelta(days=1), 24 * 5)
    assert await _watch(house, mail=False).said() == GAPS


async def test_health_when_one_of_two_countries_has_nobody_then_says_the_worst(house: House) -> None:
    async with house.database.write() as session:
        lead = await add_staff(session, MONDAY, "safeguarding_lead")
        await add_shift(session, lead, MONDAY - timedelta(days=1), 24 * 9)
    assert await _watch(house, countries=("uk", "se")).said() == NOBODY


async def test_health_when_asked_again_within_a_minute_then_does_not_look_again(house: House) -> None:
    watch = _watch(house)
    assert await watch.said() == NOBODY
    async with house.database.write() as session:
        lead = await add_staff(session, MONDAY, "safeguarding_lead")
        await add_shift(session, lead, MONDAY - timedelta(days=1), 24 * 9)
    assert await watch.said() == NOBODY
    house.clock.advance(minutes=1)
    assert await watch.said() == WELL


async def test_start_when_nobody_can_be_reached_then_warns_and_names_the_organisation(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, logger="bot"):
        await _watch(house, countries=("uk", "se")).warn()
    assert [record.getMessage() for record in caplog.records] == [
        f"safeguarding at thamesway_advice: {NOBODY}",
        f"safeguarding at vagvisaren: {NOBODY}",
    ]
