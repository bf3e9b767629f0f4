"""Looking ahead: a programme that opens or closes with a birthday is told on the day, if it is still so."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from bot.messages.outgoing import OutgoingMessage
from bot.services.eligibility.verdicts import Verdicts
from db.models import OutboxMessage, Person, ProgrammeVerdict
from tests.auxil.chats import House, Phone, content


async def _queued(house: House) -> Any:
    async with house.database.read() as session:
        query = select(OutboxMessage).where(OutboxMessage.about == "programme")
        return (await session.execute(query)).scalars().all()


async def _become(house: House, **changes: Any) -> None:
    async with house.database.write() as session:
        person = (await session.execute(select(Person))).scalar_one()
        for name, value in changes.items():
            setattr(person, name, value)


async def _judge(house: House, now: datetime) -> Any:
    rows = await _queued(house)
    async with house.database.read() as session:
        return (await house.services.reminders.judge(session, rows, now))[rows[0].id]


@pytest.fixture
async def closing(house: House, phone: Phone) -> Phone:
    """Somebody who turns 31 on 10 January and fits Movement to Work until then."""
    await phone.go_through("/start", "[English]", "[London]", "E13", "30", "[No job and not studying]")
    await _become(house, born_from=date(1996, 1, 1), born_to=date(1996, 1, 31))
    return phone


async def test_a_programme_that_closes_soon_says_so_and_offers_a_reminder(house: House, closing: Phone) -> None:
    (card,) = await closing.tap_data("prog:movement_to_work")
    assert "This closes to you in" in card.text
    promise = (await closing.tap("Remind me then"))[-1]
    (row,) = await _queued(house)
    assert row.lane == 1
    assert row.due_at.astimezone(UTC) == datetime(2026, 12, 4, 10, 0, tzinfo=UTC)
    assert "Fri 4 December 2026" in promise.text
    await closing.tap("Remind me then")
    assert len(await _queued(house)) == 1, "asking twice is one reminder"


async def test_the_reminder_says_what_is_true_on_the_day(house: House, closing: Phone) -> None:
    await closing.go_through("/menu")
    await closing.tap_data("remind:movement_to_work")
    told = await _judge(house, datetime(2026, 12, 4, 10, 0, tzinfo=UTC))
    assert isinstance(told, OutgoingMessage)
    assert "closes to you in 28 days" in told.text
    await _become(house, locale="sv")
    told = await _judge(house, datetime(2026, 12, 4, 10, 0, tzinfo=UTC))
    assert "stänger för dig om 28 dagar" in told.text


async def test_a_reminder_that_is_not_true_any_more_is_not_sent(house: House, closing: Phone) -> None:
    await closing.tap_data("remind:movement_to_work")
    await _become(house, answers={"given": {"situation": "working_16h_or_more"}})
    assert await _judge(house, datetime(2026, 12, 4, 10, 0, tzinfo=UTC)) == "does not fit"


async def test_stop_takes_a_reminder_back(house: House, closing: Phone) -> None:
    await closing.tap_data("remind:movement_to_work")
    await closing.type("stop")
    (row,) = await _queued(house)
    assert row.state == "cancelled"


async def test_a_reminder_without_a_date_is_an_old_button(house: House, phone: Phone) -> None:
    await phone.go_through("/start", "[English]", "[London]", "E13", "20")
    answers = await phone.tap_data("remind:nhs_widening_access")
    assert "from earlier" in answers[0].text
    assert not await _queued(house)


async def test_verdicts_are_kept_true_by_a_tick(house: House, closing: Phone) -> None:
    verdicts = Verdicts(house.database, house.clock, content(), house.services.eligibility)
    await verdicts.run()

    async def kept() -> dict[str, str]:
        async with house.database.read() as session:
            rows = (await session.execute(select(ProgrammeVerdict))).scalars().all()
        return {row.programme: row.verdict for row in rows}

    assert (await kept())["movement_to_work"] == "match"
    assert "entry_hub" not in await kept(), "another country's programme is never judged"
    house.clock.now = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)
    await verdicts.run()
    assert (await kept())["movement_to_work"] == "not_now"
    await closing.tap_data("change:age")
    await closing.type("20")
    await verdicts.run()
    assert (await kept())["movement_to_work"] == "match"
