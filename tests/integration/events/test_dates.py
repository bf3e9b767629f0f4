"""Dates of events as rows: written ahead by a tick, once, and never over what was changed by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.services.events.drafts import Times
from bot.services.events.occurrences import Occurrences
from db.models import Booking, Event, Occurrence, OutboxMessage
from db.queries import events
from tests.auxil.chats import House, Phone
from tests.integration.broadcasts.stage import Stage


async def _dates(house: House, slug: str) -> list[Occurrence]:
    query = select(Occurrence).join(Event).where(Event.slug == slug).order_by(Occurrence.original_at)
    async with house.database.read() as session:
        return list((await session.execute(query)).scalars())


async def _change(house: House, occurrence_id: int, **values: Any) -> None:
    async with house.database.write() as session:
        row = await session.get(Occurrence, occurrence_id)
        for name, value in values.items():
            setattr(row, name, value)


async def test_a_weekly_event_has_a_row_for_every_week_of_ninety_days(house: House) -> None:
    found = await _dates(house, "weekly_drop_in")
    assert len(found) == 13
    london = [row.starts_at.astimezone(ZoneInfo("Europe/London")) for row in found]
    assert {(moment.weekday(), moment.hour) for moment in london} == {(3, 14)}
    assert len({row.door_code for row in found}) == 13


async def test_the_tick_adds_what_came_within_reach_and_touches_nothing_else(house: House) -> None:
    before = await _dates(house, "weekly_drop_in")
    moved = before[2].starts_at + timedelta(days=1)
    await _change(house, before[2].id, starts_at=moved, sequence=1)
    await _change(house, before[3].id, state="cancelled")
    house.clock.advance(days=14)
    tick = Occurrences(house.database, house.clock)
    await tick.run()
    await tick.run()
    after = await _dates(house, "weekly_drop_in")
    assert len(after) == 15
    assert after[2].starts_at == moved
    assert after[3].state == "cancelled"


async def test_an_event_that_repeats_shows_its_next_date_once(house: House, phone: Phone) -> None:
    async with house.database.read() as session:
        coming = await events.coming_in(session, "uk", house.clock.now)
    assert [dated.event.slug for dated in coming].count("weekly_drop_in") == 1
    (first, second, *_) = await _dates(house, "weekly_drop_in")
    assert "Thu 26 November" in (await phone.tap_data("event:weekly_drop_in"))[0].text
    await _change(house, first.id, state="cancelled")
    assert "Thu 3 December" in (await phone.tap_data("event:weekly_drop_in"))[0].text
    house.clock.now = second.starts_at
    assert "Thu 10 December" in (await phone.tap_data("event:weekly_drop_in"))[0].text


async def test_a_yes_and_a_no_belong_to_one_date(house: House, phone: Phone) -> None:
    await phone.tap_data("going:weekly_drop_in")
    async with house.database.read() as session:
        (booking,) = (await session.execute(select(Booking))).scalars()
    assert (booking.state, booking.occurrence_id) == ("going", (await _dates(house, "weekly_drop_in"))[0].id)
    again = await phone.tap_data("going:weekly_drop_in")
    assert "on the list already" in again[0].text
    await phone.tap_data("notgo:weekly_drop_in")
    async with house.database.read() as session:
        (booking,) = (await session.execute(select(Booking))).scalars()
    assert booking.state == "declined"
    assert "from earlier" in (await phone.tap_data("notgo:weekly_drop_in"))[0].text


async def test_a_series_that_changes_keeps_its_people_and_plans_reminders_anew(house: House, phone: Phone) -> None:
    await phone.tap_data("going:weekly_drop_in")
    first, *rest = await _dates(house, "weekly_drop_in")
    starts_at = first.starts_at.astimezone(ZoneInfo("Europe/London")).replace(hour=17)
    async with house.database.write() as session:
        event = await session.get_one(Event, first.event_id)
        event.rule = "FREQ=WEEKLY;UNTIL=20270131"
        await session.flush()
        times = Times(starts_at, starts_at + timedelta(hours=2), "FREQ=WEEKLY;INTERVAL=2;UNTIL=20270131")
        plan = await house.services.gatherings.schedules.change(session, event.id, first.id, times, house.clock.now)
    assert len(plan.steps) == 1 + len(rest)
    await Stage(house).work()
    after = await _dates(house, "weekly_drop_in")
    assert [row.state for row in after[:4]] == ["open", "cancelled", "open", "cancelled"]
    assert {row.starts_at.astimezone(ZoneInfo("Europe/London")).hour for row in after if row.state == "open"} == {17}
    async with house.database.read() as session:
        (booking,) = (await session.execute(select(Booking))).scalars()
        query = select(OutboxMessage).where(OutboxMessage.about == "booking", OutboxMessage.state == "queued")
        kinds = {row.content["kind"]: row.due_at for row in (await session.execute(query)).scalars() if row.content}
    assert (booking.state, booking.occurrence_id) == ("going", first.id)
    assert kinds["hours"] == after[0].starts_at - timedelta(hours=2)


async def test_samples_that_are_loaded_again_keep_the_dates_people_said_yes_to(house: House, phone: Phone) -> None:
    before = await _dates(house, "recruitment_fair")
    house.clock.advance(days=2)
    await house.load_samples()
    assert [row.starts_at for row in await _dates(house, "recruitment_fair")] == [row.starts_at for row in before]
    house.clock.now = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
    await house.load_samples()
    after = await _dates(house, "recruitment_fair")
    assert len(after) == 2, "the old date stays for whoever was there"
    assert after[1].starts_at > house.clock.now
