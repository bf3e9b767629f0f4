"""What nobody understood: kept masked, reviewed from the command line, and gone in time."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update

from bot.services.retention import Retention
from db.models import Conversation, Handoff, Person, UnmatchedMessage
from tests.auxil.chats import House, Phone

READY = ("/start", "[English]", "[London]", "E13", "18", "[Skip]", "[Skip]", "[Skip]")
NONSENSE = "blorp zindle quax with Amina Yusuf 07700 900123"


async def _kept(house: House) -> list[UnmatchedMessage]:
    async with house.database.read() as session:
        return list((await session.execute(select(UnmatchedMessage))).scalars())


async def test_a_message_nobody_understood_is_kept_without_name_and_number(house: House, phone: Phone) -> None:
    await phone.go_through(*READY, NONSENSE)
    (kept,) = await _kept(house)
    assert kept.text == "blorp zindle quax with [name] [number]"
    assert (kept.locale, kept.country, kept.asked) == ("en", "uk", None)


async def test_a_miss_in_the_middle_of_a_question_says_which(house: House, phone: Phone) -> None:
    await phone.go_through(*READY[:4], "flibber gribble")
    (kept,) = await _kept(house)
    assert kept.asked == "age"


async def test_what_was_understood_or_told_of_danger_is_never_kept(house: House, phone: Phone) -> None:
    await phone.go_through(*READY, "any nhs jobs", "i want to die", "stop", "hello", "help", "🙂")
    assert await _kept(house) == []


async def test_nothing_is_kept_of_a_stranger(house: House, phone: Phone) -> None:
    await phone.type("flibber gribble zorp")
    assert await _kept(house) == []


async def test_nothing_is_kept_while_an_adviser_is_with_the_person(house: House, phone: Phone) -> None:
    await phone.go_through(*READY, "/person", "[Finding work]", "[Send to an adviser]")
    async with house.database.write() as session:
        await session.execute(update(Handoff).values(state="claimed"))
    await phone.type(NONSENSE)
    assert await _kept(house) == []


async def test_it_is_in_the_persons_data_and_goes_with_them(house: House, phone: Phone) -> None:
    await phone.go_through(*READY, NONSENSE)
    answers = await phone.type("/mydata")
    assert "did not understand: 1" in answers[0].text
    async with house.database.write() as session:
        person = (await session.execute(select(Person))).scalar_one()
        conversation = await session.get(Conversation, person.id)
        assert conversation is not None
        found = await house.services.privacy.everything(session, person, conversation)
    assert found["not_understood"][0]["text"].startswith("blorp")
    await phone.go_through("/forget", "[Yes, delete everything]")
    assert await _kept(house) == []


async def test_it_is_forgotten_after_fourteen_days(house: House, phone: Phone) -> None:
    await phone.go_through(*READY, NONSENSE)
    retention = Retention(house.database, house.clock, house.services.privacy, house.services.equality)
    house.clock.now += timedelta(days=13)
    await retention.run()
    assert len(await _kept(house)) == 1
    house.clock.now += timedelta(days=2)
    await retention.run()
    assert await _kept(house) == []


async def test_a_message_whose_every_guess_was_wrong_is_kept_too(house: House, phone: Phone) -> None:
    await phone.go_through(*READY, "zorp pass gribble my name is amina")
    assert await _kept(house) == [], "guesses were offered"
    await phone.tap("None of these")
    (kept,) = await _kept(house)
    assert kept.text.endswith("my name is [name]")


async def test_danger_told_after_the_guesses_is_never_kept(house: House, phone: Phone) -> None:
    await phone.go_through(*READY, "zorp pass gribble my name is amina", "i want to die")
    await phone.tap("None of these")
    assert await _kept(house) == []
