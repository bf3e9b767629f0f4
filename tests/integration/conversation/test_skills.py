"""The skills card: asked for, shown in Swedish, changed, sent along and deleted."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from db.models import Attachment, Handoff, SkillsCard
from tests.auxil.chats import House, Phone

WAYS = {
    "en": ("/start", "[English]", "[Stockholm]", "Solna", "24", "/menu", "[Check programmes]", "[Entry Hub]"),
    "sv": ("/start", "[Svenska]", "[Stockholm]", "Solna", "24", "/menu", "[Se vilka program]", "[Entry Hub]"),
}
SHOW = {"en": "[Show what I can do]", "sv": "[Visa vad jag kan]"}
SKIP = {"en": "[Skip]", "sv": "[Hoppa över]"}
NEXT = {"en": "[Next]", "sv": "[Nästa]"}


async def _card(house: House) -> SkillsCard | None:
    async with house.database.read() as session:
        return (await session.execute(select(SkillsCard))).scalar_one_or_none()


async def _begun(house: House, locale: str = "sv") -> Phone:
    phone = house.phone(language_code=locale)
    await phone.go_through(*WAYS[locale], SHOW[locale])
    return phone


@pytest.mark.parametrize("locale", WAYS)
async def test_the_card_is_in_swedish_whatever_language_somebody_chats_in(house: House, locale: str) -> None:
    phone = await _begun(house, locale)
    cook = "[Kitchen]" if locale == "en" else "[Kök]"
    answers = await phone.go_through(cook, NEXT[locale], SKIP[locale], "Français & <b>wolof</b>", SKIP[locale])
    card, below = answers
    assert card.text.startswith("<b>Det här kan jag</b>")
    assert "Jobb jag har gjort</b>: Kök och mat" in card.text
    assert "Français &amp; &lt;b&gt;wolof&lt;/b&gt;" in card.text
    assert "lärt mig" not in card.text, "a skipped line is not on the card"
    assert card.buttons == [], "the card can be sent on as it is"
    assert {"person", "menu"} <= {button.data for button in below.buttons}


@pytest.mark.parametrize("locale", WAYS)
async def test_each_question_stands_alone_can_be_skipped_and_every_one_skipped_leaves_nothing(
    house: House, locale: str
) -> None:
    phone = await _begun(house, locale)
    for _ in range(4):
        asked = len(phone.messages)
        answers = await phone.go_through(SKIP[locale])
        assert len(phone.messages) == asked + 1
    assert {"skills", "person", "menu"} <= {button.data for button in answers[0].buttons}
    assert await _card(house) is None


async def test_back_asks_the_line_before_with_what_was_said(house: House) -> None:
    phone = await _begun(house)
    await phone.go_through("[Städ]", "Jag har städat i tre år")
    for step in ("tillbaka", "[Nästa]", "[Tillbaka]"):
        answers = await phone.go_through(step)
        assert "Jag har städat i tre år" in answers[0].text or step == "[Nästa]"
    assert any(button.text == "✓ Städ" for button in answers[0].buttons)


async def test_words_that_always_work_leave_the_card_and_rights_are_answered(house: House) -> None:
    phone = await _begun(house)
    answers = await phone.type("sparar ni mina uppgifter?")
    assert "Vad har du jobbat med" in answers[-1].text, "the question comes back"
    assert len(answers) == 2
    answers = await phone.type("MENY")
    assert answers[0].text == "Vad vill du göra?"
    await phone.type("finns det jobb nära mig")
    assert await _card(house) is None, "after the menu words are no answer to it any more"


async def test_a_line_can_be_changed_and_taken_away(house: House) -> None:
    phone = await _begun(house)
    await phone.go_through("[Lager]", "Truckförare", "[Gymnasium]", "[Nästa]", "[Engelska]", "[Nästa]", "[Hoppa över]")
    answers = await phone.go_through("[Ändra: Språk]", "Engelska och lite tyska")
    assert "Engelska. Engelska och lite tyska" in answers[0].text
    answers = await phone.go_through("[Ändra: Jobb]", "[Ta bort det här]")
    assert "Lager" not in answers[0].text
    row = await _card(house)
    assert row is not None
    assert set(row.lines) == {"training", "languages"}


async def test_an_old_button_of_the_card_is_said_to_be_old(house: House) -> None:
    phone = await _begun(house)
    old = phone.button("Hoppa över").data or ""
    await phone.tap("Hoppa över")
    for data in (old, "sktick:work:care:1", "sknext:nothing:1", "skedit:nothing", "skclear:work:1", "skback:work:1"):
        answers = await phone.tap_data(data)
        assert "gammal" in answers[0].text, data
    assert await _card(house) is None


async def test_somebody_in_the_other_country_has_no_card(house: House) -> None:
    phone = house.phone()
    await phone.go_through("/start", "[English]", "[London]", "E13", "18")
    for data in ("skills", "skedit:work"):
        answers = await phone.tap_data(data)
        assert "from earlier" in answers[0].text


async def test_the_card_goes_with_the_packet_and_can_be_left_out(house: House) -> None:
    phone = await _begun(house)
    await phone.go_through("[Städ]", "[Nästa]", "[Hoppa över]", "[Hoppa över]", "[Hoppa över]")
    answers = await phone.go_through("[Prata med en människa]", "[Att hitta jobb]")
    assert "Jobb jag har gjort</b>: Städ" in answers[0].text
    answers = await phone.tap("Ta bort: mitt kompetenskort")
    assert "Städ" not in answers[0].text
    await phone.tap("Lägg tillbaka: mitt kompetenskort")
    await phone.tap("Skicka till en rådgivare")
    async with house.database.read() as session:
        handoff = (await session.execute(select(Handoff))).scalar_one()
    assert handoff.packet["skills"] == ["<b>Jobb jag har gjort</b>: Städ"]


async def test_the_card_is_seen_taken_away_as_a_file_and_deleted_on_its_own(house: House) -> None:
    phone = await _begun(house)
    await phone.go_through("[Städ]", "[Nästa]", "[Hoppa över]", "[Hoppa över]", "[Hoppa över]")
    answers = await phone.type("/mydata")
    assert "Ditt kompetenskort: <b>Jobb jag har gjort</b>: Städ" in answers[0].text
    async with house.database.read() as session:
        body = (await session.execute(select(Attachment.content))).scalar_one()
    assert json.loads(body)["skills"]["lines"]["work"] == {"chosen": ["cleaning"], "words": ""}
    await phone.go_through(*WAYS["sv"][5:], "[Visa vad jag kan]", "[Ta bort kortet]", "[Nej, behåll]")
    assert await _card(house) is not None
    await phone.go_through("[Ta bort kortet]", "[Ja, ta bort kortet]")
    assert await _card(house) is None


async def test_the_card_goes_with_its_person(house: House) -> None:
    phone = await _begun(house)
    await phone.go_through("[Städ]", "/forget", "[Ja, ta bort allt]")
    assert await _card(house) is None


async def test_own_words_in_any_language_are_an_answer_and_stand_isolated_on_the_card(house: House) -> None:
    phone = await _begun(house)
    answers = await phone.type("طباخ في حلب لمدة ثلاث سنوات")
    assert len(answers) == 1, "no card in Arabic: the answer was understood"
    await phone.go_through("[Hoppa över]", "Soomaali, carabi", "[Hoppa över]")
    assert "\u2068طباخ في حلب لمدة ثلاث سنوات\u2069" in phone.messages[-2].text
    await phone.go_through("[Ändra: Språk]", "fadlan PERSON")
    assert "Vad vill du prata med en människa om" in phone.messages[-1].text
