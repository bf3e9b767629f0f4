"""People write before they have tapped everything: after the language, before the country."""

from __future__ import annotations

import pytest

from tests.auxil.chats import House, Phone, library, texts_of

COUNTRY_ASKED = "Where do you want to work or learn?"


@pytest.fixture
async def early(phone: Phone) -> Phone:
    await phone.go_through("/start", "[English]")
    return phone


async def test_every_intent_when_no_country_is_known_then_it_leads_on(house: House) -> None:
    for number, intent in enumerate(library().intents):
        phone = house.phone(chat_id=5000 + number)
        await phone.go_through("/start", "[English]")
        answers = await phone.type(intent.phrases["en"][0])
        said = " ".join(texts_of(answers))
        assert answers, intent.id
        assert "went wrong on my side" not in said, intent.id
        assert any(answer.buttons for answer in answers), f"{intent.id} is a dead end"


async def test_a_search_when_no_country_is_known_then_the_country_is_asked(early: Phone) -> None:
    assert COUNTRY_ASKED in list(texts_of(await early.type("any jobs near me")))[-1]


async def test_a_question_when_no_country_is_known_then_it_is_answered_and_the_country_asked(early: Phone) -> None:
    answers = list(texts_of(await early.type("can i work with a criminal record")))
    assert "A criminal record" in answers[0]
    assert COUNTRY_ASKED in answers[-1]


@pytest.mark.parametrize("said", ["london", "London, UK", "im in london", "newham", "stockholm", "sweden"])
async def test_a_place_when_the_country_is_asked_then_it_is_taken_for_the_answer(early: Phone, said: str) -> None:
    answers = list(texts_of(await early.type(said)))
    assert answers
    assert all(COUNTRY_ASKED not in answer for answer in answers)
