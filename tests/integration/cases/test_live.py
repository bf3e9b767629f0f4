"""A live conversation: what the person writes reaches the adviser, and the bot keeps quiet."""

from __future__ import annotations

import asyncio
import json

import pytest

from bot.errors import NotFound, NotPossible
from bot.services.cases.promises import Promises
from db.models import Attachment, Conversation, Person
from tests.auxil.chats import House, Phone
from tests.auxil.desks import ASK_SV, Adviser, ask_for_a_person, case_of, hire, photo_size, said_in


def _promises(house: House) -> Promises:
    desk = house.services.desk
    return Promises(house.database, house.clock, desk.cases, house.services.organisations, desk.pings, desk.bells.ring)


async def test_two_advisers_who_claim_at_once_one_wins_and_the_other_is_told_who(
    house: House, phone: Phone, priya: Adviser
) -> None:
    case_id = await ask_for_a_person(phone)
    omar = await hire(house, "Omar")
    results = await asyncio.gather(priya.claim(case_id), omar.claim(case_id), return_exceptions=True)
    lost = [result for result in results if isinstance(result, NotPossible)]
    assert len(lost) == 1
    case = await case_of(house, case_id)
    assert lost[0].by == {priya.id: "Priya", omar.id: "Omar"}[case.adviser_id or 0]
    assert (await phone.read())[0].text.startswith(f"<b>{lost[0].by}</b>")


async def test_while_an_adviser_is_there_the_bot_says_nothing_and_the_adviser_reads_everything(
    house: House, phone: Phone, priya: Adviser
) -> None:
    case_id = await ask_for_a_person(phone)
    await priya.claim(case_id)
    await phone.read()
    photo = {"photo": [photo_size("small"), photo_size("large")], "caption": "my cv"}
    for update in (
        phone.message(text="any jobs near me"),
        phone.message(text="help"),
        phone.message(text="/help"),
        phone.message(**photo),
        phone.message(voice={"file_id": "v1", "file_unique_id": "v", "duration": 2, "mime_type": "audio/ogg"}),
    ):
        assert await phone.send(update) == []
    assert await phone.tap_data("progs") == []
    heard = await said_in(house, case_id, "person")
    assert [entry.text for entry in heard] == ["any jobs near me", "help", "/help", "my cv", None]
    assert heard[3].file["file_id"] == "large"
    assert heard[4].file["kind"] == "voice"


async def test_a_fast_writer_and_an_album_lose_nothing_to_the_burst_limit(
    house: House, phone: Phone, priya: Adviser
) -> None:
    case_id = await ask_for_a_person(phone)
    await priya.claim(case_id)
    for number in range(20):
        await phone.give(phone.message(text=f"line {number}"))
    for number in range(3):
        await phone.give(phone.message(photo=[photo_size(f"p{number}")], media_group_id="album"))
    assert len(await said_in(house, case_id, "person")) == 23


@pytest.mark.parametrize("words", ["stop", "/stop", "privacy", "/privacy", "/mydata", "/forget"])
async def test_rights_work_while_an_adviser_is_there(house: House, phone: Phone, priya: Adviser, words: str) -> None:
    case_id = await ask_for_a_person(phone)
    await priya.claim(case_id)
    await phone.read()
    assert await phone.type(words)
    assert (await case_of(house, case_id)).state == "claimed"


async def test_danger_is_answered_at_once_and_read_by_the_adviser_too(
    house: House, phone: Phone, priya: Adviser
) -> None:
    case_id = await ask_for_a_person(phone)
    await priya.claim(case_id)
    await phone.read()
    (card,) = await phone.type("i want to kill myself tonight")
    assert "999" in card.text
    assert [entry.text for entry in await said_in(house, case_id, "person")] == ["i want to kill myself tonight"]


@pytest.mark.parametrize("way", ["back to the bot", "/menu", "[Back to the bot]", "/start"])
async def test_back_to_the_bot_works_in_every_form_and_keeps_the_case(
    house: House, phone: Phone, priya: Adviser, way: str
) -> None:
    case_id = await ask_for_a_person(phone)
    await priya.claim(case_id)
    await phone.read()
    answers = await phone.go_through(way)
    assert answers[0].text.startswith("OK, I am back. Priya")
    assert (await case_of(house, case_id)).state == "parked"
    assert await phone.type("help"), "the bot answers again"
    assert [entry.text for entry in await said_in(house, case_id, "event")] == ["claimed", "back_to_bot"]


async def test_a_swedish_person_is_told_in_swedish(house: House) -> None:
    phone = house.phone(language_code="sv")
    case_id = await ask_for_a_person(phone, "/start", "[Svenska]", "[Stockholm]", "/person", *ASK_SV[1:])
    adviser = await hire(house, "Åsa", organisation="vagvisaren", email="asa@example.org")
    await adviser.claim(case_id)
    await adviser.write(case_id, "Hej <du>")
    here, said = await phone.read()
    assert here.text.startswith("<b>Åsa</b> från ")
    assert said.text == "<b>Åsa:</b>\nHej &lt;du&gt;"


