"""What somebody types while something is asked: answered, taken as what it says, and then the question again."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from db.models import Person
from tests.auxil.chats import House, Phone, texts_of

READY = ("/start", "[English]", "[London]", "E13", "18")
READY_SV = ("/start", "[Svenska]", "[Stockholm]", "Rinkeby", "19")
SITUATION, SEEKING, INTERESTS = "What are you mostly doing now?", "Are you looking for work now?", "Vilken sorts jobb"


async def _person(house: House) -> Person:
    async with house.database.read() as session:
        return (await session.execute(select(Person))).scalar_one()


async def _swedish(house: House) -> Phone:
    phone = house.phone(language_code="sv")
    await phone.go_through(*READY_SV)
    return phone


@pytest.mark.parametrize("said", ["finns det jobb i vården", "jobb på sjukhus"])
async def test_a_search_when_only_work_like_it_is_open_next_door_then_it_is_found(house: House, said: str) -> None:
    phone = await _swedish(house)
    (listing, *_) = await phone.type(said)
    first = listing.text.partition("<b>2.")[0]
    assert listing.text.startswith("<b>Det här kan du säga ja till nu</b>")
    assert "Vårdbiträde, helger" in first
    assert "det liknar det du frågade efter och det är i grannkommunen Solna" in first


async def test_a_search_when_no_job_of_that_work_is_open_then_a_course_in_it_is_nearest(house: House) -> None:
    phone = await _swedish(house)
    (listing, *_) = await phone.type("lagerjobb")
    assert listing.text.startswith("Inget sådant är öppet just nu.")
    assert "Lager och truckkort" in listing.text.partition("<b>2.")[0]


async def test_a_search_when_a_kind_of_work_is_named_then_it_comes_before_what_is_held(phone: Phone) -> None:
    await phone.go_through(*READY, "[No job and not studying]")
    listing, *_, asked = await phone.type("yes looking for warehouse work")
    assert "Parcel sorter" in listing.text.partition("<b>2.")[0]
    assert SEEKING not in asked.text


async def test_a_search_that_tells_the_situation_when_it_is_asked_then_both_are_taken(
    house: House, phone: Phone
) -> None:
    await phone.go_through(*READY)
    listing, *_, asked = await phone.type("im 17 at college mon to fri is there saturday jobs")
    assert "Weekend shop assistant" in listing.text.partition("<b>2.")[0]
    assert SEEKING in asked.text
    assert (await _person(house)).answers["given"] == {"situation": "school_or_college"}


async def test_a_search_that_names_the_work_when_that_is_asked_then_it_is_not_asked_again(house: House) -> None:
    phone = await _swedish(house)
    answers = await phone.type("finns det jobb i vården")
    assert INTERESTS not in " ".join(texts_of(answers)), "finns makes it a question, and still it says what they like"
    await phone.type("/menu")
    assert INTERESTS not in " ".join(texts_of(await phone.tap("Visa vad jag kan göra nu")))


async def test_what_is_left_out_when_a_search_says_so_then_it_does_not_lead(house: House) -> None:
    phone = await _swedish(house)
    (listing, *_) = await phone.type("allt utom vård")
    assert "Vårdbiträde" not in listing.text.partition("<b>2.")[0]


@pytest.mark.parametrize("said", ["im 18 and i live in newham", "im 18 live in e13"])
async def test_facts_when_they_are_known_then_that_is_said_and_the_question_stands(phone: Phone, said: str) -> None:
    await phone.go_through(*READY)
    known, asked = await phone.type(said)
    assert known.text == "Thanks. I have this: Newham and age 18."
    assert SITUATION in asked.text
    assert "Tap the button" not in asked.text


async def test_facts_when_they_are_known_in_swedish_then_that_is_said(house: House) -> None:
    phone = await _swedish(house)
    known, asked = await phone.type("jag är 19 bor i rinkeby")
    assert known.text == "Tack. Det här har jag: Stockholm och 19 år."
    assert INTERESTS in asked.text


async def test_facts_when_they_are_not_what_was_said_before_then_changing_is_a_tap_away(
    house: House, phone: Phone
) -> None:
    await phone.go_through(*READY)
    known, asked = await phone.type("i live in barking im 19")
    assert "You told me this before: Newham and age 18" in known.text
    assert [button.text for button in known.buttons] == ["Change an answer"]
    assert SITUATION in asked.text
    assert (await _person(house)).council == "newham"


@pytest.mark.parametrize(
    ("said", "has"),
    [("i moved to hackney", "Hackney"), ("i put the wrong age im 17", "age 17"), ("im not 18 im 20", "age 20")],
)
async def test_a_new_answer_when_it_is_said_at_once_then_it_is_kept(phone: Phone, said: str, has: str) -> None:
    await phone.go_through(*READY)
    known, *_, asked = await phone.type(said)
    assert known.text.startswith("Thanks. I have this:")
    assert has in known.text
    assert SITUATION in asked.text


async def test_another_home_when_nothing_is_asked_then_the_list_is_of_there(phone: Phone) -> None:
    await phone.go_through(*READY, "[Skip]", "[Skip]", "[Skip]")
    known, listing = await phone.type("i live in hackney now")
    assert "Hackney" in known.text
    assert "it is in Hackney" in listing.text


@pytest.mark.parametrize(("said", "back"), [("wagwan", "Hi! Good to hear from you."), ("thanks", "All good.")])
async def test_a_kind_word_when_something_is_asked_then_one_comes_back_first(
    phone: Phone, said: str, back: str
) -> None:
    await phone.go_through(*READY)
    hello, asked = await phone.type(said)
    assert hello.text == back
    assert not hello.buttons
    assert SITUATION in asked.text


@pytest.mark.parametrize("said", ["is it free", "does it cost anything", "do i have to pay for this"])
async def test_the_price_when_it_is_asked_then_it_is_free(phone: Phone, said: str) -> None:
    await phone.go_through(*READY)
    free, asked = await phone.type(said)
    assert free.text.startswith("It is free.")
    assert SITUATION in asked.text


async def test_the_price_when_it_is_of_an_event_then_the_events_are_shown(house: House) -> None:
    phone = await _swedish(house)
    assert (await phone.type("är det gratis"))[0].text.startswith("Det är gratis.")
    assert (await phone.type("är mässan gratis"))[0].text.startswith("Vilken träff menar du?")


@pytest.mark.parametrize("said", ["whats that", "what do you mean", "why"])
async def test_a_question_when_it_is_not_understood_then_it_is_put_another_way(phone: Phone, said: str) -> None:
    await phone.go_through(*READY)
    (asked,) = await phone.type(said)
    assert asked.text.startswith("No problem. Please tap the line that is nearest.")
    assert SITUATION in asked.text


async def test_where_when_it_is_asked_back_then_the_reason_and_the_way_out_are_said(phone: Phone) -> None:
    await phone.go_through("/start", "[English]", "[London]")
    (asked,) = await phone.type("why")
    assert asked.text.startswith("No problem. I say why below, and you can skip it.")
    assert "Where do you live?" in asked.text


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("working at mcdonalds 10 hours", "working_under_16h"),
        ("working 20 hours a week at tesco", "working_16h_or_more"),
        ("im not working rn", "not_working_not_studying"),
        ("im in yr 12", "school_or_college"),
    ],
)
async def test_the_situation_when_it_is_told_in_own_words_then_it_is_read_right(
    house: House, phone: Phone, said: str, kept: str
) -> None:
    await phone.go_through(*READY)
    await phone.type(said)
    assert (await _person(house)).answers["given"]["situation"] == kept


@pytest.mark.parametrize("said", ["just finished college", "i got kicked out of college"])
async def test_the_situation_when_it_is_over_then_it_is_not_kept(house: House, phone: Phone, said: str) -> None:
    await phone.go_through(*READY)
    await phone.type(said)
    assert "situation" not in (await _person(house)).answers.get("given", {})


@pytest.mark.parametrize(
    ("said", "kept"), [("👍", "yes"), ("ye but only part time", "yes"), ("not really", "no"), ("nah not really", "no")]
)
async def test_a_yes_or_no_when_it_is_said_in_other_words_then_it_counts(
    house: House, phone: Phone, said: str, kept: str
) -> None:
    await phone.go_through(*READY, "[No job and not studying]")
    await phone.type(said)
    assert (await _person(house)).answers["given"]["seeking_work"] == kept


async def test_not_knowing_when_it_may_be_skipped_then_the_next_is_asked(phone: Phone) -> None:
    await phone.go_through(*READY, "[No job and not studying]")
    assert SEEKING not in " ".join(texts_of(await phone.type("maybe")))


@pytest.mark.parametrize("said", ["2", "number 2", "the second one"])
async def test_a_place_in_the_list_when_it_is_written_then_that_is_opened(phone: Phone, said: str) -> None:
    await phone.go_through(*READY, "[Skip]", "[Skip]", "[Skip]")
    (card,) = await phone.type(said)
    assert card.text.startswith("<b>Site Start: your first building card</b>")


async def test_a_number_when_something_is_asked_then_it_is_the_answer(house: House, phone: Phone) -> None:
    await phone.go_through(*READY)
    await phone.type("2")
    assert (await _person(house)).answers["given"] == {"situation": "school_or_college"}


@pytest.mark.parametrize(("more", "stop"), [("more", "no more"), ("dont like these", "stop messaging me")])
async def test_more_when_a_list_was_shown_then_the_next_of_it_follows_and_nothing_is_stopped(
    house: House, phone: Phone, more: str, stop: str
) -> None:
    await phone.go_through(*READY)
    listing, asked = await phone.type(more)
    assert "More for you" in listing.text
    assert SITUATION in asked.text
    assert (await _person(house)).stopped_at is None
    await phone.type(stop)
    assert (await _person(house)).stopped_at is not None


async def test_more_when_it_is_swedish_then_nothing_is_stopped_either(house: House) -> None:
    phone = await _swedish(house)
    assert "Mer för dig" in (await phone.type("mer"))[0].text
    other = house.phone(78, "sv")
    await other.go_through("/start", "[Svenska]")
    (asked,) = await other.type("mer")
    assert "Var vill du arbeta eller studera?" in asked.text


async def test_a_postcode_when_the_municipality_is_asked_then_that_is_said(house: House) -> None:
    phone = house.phone(language_code="sv")
    await phone.go_through("/start", "[Svenska]", "[Stockholm]")
    (asked,) = await phone.type("164 40")
    assert "inte postnumret" in asked.text


async def test_an_age_when_it_is_a_word_then_it_is_no_sign_of_danger(house: House) -> None:
    phone = house.phone(language_code="sv")
    await phone.go_through("/start", "[Svenska]", "[Stockholm]", "Rinkeby")
    answers = " ".join(texts_of(await phone.type("tjugo")))
    assert "Det här kan du säga ja till nu" in answers
    assert "lyssnar" not in answers


@pytest.mark.parametrize("said", ["later", "bye", "brb"])
async def test_going_when_something_is_asked_then_nobody_is_pressed(phone: Phone, said: str) -> None:
    await phone.go_through(*READY)
    (answer,) = await phone.type(said)
    assert answer.text == "OK. Write when you like. We go on from here."
    assert SEEKING in " ".join(texts_of(await phone.tap("At school or college"))), "its buttons stay good"


async def test_not_now_when_yes_or_no_is_asked_then_it_is_a_no(house: House, phone: Phone) -> None:
    await phone.go_through(*READY, "[No job and not studying]")
    await phone.type("not now")
    assert (await _person(house)).answers["given"]["seeking_work"] == "no"
