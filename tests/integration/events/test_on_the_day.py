"""Short words about what somebody comes to, the code at the door, and the fair card."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select

from bot.delivery.claims import Claims, Room
from bot.delivery.pace import Limits, Pace
from bot.duties import gates_of
from db.models import AccessRequest, Booking, Event, FairMeeting, Occurrence, OutboxMessage
from db.session import Database
from tests.auxil.chats import House, Phone

EMPLOYERS = [
    {"name": "Riverside Hospitals", "next": {"en": "Ask for Dee at the ward open day.", "sv": "Fråga efter Dee."}},
    {"name": "Harbour Hotels", "next": {}},
]


@pytest.fixture
async def house(sqlite_database: Database) -> House:
    """One engine is enough: nothing here locks what the bookings' own tests do not."""
    house = House(sqlite_database)
    await house.load_samples()
    await change(house, employers=EMPLOYERS, contact={"name": "Ama", "phone": "020 7946 0000"})
    return house


async def change(house: House, **values: Any) -> None:
    async with house.database.write() as session:
        event = (await session.execute(select(Event).where(Event.slug == "recruitment_fair"))).scalar_one()
        for name, value in values.items():
            setattr(event, name, value)


async def fair(house: House) -> Occurrence:
    async with house.database.read() as session:
        query = select(Occurrence).join(Event).where(Event.slug == "recruitment_fair")
        return (await session.execute(query)).scalar_one()


async def booking(house: House) -> Booking:
    async with house.database.read() as session:
        return (await session.execute(select(Booking))).scalar_one()


async def at_the_fair(house: House) -> str:
    """The clock stands at the start; the code on the door."""
    date = await fair(house)
    house.clock.now = date.starts_at
    return date.door_code


async def test_running_late_on_the_day_is_met_with_a_number_to_text(house: House, phone: Phone) -> None:
    await phone.tap_data("going:recruitment_fair")
    assert "No problem" not in (await phone.type("running late"))[0].text, "today is not the day"
    house.clock.now = (await fair(house)).starts_at - timedelta(minutes=5)
    said = (await phone.type("running late sry"))[0]
    assert "No problem, come when you can." in said.text
    assert "020 7946 0000" in said.text
    async with house.database.read() as session:
        door = await house.services.gatherings.doors.look(session, (await fair(house)).id)
    assert [line.late_at for line in door.lines] == [house.clock.now], "the desk sees it"


async def test_bringing_a_mate_is_kept_and_one_more_is_too_many(house: House, phone: Phone) -> None:
    await phone.tap_data("going:recruitment_fair")
    assert "you and 1" in (await phone.type("im bringing my m8"))[0].text
    assert (await booking(house)).guests == 1
    assert "as many people as there is room for" in (await phone.type("im bringing a friend too"))[0].text


@pytest.mark.parametrize("text", ["whats the addy", "where is it at"])
async def test_the_address_is_given_while_a_question_is_open_and_the_question_waits(
    house: House, phone: Phone, text: str
) -> None:
    await phone.tap_data("going:recruitment_fair")
    number = (await booking(house)).id
    assert "What would make it easier" in (await phone.tap_data(f"easier:{number}"))[0].text
    said = await phone.type(text)
    assert "Example Hall, 3 Sample Street" in said[0].text
    assert "What would make it easier" in said[-1].text
    assert "read it and answer you here" in (await phone.type("is there a lift?"))[0].text
    async with house.database.read() as session:
        row = (await session.execute(select(AccessRequest))).scalar_one()
    assert (row.words, row.state) == ("is there a lift?", "open")


async def test_cannot_make_it_while_a_question_is_open_asks_which_and_takes_nothing_for_an_answer(
    house: House, phone: Phone
) -> None:
    await phone.tap_data("going:recruitment_fair")
    await phone.tap_data(f"easier:{(await booking(house)).id}")
    said = await phone.type("cant make it no more")
    assert "Which one can you not come to?" in said[0].text
    await phone.tap("Recruitment fair")
    assert (await booking(house)).state == "declined"


async def test_the_same_words_of_somebody_who_comes_to_nothing_mean_what_they_always_mean(
    house: House, phone: Phone
) -> None:
    said = await phone.type("cant make it no more")
    assert "Which one" not in said[0].text


