"""The cards of programmes in the chat: three wordings, every reason, and always a next step that is really there."""

from __future__ import annotations

import pytest

from tests.auxil.chats import House, Phone, content

UK, SE = ("/start", "[English]", "[London]"), ("/start", "[Svenska]", "[Stockholm]")
ON_EVERY_CARD = {
    "en": {"Ask an adviser", "Change an answer", "Why am I seeing this?", "What else is there?", "Menu"},
    "sv": {"Fråga en rådgivare", "Ändra ett svar", "Varför ser jag det här?", "Vad finns mer?", "Meny"},
}


async def card(phone: Phone, programme: str) -> tuple[str, set[str]]:
    (shown,) = await phone.tap_data(f"prog:{programme}")
    return shown.text, {button.text for button in shown.buttons}


@pytest.mark.parametrize("programme", list(content().programmes))
async def test_card_when_it_is_shown_then_an_adviser_a_change_and_the_reason_are_on_it(
    house: House, programme: str
) -> None:
    country = content().programmes[programme].country
    for locale, way in (("en", "[English]"), ("sv", "[Svenska]")):
        phone = house.phone(chat_id=100 if locale == "en" else 101, language_code=locale)
        start = ("/start", way, "[Stockholm]" if country == "se" else "[London]")
        await phone.go_through(*start, "Solna" if country == "se" else "E13", "19")
        _, buttons = await card(phone, programme)
        assert buttons >= ON_EVERY_CARD[locale]


async def test_card_when_one_thing_is_missing_then_it_asks_for_it_and_comes_back(phone: Phone) -> None:
    await phone.go_through(*UK, "E13", "19", "skip", "skip", "skip")
    text, _ = await card(phone, "movement_to_work")
    assert "Need one more thing" in text
    assert "What are you mostly doing now?" in text
    (asked,) = await phone.tap("Answer the question")
    assert asked.text.startswith("What are you mostly doing now?")
    (settled,) = await phone.tap("No job and not studying")
    assert "<b>Movement to Work</b>" in settled.text
    assert "Looks like a match" in settled.text
    assert "<b>Next:</b>" in settled.text


async def test_card_when_the_missing_thing_is_typed_then_it_comes_back_too(house: House) -> None:
    phone = house.phone(language_code="sv")
    await phone.go_through("/start", "[Svenska]", "[London]", "E13", "19", "hoppa över", "hoppa över", "hoppa över")
    await card(phone, "movement_to_work")
    (settled,) = await phone.go_through("[Svara på frågan]", "Inget jobb och ingen utbildning")
    assert "<b>Movement to Work</b>" in settled.text
    assert "Ser ut att passa" in settled.text


async def test_card_when_only_a_person_can_tell_then_no_question_is_offered(phone: Phone) -> None:
    await phone.go_through(*UK, "E13", "19", "[Something else]")
    text, buttons = await card(phone, "movement_to_work")
    assert "Need one more thing" in text
    assert "Answer the question" not in buttons
    assert "Ask an adviser" in buttons


async def test_question_to_settle_when_its_button_is_old_then_the_card_is_shown_as_it_is_now(phone: Phone) -> None:
    await phone.go_through(*UK, "E13", "19", "[No job and not studying]")
    (shown,) = await phone.tap_data("settle:movement_to_work")
    assert "Looks like a match" in shown.text
    old, *_ = await phone.tap_data("settle:no_such_programme")
    assert "earlier" in old.text


@pytest.mark.parametrize(("way", "place", "programme"), [(UK, "E13", "win"), (SE, "Solna", "entry_hub")])
async def test_card_when_a_programme_is_closed_then_what_is_open_stands_there_and_nothing_looks_like_a_match(
    house: House, way: tuple[str, ...], place: str, programme: str
) -> None:
    phone = house.phone()
    await phone.go_through(*way, place, "19")
    text, buttons = await card(phone, programme)
    services = content().services
    named = [services[name].name.replace("'", "&#x27;") for name in content().programmes[programme].instead]
    shown = [name for name in named if name in text]
    assert shown
    for word in ("Looks like a match", "Ser ut att passa"):
        assert word not in text
    assert not {"I'm interested", "Answer the question"} & buttons


async def test_card_when_a_programme_is_for_employers_then_nobody_is_told_to_apply(phone: Phone) -> None:
    await phone.go_through(*UK, "E13", "19")
    text, buttons = await card(phone, "nhs_widening_access")
    assert "A name on jobs and placements" in text
    assert "Looks like a match" not in text
    assert "You cannot apply to it" in text
    assert "I'm interested" not in buttons
    (listed,) = await phone.tap_data("progs")
    assert "<b>NHS widening access</b>: A name on jobs and placements" in listed.text


async def test_card_when_a_programme_offers_people_then_how_to_reach_them_stands_there(phone: Phone) -> None:
    await phone.go_through(*UK, "E13", "19")
    for programme in ("movement_to_work", "nel_health_hub", "nhs_widening_access"):
        text, _ = await card(phone, programme)
        for offer in content().programmes[programme].offers:
            assert offer.name["en"] in text
            assert offer.reach["en"] in text


async def test_programmes_when_somebody_is_past_the_limit_then_the_words_are_kind(phone: Phone) -> None:
    await phone.go_through(*UK, "E13", "31")
    text, buttons = await card(phone, "movement_to_work")
    assert "May not fit right now" in text
    assert "✗ It is for people aged 16 to 30." in text
    assert "You can still ask." in text
    assert "ineligible" not in text.casefold()
    assert "I'm interested" in buttons


@pytest.mark.parametrize("answer", ["[Something else]", "something else"])
async def test_something_else_when_it_is_chosen_then_it_is_an_answer_and_not_asked_again(
    phone: Phone, answer: str
) -> None:
    await phone.go_through(*UK, "E13", "19")
    said = await phone.go_through(answer)
    assert not any("What are you mostly doing now?" in item.text or "nearest" in item.text for item in said)
    (changes,) = await phone.tap_data("change")
    assert any(button.text.endswith("Something else") for button in changes.buttons)
