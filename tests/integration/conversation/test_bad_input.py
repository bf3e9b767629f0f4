"""What people really type at the first two questions: understood, or asked again in other words, then with a person."""

from __future__ import annotations

import re

import pytest

from tests.auxil.chats import House, Phone

WAYS = {
    "en uk": ("en", ("/start", "[English]", "[London]"), "E13"),
    "sv uk": ("sv", ("/start", "[Svenska]", "[London]"), "E13"),
    "en se": ("en", ("/start", "[English]", "[Stockholm]"), "Solna"),
    "sv se": ("sv", ("/start", "[Svenska]", "[Stockholm]"), "Solna"),
}
PERSON = {"en": "Talk to a person", "sv": "Prata med en människa"}
# Ages that are understood, whatever language they are in and however they are spelt.
AGES = {
    "im 24 turn 25 next week": 24,
    "ninetean": 19,
    "nitton": 19,
    "twenty one": 21,
    "19 år": 19,
    "i'm nineteen years old": 19,
    "١٩": 19,
}
# What is no age of somebody this is for, and never kept as one.
NO_AGES = ("200", "-5", "abc", "0")
UK_PLACES = {
    "E13 8AB": {"newham"},
    "e138ab": {"newham"},
    "ig117xx": {"barking_and_dagenham"},
    "N4 2": {"hackney", "haringey", "islington"},
    "I live in Stratford": {"newham"},
    "jag bor i Stratford": {"newham"},
}


async def begun(house: House, way: str, *more: str) -> Phone:
    locale, steps, _ = WAYS[way]
    phone = house.phone(language_code=locale)
    await phone.go_through(*steps, *more)
    return phone


async def kept(phone: Phone) -> str:
    """What the bot says it knows, without the marks around what it fills in."""
    said = "\n".join(item.text for item in await phone.type("/mydata"))
    return said.translate(dict.fromkeys(map(ord, "\u2068\u2069")))


def asks_for_age(text: str) -> bool:
    return "How old are you" in text or "Hur gammal är du" in text


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("typed", "age"), AGES.items())
async def test_age_when_it_is_written_in_any_way_then_it_is_understood(
    house: House, way: str, typed: str, age: int
) -> None:
    phone = await begun(house, way, WAYS[way][2])
    await phone.type(typed)
    assert re.search(rf"^(Age|Ålder): {age}\b", await kept(phone), re.MULTILINE)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("typed", NO_AGES)
async def test_age_when_it_cannot_be_one_then_it_is_asked_in_other_words_and_then_with_a_person(
    house: House, way: str, typed: str
) -> None:
    phone = await begun(house, way, WAYS[way][2])
    first = phone.messages[-1].text
    (again,) = await phone.type(typed)
    (with_person,) = await phone.type(typed)
    said = [text.split("\n")[0] for text in (first, again.text, with_person.text)]
    assert len(set(said)) == 3
    assert PERSON[WAYS[way][0]] in {button.text for button in with_person.buttons}
    await phone.type("17" if way.endswith("uk") else "18")
    assert not asks_for_age(phone.messages[-1].text)


@pytest.mark.parametrize("way", ["en uk", "sv uk"])
@pytest.mark.parametrize(("typed", "councils"), UK_PLACES.items())
async def test_place_when_it_is_written_in_any_way_then_only_the_outward_part_is_kept(
    house: House, way: str, typed: str, councils: set[str]
) -> None:
    phone = await begun(house, way)
    (asked, *_) = await phone.type(typed)
    assert asks_for_age(asked.text)
    shown = (await kept(phone)).casefold()
    assert not any(inward in shown for inward in ("8ab", "7xx", "n4 2"))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("typed", ["no fixed address", "ingen fast adress"])
async def test_place_when_somebody_has_none_then_they_can_use_everything_all_the_same(
    house: House, way: str, typed: str
) -> None:
    phone = await begun(house, way)
    said = await phone.type(typed)
    assert any("without an address" in item.text or "utan adress" in item.text for item in said)
    (asked, *_) = await phone.type(WAYS[way][2])
    assert asks_for_age(asked.text)


@pytest.mark.parametrize(
    ("way", "typed", "names"),
    [
        ("en uk", "E13 8AB or IG1 2AA", {"Newham", "Redbridge"}),
        ("sv uk", "Newham eller Hackney", {"Newham", "Hackney"}),
        ("en se", "Solna and Nacka", {"Solna", "Nacka"}),
        ("sv se", "Solna och Nacka", {"Solna", "Nacka"}),
    ],
)
async def test_place_when_there_are_two_then_one_is_chosen_by_button(
    house: House, way: str, typed: str, names: set[str]
) -> None:
    phone = await begun(house, way)
    (choice,) = await phone.type(typed)
    assert {button.text for button in choice.buttons} >= names
    (asked, *_) = await phone.tap(min(names))
    assert asks_for_age(asked.text)


@pytest.mark.parametrize(
    ("way", "typed"),
    [
        ("en uk", "Rinkeby"),
        ("sv uk", "jag bor i Solna"),
        ("en se", "I live in Stratford"),
        ("sv se", "Newham and Hackney"),
    ],
)
async def test_place_when_it_is_in_the_other_country_then_that_is_said_and_then_a_person_offered(
    house: House, way: str, typed: str
) -> None:
    phone = await begun(house, way)
    (again,) = await phone.type(typed)
    assert "another country" in again.text or "annat land" in again.text
    (with_person,) = await phone.type(typed)
    assert with_person.text != again.text
    assert PERSON[WAYS[way][0]] in {button.text for button in with_person.buttons}


@pytest.mark.parametrize("way", WAYS)
async def test_place_when_it_is_not_known_then_nothing_of_the_other_country_is_named(house: House, way: str) -> None:
    phone = await begun(house, way)
    said = [phone.messages[-1].text]
    for _ in range(3):
        said += [item.text for item in await phone.type("asdfgh")]
    words = " ".join(said)
    foreign = ("Solna", "Botkyrka", "municipality") if way.endswith("uk") else ("E13", "postcode", "postnummer")
    assert not [word for word in foreign if word in words]
    assert PERSON[WAYS[way][0]] in {button.text for button in phone.messages[-1].buttons}


async def test_place_when_a_whole_city_is_misspelt_then_nobody_is_shown_a_list_of_its_councils(house: House) -> None:
    phone = await begun(house, "en uk")
    (asked, *_) = await phone.type("Londn")
    assert asks_for_age(asked.text)


@pytest.mark.parametrize("way", WAYS)
async def test_choice_when_it_is_typed_in_part_or_misspelt_then_it_counts(house: House, way: str) -> None:
    typed, label = {
        "en uk": ("no job and not studyng", "No job and not studying"),
        "sv uk": ("inget jobb och ingen utbildnig", "Inget jobb och ingen utbildning"),
        "en se": ("health and hospitls", "Health and hospitals"),
        "sv se": ("vård och sjukhs", "Vård och sjukhus"),
    }[way]
    phone = await begun(house, way, WAYS[way][2], "19")
    await phone.tap_data("change:situation" if way.endswith("uk") else "change:interests")
    await phone.type(typed)
    assert label in await kept(phone)