async def test_a_day_without_a_word_of_the_adviser_brings_the_bot_back(
    house: House, phone: Phone, priya: Adviser
) -> None:
    case_id = await ask_for_a_person(phone)
    await priya.claim(case_id)
    await priya.write(case_id, "hello")
    await phone.read()
    house.clock.advance(hours=23, minutes=59)
    await _promises(house).run()
    assert await phone.type("help") == [], "still live"
    house.clock.advance(minutes=2)
    assert await phone.type("help"), "over by the clock, whether or not anything has ticked"
    await _promises(house).run()
    assert (await phone.read())[0].text.startswith("I am back. Priya is not here right now")
    assert (await case_of(house, case_id)).state == "parked"
    await _promises(house).run()
    assert await phone.read() == [], "said once"


async def test_an_answer_that_does_not_come_in_time_goes_back_to_the_queue_and_everybody_is_told(
    house: House, phone: Phone, priya: Adviser
) -> None:
    await hire(house, "Omar", telegram_chat_id=9001)
    omars_phone = house.phone(9001)
    case_id = await ask_for_a_person(phone)
    await priya.claim(case_id)
    await phone.read()
    promised = (await case_of(house, case_id)).promised_by
    house.clock.now = promised
    await _promises(house).run()
    assert (await case_of(house, case_id)).state == "parked", "not broken at the very moment"
    await phone.read()
    house.clock.advance(seconds=1)
    await _promises(house).run()
    (sorry,) = await phone.read()
    assert "Nobody answered you in time" in sorry.text
    case = await case_of(house, case_id)
    assert (case.state, case.adviser_id) == ("waiting", None)
    assert case.promised_by > house.clock.now
    (ping,) = await omars_phone.read()
    assert f"http://127.0.0.1:8080/console/cases/{case_id}" in ping.text
    assert "WI-" not in ping.text


async def test_an_answer_keeps_the_promise_and_the_next_question_begins_a_new_one(
    house: House, phone: Phone, priya: Adviser
) -> None:
    case_id = await ask_for_a_person(phone)
    first = (await case_of(house, case_id)).promised_by
    await priya.claim(case_id)
    await priya.write(case_id, "hello")
    house.clock.now = first
    house.clock.advance(hours=1)
    await _promises(house).run()
    assert (await case_of(house, case_id)).returned_at is None
    await priya.write(case_id, "are you there?")
    house.clock.advance(hours=2)
    await phone.type("yes")
    assert (await case_of(house, case_id)).promised_by > first


async def test_somebody_erased_is_gone_for_the_adviser_too(house: House, phone: Phone, priya: Adviser) -> None:
    case_id = await ask_for_a_person(phone)
    await priya.claim(case_id)
    await priya.write(case_id, "hello")
    await phone.type("/forget")
    await phone.tap_data("forgetyes")
    with pytest.raises(NotFound):
        await priya.write(case_id, "are you there?")


async def test_an_adviser_of_another_organisation_or_council_sees_nothing(house: House, phone: Phone) -> None:
    case_id = await ask_for_a_person(
        phone, "/start", "[English]", "[London]", "E13 8AB", "/person", "[Finding work]", "[Send to an adviser]"
    )
    case = await case_of(house, case_id)
    assert case.council == "newham"
    other = "thamesway_advice" if case.organisation != "thamesway_advice" else "eastside_works"
    outsider = await hire(house, "Out", organisation=other)
    elsewhere = await hire(house, "Else", organisation=case.organisation, councils=["camden"])
    colleague = await hire(house, "Near", organisation=case.organisation, councils=["newham"])
    for nobody in (outsider, elsewhere):
        with pytest.raises(NotFound):
            await nobody.claim(case_id)
    await colleague.claim(case_id)


async def test_live_is_on_the_conversation_where_every_send_can_see_it(
    house: House, phone: Phone, priya: Adviser
) -> None:
    case_id = await ask_for_a_person(phone)
    await priya.claim(case_id)
    async with house.database.read() as session:
        person = await session.get(Person, (await case_of(house, case_id)).person_id)
        assert person is not None
        conversation = await session.get(Conversation, person.id)
    assert conversation is not None
    assert conversation.live_until is not None
    assert (conversation.live_until - house.clock.now).total_seconds() == 24 * 3600


async def test_everything_said_in_a_case_is_seen_taken_away_and_erased_by_its_person(
    house: House, phone: Phone, priya: Adviser
) -> None:
    case_id = await ask_for_a_person(phone)
    await priya.claim(case_id)
    await priya.write(case_id, "hello there")
    async with priya.at(case_id) as case:
        await house.services.desk.case_messages.note(case, "likes mornings")
    await phone.type("hi")
    await phone.read()
    held = await phone.type("/mydata")
    assert "3 messages between you and advisers" in held[0].text
    async with house.database.read() as session:
        file = await session.get(Attachment, held[1].message.attachment)
    assert file is not None
    cases = json.loads(file.content or b"")["cases"]
    assert [(row["by"], row["text"]) for row in cases if row["by"] != "event"] == [
        ("staff", "hello there"),
        ("note", "likes mornings"),
        ("person", "hi"),
    ]
    await phone.tap_data("forgetyes")
    assert await said_in(house, case_id) == []