async def test_the_code_at_the_door_checks_in_once_and_brings_the_fair_card(house: House, phone: Phone) -> None:
    await phone.tap_data("going:recruitment_fair")
    code = (await fair(house)).door_code
    assert "It works when you are there" in (await phone.type(code))[0].text
    await at_the_fair(house)
    said = await phone.type(f"im here {code.lower()}")
    assert [one.text.split("<")[0] for one in said[:2]] == ["Welcome to ", "Who did you meet at "]
    row = await booking(house)
    assert (row.state, row.came_at) == ("came", house.clock.now)
    assert "checked in already" in (await phone.type(code))[0].text
    assert "did you mean" not in (await phone.type("ABCDEF"))[0].text.lower()


async def test_whoever_stands_at_the_door_without_a_place_is_let_in(house: House, phone: Phone) -> None:
    await change(house, capacity=0)
    code = await at_the_fair(house)
    await phone.type(f"/start e-recruitment_fair--s-door_{code}")
    row = await booking(house)
    assert (row.state, row.source) == ("came", f"door_{code}")


async def test_a_stranger_who_types_the_code_at_the_door_is_met_and_let_in(house: House) -> None:
    code, stranger = await at_the_fair(house), house.phone(77)
    said = [message.text for message in await stranger.type(f"hi {code.lower()}")]
    assert any("You are checked in" in text for text in said)
    row = await booking(house)
    assert (row.state, row.source) == ("came", f"door_{code}")


async def test_a_stranger_whose_word_only_looks_like_a_code_begins_as_everybody_does(house: House) -> None:
    said = await house.phone(77).type("hi KKKKKK")
    assert any(button.text == "English" for button in said[-1].buttons)


async def test_fair_card_when_tapped_then_employers_are_counted_and_named_only_with_consent(
    house: House, phone: Phone
) -> None:
    await phone.tap_data("going:recruitment_fair")
    await phone.type(await at_the_fair(house))
    number = (await booking(house)).id
    card = (await phone.tap_data(f"fairmet:{number}:0"))[0]
    assert [button.text for button in card.buttons][:2] == ["✓ Riverside Hospitals", "Harbour Hotels"]
    assert "do not see who you are" in card.text
    await phone.tap_data(f"fairmet:{number}:1")
    doors = house.services.gatherings.doors
    async with house.database.read() as session:
        door = await doors.look(session, (await fair(house)).id)
    assert (door.met, door.named) == ({"Harbour Hotels": 1, "Riverside Hospitals": 1}, {})
    await phone.tap_data(f"fairname:{number}:y")
    await phone.tap_data(f"fairmet:{number}:1")
    async with house.database.read() as session:
        door = await doors.look(session, (await fair(house)).id)
        assert (door.met, list(door.named)) == ({"Riverside Hospitals": 1}, ["Riverside Hospitals"])
    await phone.tap_data(f"fairname:{number}:n")
    async with house.database.read() as session:
        rows = (await session.execute(select(FairMeeting))).scalars().all()
    assert [row.named for row in rows] == [False]
    assert "from earlier" in (await phone.tap_data(f"fairmet:{number}:77"))[0].text


async def test_the_next_morning_says_each_ones_next_step_once_and_nothing_to_who_met_nobody(
    house: House, phone: Phone
) -> None:
    other = house.phone(78)
    await other.go_through("/start", "[English]", "[London]", "E13", "18", "[No job and not studying]")
    for one in (phone, other):
        await one.tap_data("going:recruitment_fair")
    code = await at_the_fair(house)
    for one in (phone, other):
        await one.type(code)
    async with house.database.read() as session:
        mine = (await session.execute(select(Booking.id).order_by(Booking.id))).scalars().first()
    await phone.tap_data(f"fairmet:{mine}:0")
    await phone.tap_data(f"fairmet:{mine}:1")
    async with house.database.write() as session:
        await session.execute(delete(OutboxMessage).where(OutboxMessage.about.is_distinct_from("fair")))
    house.clock.advance(days=1)
    house.clock.now = house.clock.now.replace(hour=10, minute=0)
    claims = Claims(Pace(Limits(1e6, 1e6, 1000, 1e6), horizon=1e6), gates_of(house.services))
    async with house.database.write() as session:
        catch = await claims.claim(session, house.clock.now, 1, Room(10, 10))
    said = [parcel.message for parcel in catch.parcels]
    assert len(said) == 1
    assert "You were at <b>Recruitment fair and celebration</b> on Sun 13 December." in said[0].text.replace(":", ".")
    assert "<b>Riverside Hospitals</b>\nAsk for Dee at the ward open day." in said[0].text
    assert "<b>Harbour Hotels</b>\nAsk an adviser what to do next." in said[0].text
    async with house.database.read() as session:
        rows = (await session.execute(select(OutboxMessage).order_by(OutboxMessage.id))).scalars().all()
    assert [(row.state, row.reason) for row in rows] == [("sending", None), ("skipped", "met nobody")]
