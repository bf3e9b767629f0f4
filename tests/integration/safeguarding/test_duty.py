"""The rota as the card and the desk read it: who is there, by when somebody reads, and where nobody is."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.services.safeguarding.duty import AHEAD
from db.session import Database
from tests.auxil.chats import House, Phone
from tests.auxil.clocks import MONDAY
from tests.auxil.staff import ORGANISATION, add_shift, add_staff, concerns
from tests.integration.safeguarding.conftest import Team

LONDON = ZoneInfo("Europe/London")
SAD = "my dad hits me"


def london(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=LONDON)


async def _reads_by(house: House, now: datetime) -> datetime | None:
    async with house.database.read() as session:
        return await house.services.duty.reads_by(session, ORGANISATION, now)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (london(23, 10), london(23, 14)),
        (london(23, 10, 7), london(23, 14, 30)),
        (london(23, 15), london(24, 11)),
        (london(22, 3), london(23, 13)),
        (london(23, 16, 50), london(24, 13)),
    ],
)
async def test_promise_when_the_rota_has_no_gap_then_is_four_opening_hours_later(
    house: House, rota: Team, written: datetime, read: datetime
) -> None:
    async with house.database.write() as session:
        await add_shift(session, rota.second, london(21, 0), 48)
    assert await _reads_by(house, written) == read


async def test_promise_when_somebody_is_on_call_only_on_wednesday_then_is_on_wednesday(
    house: House, team: Team
) -> None:
    async with house.database.write() as session:
        await add_shift(session, team.first, london(25, 8), 10)
    assert await _reads_by(house, london(23, 10)) == london(25, 13)


@pytest.mark.parametrize(("starts", "hours"), [(london(28, 0), 48), (london(25, 9), 3), (london(30, 18), 100)])
async def test_promise_when_nobody_on_call_can_keep_it_then_none_is_made(
    house: House, team: Team, starts: datetime, hours: float
) -> None:
    async with house.database.write() as session:
        await add_shift(session, team.first, starts, hours)
    assert await _reads_by(house, london(23, 10)) is None


async def test_card_when_somebody_is_on_call_then_says_when_from_the_rota(
    house: House, phone: Phone, rota: Team
) -> None:
    (card,) = await phone.go_through("/start", SAD)
    assert "should see it by Mon 23 November, 2pm" in card.text
    (concern,) = await concerns(house.database)
    assert concern.reads_by == london(23, 14)


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "I do not know when a person here will."), ("sv", "Jag vet inte när någon gör det.")],
)
async def test_card_when_nobody_is_on_call_then_says_so(house: House, team: Team, language: str, said: str) -> None:
    (card,) = await house.phone(78, language).type("my dad hits me")
    assert said in card.text
    assert "should see it" not in card.text
    assert "bör se det senast" not in card.text


async def test_on_call_when_the_first_is_away_then_the_second_stands_in_until_they_are_back(
    house: House, rota: Team
) -> None:
    async with house.database.write() as session:
        session.add(rota.first)
        rota.first.away_until = MONDAY + timedelta(hours=2)
    duty = house.services.duty
    async with house.database.read() as session:
        now = await duty.on_call(session, ORGANISATION, MONDAY)
        later = await duty.on_call(session, ORGANISATION, MONDAY + timedelta(hours=3))
    assert now.first is not None
    assert later.first is not None
    assert (now.first.id, now.second) == (rota.second.id, None)
    assert (later.first.id, later.second and later.second.id) == (rota.first.id, rota.second.id)


async def test_on_call_when_somebody_is_no_lead_any_more_then_their_shift_is_a_gap(house: House, rota: Team) -> None:
    async with house.database.write() as session:
        for lead in (rota.first, rota.second):
            session.add(lead)
            lead.roles = ["adviser"]
    async with house.database.read() as session:
        assert (await house.services.duty.on_call(session, ORGANISATION, MONDAY)).first is None
        gaps = await house.services.duty.gaps(session, ORGANISATION, MONDAY, MONDAY + AHEAD)
    assert sum((gap.ends - gap.starts for gap in gaps), timedelta()) == timedelta(hours=5 * 8)


async def test_gaps_when_the_rota_ends_within_the_week_then_are_the_opening_hours_after_it(
    house: House, team: Team
) -> None:
    async with house.database.write() as session:
        await add_shift(session, team.first, london(23, 0), 24 * 4 + 12)
    async with house.database.read() as session:
        gaps = await house.services.duty.gaps(session, ORGANISATION, london(23, 9), london(28, 9))
    assert [(gap.starts, gap.ends) for gap in gaps] == [(london(27, 12), london(27, 17))]


async def test_rota_when_another_organisation_has_one_then_it_is_not_ours(house: House, database: Database) -> None:
    async with database.write() as session:
        other = await add_staff(session, MONDAY, "safeguarding_lead", organisation="vagvisaren")
        await add_shift(session, other, london(23, 0), 24)
    async with database.read() as session:
        assert (await house.services.duty.on_call(session, ORGANISATION, MONDAY)).first is None
        assert (await house.services.duty.on_call(session, "vagvisaren", MONDAY)).first is not None
