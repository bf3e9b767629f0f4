"""Whatever waits for an answer takes words, and is asked again after something else was said."""

from __future__ import annotations

import pytest

from tests.auxil.chats import House, Phone, texts_of

COUNTRY_ASKED = "Where do you want to work or learn?"
AREA_ASKED = "Where do you live?"


async def _last(phone: Phone, said: str) -> str:
    return list(texts_of(await phone.type(said)))[-1]


@pytest.mark.parametrize(
    ("said", "asked"), [("svenska", "Var vill du"), ("English pls", COUNTRY_ASKED), ("🇸🇪", "Var vill du")]
)
async def test_a_language_when_it_is_written_then_it_is_chosen(phone: Phone, said: str, asked: str) -> None:
    await phone.type("/start")
    assert asked in await _last(phone, said)


async def test_a_language_when_somebody_writes_on_instead_then_the_phone_decides(phone: Phone) -> None:
    await phone.go_through("/start", "london")
    went_on, *_, asked = texts_of(await phone.type("barking"))
    assert "I go on in English" in went_on
    assert "How old are you?" in asked


@pytest.mark.parametrize("said", ["uk", "🇬🇧", "England mate"])
async def test_a_country_when_it_is_written_then_it_is_chosen(phone: Phone, said: str) -> None:
    await phone.go_through("/start", "[English]")
    assert AREA_ASKED in await _last(phone, said)


@pytest.mark.parametrize("said", ["yo", "ok", "👋", "hmm", "dunno"])
async def test_a_first_choice_when_something_else_is_said_then_it_is_asked_again(phone: Phone, said: str) -> None:
    await phone.go_through("/start", "[English]")
    *before, asked = await phone.type(said)
    assert COUNTRY_ASKED in asked.text
    assert not [button for message in before for button in message.buttons], "one question a message"


async def test_a_question_when_only_a_greeting_is_said_then_hello_comes_back_and_it_is_asked_again(
    phone: Phone,
) -> None:
    await phone.go_through("/start", "[English]", "[London]")
    hello, asked = await phone.type("hello")
    assert not hello.buttons
    assert AREA_ASKED in asked.text


async def test_an_erasure_when_a_question_waits_then_nothing_is_asked_beside_it(phone: Phone) -> None:
    await phone.go_through("/start", "[English]", "[London]")
    (card,) = await phone.type("delete everything")
    assert "You cannot undo this" in card.text
    await phone.tap("No, keep it")
    assert "How old are you?" in await _last(phone, "croydon")


async def test_a_postcode_when_the_age_is_asked_then_it_is_no_age(phone: Phone) -> None:
    await phone.go_through("/start", "[English]", "[London]", "newham")
    assert "could not read an age" in await _last(phone, "M14 5RX")


async def test_an_age_when_the_one_before_was_mistyped_then_it_counts(phone: Phone) -> None:
    await phone.go_through("/start", "[English]", "[London]", "newham", "14")
    assert "16 or over" in await _last(phone, "13")
    assert "You can say yes" in " ".join(texts_of(await phone.type("i mean 19")))


async def test_the_wrong_country_when_a_place_shows_it_then_a_tap_leads_to_the_right_one(house: House) -> None:
    phone = house.phone(language_code="en")
    await phone.go_through("/start", "[English]", "[Stockholm]")
    assert "another country" in await _last(phone, "hackney")
    assert AREA_ASKED in list(texts_of(await phone.tap("London, UK")))[-1]


async def test_a_choice_when_it_is_not_understood_then_the_question_stands_with_it(phone: Phone) -> None:
    await phone.go_through("/start", "[English]", "[London]", "E13", "18")
    asked = await _last(phone, "blue bricks")
    assert "Tap the button that fits best" in asked
    assert "What are you mostly doing now?" in asked


async def test_a_further_question_when_somebody_asks_other_things_then_it_comes_back_once(phone: Phone) -> None:
    await phone.go_through("/start", "[English]", "[London]", "E13", "18")
    assert "What are you mostly doing now?" in await _last(phone, "can i work with a criminal record")
    assert "What are you mostly doing now?" not in await _last(phone, "will i lose my benefits")
    assert "What are you mostly doing now?" not in " ".join(texts_of(await phone.tap("No job and not studying")))


@pytest.mark.parametrize("said", ["3", "0", "200"])
async def test_a_number_when_it_is_written_alone_then_it_is_no_sign_of_danger(phone: Phone, said: str) -> None:
    await phone.go_through("/start", "[English]", "[London]", "E13", "18")
    assert "safe" not in " ".join(texts_of(await phone.type(said)))
