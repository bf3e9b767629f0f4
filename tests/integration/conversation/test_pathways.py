"""Where a job can lead: by words, by a button on a card, and with what is open now on each step."""

from __future__ import annotations

import pytest

from tests.auxil.chats import House, Phone, content, texts_of


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("how do i go from hca to nurse", "From the ward to nurse"),
        ("can a porter become a manager", "From porter to running the building"),
        ("what is the career path for a bricklayer", "From the site to supervisor"),
    ],
)
async def test_a_way_when_it_is_asked_for_in_words_then_its_steps_are_shown(
    house: House, phone: Phone, words: str, title: str
) -> None:
    await phone.go_through("/start", "[English]", "[London]", "E13", "18")
    said = "\n".join(texts_of(await phone.type(words)))
    assert title in said
    assert "You need:" in said
    assert "2." in said


async def test_ways_when_none_is_named_then_each_is_a_tap_away(house: House, phone: Phone) -> None:
    await phone.go_through("/start", "[English]", "[London]", "E13", "18")
    choice, *_ = await phone.type("show me career routes")
    shown = {button.text for button in choice.buttons}
    assert {path.title["en"] for path in content().pathways_in("uk")} <= shown
    assert not {path.title["en"] for path in content().pathways_in("se")} & shown
    (card,) = await phone.tap("From first lines of code")
    assert "Software developer" in card.text


async def test_a_way_when_it_is_opened_from_a_card_then_what_is_open_leads_back_to_cards(
    house: House, phone: Phone
) -> None:
    await house.load_samples()
    await phone.go_through("/start", "[English]", "[London]", "E13", "18")
    await phone.tap_data("opp:ward_helper")
    (way,) = await phone.tap("Where this can lead")
    assert "From the ward to nurse" in way.text
    open_now = [button for button in way.buttons if button.text.startswith("Open now, step 1")]
    assert "opp:ward_helper" in {button.data for button in open_now}
    (again,) = await phone.tap_data(open_now[0].data or "")
    assert "<b>" in again.text


async def test_a_way_when_it_is_of_the_other_country_then_it_is_not_shown(house: House, phone: Phone) -> None:
    await phone.go_through("/start", "[English]", "[London]", "E13", "18")
    said = "\n".join(texts_of(await phone.tap_data("path:vard_till_sjukskoterska")))
    assert "undersköterska" not in said.lower()


async def test_a_way_when_it_is_swedish_then_so_are_its_words(house: House) -> None:
    phone = house.phone(language_code="sv")
    await phone.go_through("/start", "[Svenska]", "[Stockholm]")
    said = "\n".join(texts_of(await phone.type("vägen från vårdbiträde till sjuksköterska")))
    assert "Från vårdbiträde till sjuksköterska" in said
    assert "Du behöver:" in said


@pytest.mark.parametrize("country", ["uk", "se"])
def test_ways_when_listed_then_health_construction_and_digital_each_have_one(country: str) -> None:
    ways = content().pathways_in(country)
    assert {"health", "construction", "digital"} <= {path.sector for path in ways}
    assert all(step.source and step.checked_on < step.check_by for path in ways for step in path.steps)


@pytest.mark.parametrize(
    ("locale", "steps", "words", "title"),
    [
        ("en", ("/start", "[English]", "[London]", "E13", "18"), "how do i become a nurse", "From the ward to nurse"),
        (
            "sv",
            ("/start", "[Svenska]", "[Stockholm]", "Rinkeby", "19"),
            "hur blir jag undersköterska",
            "Från vårdbiträde till sjuksköterska",
        ),
    ],
)
async def test_a_way_when_somebody_asks_how_to_become_that_then_it_is_shown_and_the_question_comes_back(
    house: House, locale: str, steps: tuple[str, ...], words: str, title: str
) -> None:
    phone = house.phone(language_code=locale)
    *_, asked = await phone.go_through(*steps)
    way, again = await phone.type(words)
    assert title in way.text
    assert {button.text for button in again.buttons} == {button.text for button in asked.buttons}


async def test_a_job_when_no_way_to_it_is_known_then_who_knows_it_is_said_and_what_is_open_in_that_work(
    house: House,
) -> None:
    phone = house.phone(language_code="sv")
    await phone.go_through("/start", "[Svenska]", "[Stockholm]", "Rinkeby", "19")
    unknown, listing, *_ = await phone.type("hur blir jag kock")
    assert unknown.text.startswith("Jag har inte skrivit ner stegen till det jobbet än.")
    assert "Arbetsförmedlingen" in unknown.text
    assert "Köksbiträde" in listing.text.partition("<b>2.")[0]


async def test_a_job_when_it_is_none_we_know_then_every_way_and_where_to_ask_are_shown(phone: Phone) -> None:
    await phone.go_through("/start", "[English]", "[London]", "E13", "18")
    ways, *_ = await phone.type("how do i become a lawyer")
    assert "Another job? Ask here:" in ways.text
    assert "National Careers Service" in ways.text
