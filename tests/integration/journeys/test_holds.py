"""Held places: who gets one, what is said, how they end, and that there are never too many."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from bot.domain.holds import HoldState
from bot.duties import gates_of
from bot.errors import NotPossible
from bot.services.journeys.hold_upkeep import HoldUpkeep
from bot.services.journeys.voice import turn_of_ours
from db.models import Conversation, Hold, Interest, Journey, Opportunity, OutboxMessage, Person
from db.queries import people
from db.session import Database
from tests.auxil.chats import House, Phone, content
from tests.auxil.desks import hire
from tests.integration.journeys.conftest import FITS


async def _holding(house: House, slug: str = "ward_helper", **changes: object) -> None:
    async with house.database.write() as session:
        row = (await session.execute(select(Opportunity).where(Opportunity.slug == slug))).scalar_one()
        closed = {"state": changes.pop("state")} if "state" in changes else {}
        await house.services.offers.catalogue.write(
            session, row, {"holding": {**(row.holding or {}), **changes}, **closed}, house.clock.now
        )


async def _holds(house: House) -> list[Hold]:
    async with house.database.read() as session:
        return list((await session.execute(select(Hold).order_by(Hold.id))).scalars())


async def _tick(house: House) -> None:
    trip = house.services.journeying
    await HoldUpkeep(
        house.database,
        house.clock,
        content(),
        house.services.languages,
        house.services.eligibility,
        trip.holds,
        trip.next_moves,
    ).run()


async def _somebody(house: House, chat_id: int) -> Phone:
    phone = house.phone(chat_id)
    await phone.go_through(*FITS)
    return phone


async def test_card_when_interviews_are_held_then_it_says_exactly_that(house: House, phone: Phone) -> None:
    (card,) = await phone.tap_data("opp:ward_helper")
    assert "24 interviews are held" in card.text
    assert "A held interview is not a job offer yet." in card.text
    assert card.buttons[0].text == "Ask for a held interview"


async def test_card_when_read_in_swedish_then_it_says_the_same(house: House) -> None:
    phone = house.phone(78, "sv")
    await phone.go_through("/start", "[Svenska]", "[London]", "E13", "18", "[Inget jobb och ingen utbildning]")
    (card,) = await phone.tap_data("opp:ward_helper")
    assert "24 intervjuer hålls" in card.text
    assert "inte ett jobberbjudande" in card.text


async def test_interview_when_asked_for_by_somebody_who_fits_then_it_is_held_and_no_job_offer(
    house: House, phone: Phone
) -> None:
    (told,) = await phone.tap_data("hold:ward_helper")
    assert "An interview is held for you" in told.text
    assert "It is not a job offer yet" in told.text
    assert "Nobody else gets it before" in told.text
    (hold,) = await _holds(house)
    assert hold.state == HoldState.HELD
    assert hold.until is not None
    assert hold.until - house.clock.now >= timedelta(days=5)
    async with house.database.read() as session:
        assert (await session.execute(select(Journey.stage))).scalars().all() == ["interested"]
        assert (await session.execute(select(Interest.slug))).scalars().all() == ["ward_helper"]


async def test_interview_when_asked_for_twice_then_it_is_the_same(house: House, phone: Phone) -> None:
    await phone.tap_data("hold:ward_helper")
    (again,) = await phone.tap_data("hold:ward_helper")
    assert "An interview is held for you" in again.text
    assert len(await _holds(house)) == 1


async def test_interview_when_the_programme_does_not_take_somebody_then_they_see_how_to_join(house: House) -> None:
    phone = house.phone(79)
    await phone.go_through("/start", "[English]", "[London]", "SW1A", "18", "[No job and not studying]")
    (told,) = await phone.tap_data("hold:ward_helper")
    assert "held for people in a programme" in told.text
    assert [button.text[:11] for button in told.buttons][:2] == ["How to join", "Ask an advi"]
    assert await _holds(house) == []
    (asked,) = await phone.tap("Ask an adviser to check")
    assert "checks first" in asked.text
    assert [hold.state for hold in await _holds(house)] == [HoldState.TO_CONFIRM]


async def test_seat_when_an_adviser_confirms_then_it_is_held_and_told(house: House, phone: Phone) -> None:
    await phone.tap_data("hold:care_start")
    (hold,) = await _holds(house)
    assert hold.state == HoldState.TO_CONFIRM
    desk = house.services.journeying.hold_desk
    staff = await _staff(house)
    async with house.database.write() as session:
        reference = await desk.confirm(session, staff, hold.id, house.clock.now)
    assert reference.startswith("WI-")
    (told,) = await phone.read()
    assert "A seat is held for you" in told.text
    with pytest.raises(NotPossible):
        async with house.database.write() as session:
            await desk.refuse(session, staff, hold.id, house.clock.now)


async def test_seat_when_an_adviser_says_no_then_the_next_move_follows(house: House, phone: Phone) -> None:
    await phone.tap_data("hold:care_start")
    (hold,) = await _holds(house)
    staff = await _staff(house)
    async with house.database.write() as session:
        await house.services.journeying.hold_desk.refuse(session, staff, hold.id, house.clock.now)
    told = await phone.read()
    assert "does not fit right now" in told[0].text
    assert "nearest now" in told[1].text
    assert any(button.data and button.data.startswith("opp:") for button in told[2].buttons)


async def test_hold_when_nobody_uses_it_then_it_warns_twice_and_ends_with_a_word(house: House, phone: Phone) -> None:
    await phone.tap_data("hold:ward_helper")
    said: list[str] = []
    for _ in range(9 * 24):
        house.clock.advance(hours=1)
        await _tick(house)
        said += [received.text for received in await phone.read()]
    assert [("runs out" in text, "The time is over" in text) for text in said[:3]] == [
        (True, False),
        (True, False),
        (False, True),
    ]
    assert "nearest now" in said[3]
    assert [hold.state for hold in await _holds(house)] == [HoldState.LAPSED]


async def test_hold_when_we_were_down_all_the_time_then_it_still_warns_twice_before_it_ends(
    house: House, phone: Phone
) -> None:
    await phone.tap_data("hold:ward_helper")
    house.clock.advance(days=9)
    for _ in range(3):
        await _tick(house)
        assert [hold.state for hold in await _holds(house)] == [HoldState.HELD]
    assert sum("runs out" in received.text for received in await phone.read()) == 2
    house.clock.advance(hours=25)
    await _tick(house)
    assert [hold.state for hold in await _holds(house)] == [HoldState.LAPSED]


async def test_hold_when_given_back_then_the_next_in_line_gets_it(house: House, phone: Phone) -> None:
    await _holding(house, candidates=1, posts=1)
    await phone.tap_data("hold:ward_helper")
    other = await _somebody(house, 81)
    (told,) = await other.tap_data("hold:ward_helper")
    assert "You are in line" in told.text
    await _tick(house)
    assert await other.read() == []
    await phone.tap("Give it back")
    await _tick(house)
    (told,) = await other.read()
    assert "An interview is held for you" in told.text
    assert [hold.state for hold in await _holds(house)] == [HoldState.GIVEN_BACK, HoldState.HELD]


async def test_draw_when_the_last_day_is_over_then_as_many_as_there_are_and_the_rest_is_told(house: House) -> None:
    await _holding(house, candidates=2, posts=2, allot="by_date")
    phones = [await _somebody(house, chat_id) for chat_id in (91, 92, 93)]
    for phone in phones:
        (told,) = await phone.tap_data("hold:ward_helper")
        assert "It does not matter who asks first" in told.text
    await _tick(house)
    assert {hold.state for hold in await _holds(house)} == {HoldState.ASKED}
    async with house.database.read() as session:
        last = (await session.execute(select(Opportunity.closes_on).where(Opportunity.slug == "ward_helper"))).scalar()
    assert last is not None
    house.clock.now = datetime.combine(last + timedelta(days=1), time(9), UTC)
    await _tick(house)
    states = Counter(hold.state for hold in await _holds(house))
    assert states == {HoldState.HELD: 2, HoldState.RESERVE: 1}
    said = [[received.text for received in await phone.read()] for phone in phones]
    assert sum("An interview is held for you" in texts[0] for texts in said) == 2
    (without,) = [texts for texts in said if "more people than places" in texts[0]]
    assert "nearest now" in without[1]


async def test_hold_when_the_opportunity_closes_early_then_it_is_told_and_no_old_word_leaves(
    house: House, phone: Phone
) -> None:
    await phone.tap_data("hold:ward_helper")
    house.clock.advance(days=4)
    await _tick(house)
    assert any("runs out" in received.text for received in await phone.read())
    await _holding(house, state="closed")
    async with house.database.write() as session:
        rows = (await session.execute(select(OutboxMessage).where(OutboxMessage.about == "hold"))).scalars().all()
        verdicts = await gates_of(house.services).judge(session, rows, house.clock.now)
    assert set(verdicts.values()) == {"not held any more"}
    await _tick(house)
    assert "closed it early" in (await phone.read())[0].text


async def test_hold_when_a_button_is_somebody_elses_then_it_stays(house: House, phone: Phone) -> None:
    await phone.tap_data("hold:ward_helper")
    other = await _somebody(house, 82)
    for data in ("holdback:1", "holdback:99", "hold:porter_placement", "holdchk:nothing_here"):
        assert "from earlier" in (await other.tap_data(data))[0].text
    assert [hold.state for hold in await _holds(house)] == [HoldState.HELD]


async def test_places_when_two_hundred_race_for_twenty_then_twenty_get_one(database: Database) -> None:
    house = House(database)
    await house.load_samples()
    await _holding(house, candidates=20, posts=20)
    ids = await _crowd(database, 200, house.clock.now)

    async def ask(person_id: int) -> None:
        async with database.write() as session:
            locked = await people.locked(session, person_id)
            assert locked is not None
            assert await house.services.journeying.holds.ask(
                turn_of_ours(session, *locked, house.clock.now), "ward_helper"
            )

    await asyncio.gather(*(ask(person_id) for person_id in ids))
    assert Counter(hold.state for hold in await _holds(house)) == {HoldState.HELD: 20, HoldState.ASKED: 180}


async def _crowd(database: Database, count: int, now: datetime) -> list[int]:
    """People in Newham who are old enough."""
    async with database.write() as session:
        crowd = [
            Person(
                reference=f"WI-{number:06}",
                chat_id=10_000 + number,
                locale="en",
                country="uk",
                council="newham",
                places=["newham"],
                born_from=date(2000, 1, 1),
                born_to=date(2000, 1, 31),
                answers={"given": {"situation": "not_working_not_studying", "seeking_work": "yes"}},
                created_at=now,
                last_seen_at=now,
            )
            for number in range(count)
        ]
        session.add_all(crowd)
        await session.flush()
        session.add_all(Conversation(person_id=person.id) for person in crowd)
        return [person.id for person in crowd]


async def _staff(house: House) -> int:
    return (await hire(house)).id
