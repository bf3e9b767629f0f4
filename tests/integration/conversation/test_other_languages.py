"""Somebody who writes in a language we do not speak: one card, and then the conversation goes on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.messages.texts import FSI, PDI
from db.keyring import Keyring, new_key
from db.models import Handoff, Person, UnmatchedMessage
from db.session import Database
from tests.auxil.chats import House, demo_settings

READY = ("/start", "[English]", "[London]", "E13", "18", "[Skip]", "[Skip]", "[Skip]")
READY_SV = ("/start", "[Svenska]", "[Stockholm]", "Solna", "19", "[Hoppa över]")
WRITTEN = {
    "أبحث عن عمل": "بالإنجليزية والسويدية",
    "Waxaan raadinayaa shaqo": "Ingiriisi iyo Iswidhish",
    "ስራሕ ይደሊ ኣሎኹ": "እንግሊዝኛን ስዊድንኛን",
    "تشکر، وظیفه میخواهم": "سویدنی",
    "دنبال شغل هستم، ممنون": "سوئدی",
    "আমি কাজ চাই": "ইংরেজি ও সুইডিশ",
    "Vreau să lucrez, caut ceva": "engleză și suedeză",
    "مجھے نوکری چاہیے": "انگریزی اور سویڈش",
    "Я ищу работу": "I speak English and Swedish",
}


@pytest.mark.parametrize("text", WRITTEN)
async def test_a_stranger_gets_the_card_with_both_numbers_and_then_the_first_question(house: House, text: str) -> None:
    answers = await house.phone(language_code="xx").type(text)
    assert WRITTEN[text] in answers[0].text
    assert "United Kingdom 999 · Sweden 112" in answers[0].text
    assert "PERSON" in answers[0].text
    assert "Which language do you want" in answers[1].text


@pytest.mark.parametrize(
    ("ready", "locale", "own", "other"), [(READY, "en", "999", "112"), (READY_SV, "sv", "112", "999")]
)
async def test_the_card_names_the_number_of_the_persons_country_isolated(
    house: House, ready: tuple[str, ...], locale: str, own: str, other: str
) -> None:
    phone = house.phone(language_code=locale)
    await phone.go_through(*ready)
    answers = await phone.type("أبحث عن عمل")
    assert f"{FSI}{own}{PDI}" in answers[0].text
    assert other not in answers[0].text
    assert len(answers) > 1, "the conversation goes on"


async def test_a_deployment_for_one_country_names_its_number_alone(sqlite_url: str) -> None:
    database = Database(sqlite_url, Keyring([new_key()]))
    house = House(database, demo_settings(countries="se"))
    answers = await house.phone(language_code="sv").type("أبحث عن عمل")
    assert f"{FSI}112{PDI}" in answers[0].text
    assert "999" not in answers[0].text
    await database.close()


async def test_the_card_comes_once_in_ten_minutes(house: House) -> None:
    phone = house.phone()
    await phone.go_through(*READY)
    assert "بالإنجليزية" in (await phone.type("أبحث عن عمل"))[0].text
    house.clock.now += timedelta(minutes=9)
    assert not any("بالإنجليزية" in answer.text for answer in await phone.type("أبحث عن عمل"))
    house.clock.now += timedelta(minutes=2)
    assert "بالإنجليزية" in (await phone.type("أبحث عن عمل"))[0].text


@pytest.mark.parametrize("word", ["PERSON", "person", "Person", "PERSON من فضلك", "fadlan PERSON"])
async def test_person_leads_to_a_person_in_any_state(house: House, word: str) -> None:
    for chat, ready in enumerate((READY[:3], READY[:4], READY), start=100):
        phone = house.phone(chat_id=chat)
        await phone.go_through(*ready)
        answers = await phone.type(word)
        assert "What do you want to talk to a person about" in answers[-1].text, ready
    stranger = house.phone(chat_id=99)
    await stranger.type(word)
    await stranger.go_through("[English]", "[London]", "[Finding work]", "[Send to an adviser]")
    async with house.database.read() as session:
        assert (await session.execute(select(Handoff))).scalar_one().topic == "work"


async def test_the_button_of_the_card_leads_to_a_person(house: House) -> None:
    phone = house.phone()
    await phone.go_through(*READY)
    await phone.type("أبحث عن عمل")
    answers = await phone.tap("PERSON")
    assert "What do you want to talk to a person about" in answers[0].text


async def test_danger_and_stop_come_before_any_card(house: House) -> None:
    phone = house.phone()
    await phone.go_through(*READY)
    answers = await phone.type("i am going to kill myself tonight. أنا لا أريد أن أعيش بعد الآن في هذا العالم أبدا")
    assert "بالإنجليزية" not in answers[0].text
    assert "999" in answers[0].text
    await phone.type("stop")
    async with house.database.read() as session:
        assert (await session.execute(select(Person))).scalar_one().stopped_at is not None


async def test_an_answer_in_other_digits_is_still_an_answer(house: House) -> None:
    phone = house.phone()
    await phone.go_through(*READY[:4])
    answers = await phone.type("عمري ١٨ سنة")
    assert "بالإنجليزية" in answers[0].text


async def test_what_is_written_in_another_language_is_not_kept_as_not_understood(house: House) -> None:
    phone = house.phone()
    await phone.go_through(*READY)
    await phone.type("أبحث عن عمل")
    async with house.database.read() as session:
        assert (await session.execute(select(UnmatchedMessage))).first() is None


async def test_foreign_words_that_look_like_ours_misspelt_are_no_alarm(house: House) -> None:
    phone = house.phone()
    await phone.go_through(*READY)
    answers = await phone.type("Caut un loc de muncă, vreau să lucrez")
    assert "Vorbesc engleză" in answers[0].text, "caut is Romanian for I look for, and no misspelt cut"


async def test_danger_told_in_our_language_among_another_gets_both_cards(house: House) -> None:
    phone = house.phone()
    await phone.go_through(*READY)
    first, second = await phone.type("waxaan doonayaa i am going to kill myself tonight fadlan shaqo iyo lacag hadda")
    assert "call <b>999" in first.text
    assert "Ingiriisi" in second.text
