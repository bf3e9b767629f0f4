"""What a chat can hold besides good answers: each gets the right quiet answer and loses nothing."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from db.models import InboundUpdate, Interest, OutboxMessage, Person
from tests.auxil.chats import House, Phone

READY = ("/start", "[English]", "[London]", "E13", "18")


async def _count(house: House, model: type) -> int:
    async with house.database.read() as session:
        return (await session.execute(select(func.count()).select_from(model))).scalar_one()


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"voice": {"file_id": "a", "file_unique_id": "b", "duration": 3}}, "listen"),
        ({"photo": [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]}, "pictures"),
        ({"document": {"file_id": "a", "file_unique_id": "b"}}, "open files"),
        ({"contact": {"phone_number": "1", "first_name": "x"}}, "phone number"),
        ({"location": {"latitude": 1.0, "longitude": 1.0}}, "location"),
        ({"story": {"chat": {"id": 5, "type": "private"}, "id": 1}}, "only read words"),
    ],
)
async def test_what_we_cannot_read_is_answered_with_what_works(phone: Phone, fields: dict, says: str) -> None:
    asked = (await phone.go_through(*READY))[-1]
    answer, again = await phone.send(phone.message(**fields))
    assert says in answer.text
    assert answer.buttons
    assert again.text in asked.text, "the question that waits is not lost behind it"


async def test_an_album_is_answered_once(phone: Phone) -> None:
    await phone.go_through(*READY)
    photo = [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]
    answers = [await phone.send(phone.message(photo=photo, media_group_id="77")) for _ in range(4)]
    assert [len(answer) for answer in answers] == [2, 0, 0, 0], "the answer, and the question that waits"


async def test_a_burst_of_a_thousand_is_recorded_and_answered_with_one_notice_each_ten_seconds(
    house: House, phone: Phone
) -> None:
    await phone.go_through(*READY)
    house.clock.advance(seconds=30)
    before, recorded = await _count(house, OutboxMessage), await _count(house, InboundUpdate)
    for number in range(1000):
        await phone.give(phone.message(text=f"hello {number}"))
    assert await _count(house, InboundUpdate) == recorded + 1000
    sent = await phone.read()
    assert await _count(house, OutboxMessage) == before + len(sent)
    notices = [answer for answer in sent if "One at a time" in answer.text]
    assert len(notices) == 1
    assert len(sent) <= 2 * 12 + 1, "a dozen are answered, at most with an answer and the open question again"
    house.clock.advance(seconds=11)
    assert await phone.type("hello"), "the chat is answered again when the burst is over"


async def test_a_burst_of_somebody_unknown_is_held_back_too(house: House) -> None:
    phone = house.phone(language_code="en")
    for number in range(60):
        await phone.give(phone.message(text="/stop" if number % 2 else "/privacy"))
    assert len(await phone.read()) <= 14
    assert await _count(house, Person) == 0


async def test_an_edited_message_is_noticed_and_changes_nothing(house: House, phone: Phone) -> None:
    await phone.go_through(*READY)
    edited = phone.message(text="22", edit_date=2)["message"]
    (answer,) = await phone.send({"edited_message": edited})
    assert "/change" in answer.text
    stranger = house.phone(chat_id=5)
    assert not await stranger.send({"edited_message": stranger.message(text="x", edit_date=2)["message"]})
    assert await _count(house, Person) == 1


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
async def test_groups_and_channels_get_no_answers(house: House, kind: str) -> None:
    phone = house.phone(chat_id=-100)
    phone.chat = {"id": -100, "type": kind, "title": "us"}
    field = "channel_post" if kind == "channel" else "message"
    for text in ("hello", "/start", "/start@way_in_bot"):
        assert not await phone.send({field: phone.message(text=text)["message"]})
    assert await _count(house, Person) == 0


async def test_being_added_to_a_group_is_answered_once_with_where_to_talk(house: House) -> None:
    phone = house.phone(chat_id=-100)
    phone.chat = {"id": -100, "type": "group", "title": "us"}
    bot = {"id": 1, "is_bot": True, "first_name": "Way In"}
    change = {"chat": phone.chat, "from": phone.user, "date": 1}
    states = {"old_chat_member": {"status": "left", "user": bot}, "new_chat_member": {"status": "member", "user": bot}}
    (answer,) = await phone.send({"my_chat_member": {**change, **states}})
    assert "private chats" in answer.text


async def test_blocking_cancels_what_waits_and_coming_back_is_noticed(house: House, phone: Phone) -> None:
    await phone.go_through(*READY)
    bot = {"id": 1, "is_bot": True, "first_name": "Way In"}
    change = {"chat": phone.chat, "from": phone.user, "date": 1}
    states = [{"status": "member", "user": bot}, {"status": "kicked", "user": bot, "until_date": 0}]
    await phone.send({"my_chat_member": {**change, "old_chat_member": states[0], "new_chat_member": states[1]}})
    async with house.database.read() as session:
        waiting = select(func.count()).select_from(OutboxMessage).where(OutboxMessage.state == "queued")
        assert (await session.execute(waiting)).scalar_one() == 0
        assert (await session.execute(select(Person.reach))).scalar_one() == "blocked"
    await phone.send({"my_chat_member": {**change, "old_chat_member": states[1], "new_chat_member": states[0]}})
    async with house.database.read() as session:
        assert (await session.execute(select(Person.reach))).scalar_one() == "active"


@pytest.mark.parametrize(
    "data",
    ["", "x", "want:o:../../x", "want:o:no_such", "opp:no_such", "event:no_such", "prog:entry_hub", "prog:nothing",
     "ans:area:skip:999", "ans:age:18:5", "ans:nothing:x:1", "ans:situation:hacker:5", "lang:xx", "land:fr", "send:1",
     "trim:area:1", "trim:x:1", "back:0", "change:nothing", "more:9999", "topic:zzz", "going:no_such", "drop:o:no_such",
     "lang:en\nlang:sv", "'; DROP TABLE people; --", "ans:age:" + "9" * 40 + ":1"],
)  # fmt: skip
async def test_a_forged_or_stale_button_is_answered_and_changes_no_data(house: House, phone: Phone, data: str) -> None:
    await phone.go_through(*READY)
    before = await _person(house)
    answers = await phone.tap_data(data)
    assert answers, "a tap is never a dead end"
    assert await _person(house) == before
    assert await _count(house, Interest) == 0


async def _person(house: House) -> tuple:
    async with house.database.read() as session:
        person = (await session.execute(select(Person))).scalar_one()
        return (person.locale, person.country, person.council, person.born_from, person.born_to, person.answers)


async def test_another_persons_button_in_a_group_changes_nothing(house: House, phone: Phone) -> None:
    await phone.go_through(*READY)
    other = house.phone(chat_id=78)
    other.chat = {"id": -100, "type": "group", "title": "us"}
    assert not await other.tap_data("forgetyes")
    assert await _count(house, Person) == 1


@pytest.mark.parametrize(
    "text",
    ["x" * 10_000, "🙂" * 40, "???", "שלום אני מחפש עבודה", "مرحبا أبحث عن عمل", "a\x00b", "\ud83d", "<b>&</i>",
     "/nothing", "/start@other_bot", "\u202eevil", " ", "0", "-1", "1e400"],
)  # fmt: skip
@pytest.mark.parametrize("step", [1, 3, 4, 5])
async def test_odd_text_at_any_step_is_answered_and_loses_nothing(phone: Phone, text: str, step: int) -> None:
    await phone.go_through(*READY[:step])
    for _ in range(3):
        assert await phone.type(text), "never silent, never stuck"


async def test_stop_in_any_state_stops_and_can_be_taken_back(house: House, phone: Phone) -> None:
    await phone.go_through(*READY)
    (answer,) = await phone.type("/stop")
    assert "not send you anything more" in answer.text
    async with house.database.read() as session:
        assert (await session.execute(select(Person.stopped_at))).scalar_one() is not None
    await phone.tap("Turn messages on again")
    async with house.database.read() as session:
        assert (await session.execute(select(Person.stopped_at))).scalar_one() is None
