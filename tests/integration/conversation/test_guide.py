"""The way in: from /start or a deep link to things to say yes to."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from db.keyring import Keyring, new_key
from db.models import Booking, Event, Handoff, Interest, Occurrence, Person
from db.session import Database
from tests.auxil.chats import House, Phone, demo_settings, texts_of

WAYS = {
    "en": (["[English]", "[London]", "E13", "18"], "You can say yes to these now"),
    "sv": (["[Svenska]", "[Stockholm]", "Solna", "19"], "Det här kan du säga ja till nu"),
}


@pytest.mark.parametrize("locale", WAYS)
async def test_first_things_to_say_yes_to_come_after_at_most_five_answers(house: House, locale: str) -> None:
    steps, title = WAYS[locale]
    phone = house.phone(language_code=locale)
    await phone.type("/start")
    assert len(steps) <= 5
    answers = await phone.go_through(*steps)
    assert title in answers[0].text
    assert sum(button.text[0].isdigit() for button in answers[0].buttons) == 5


async def _rows(house: House, model: type) -> list:
    async with house.database.read() as session:
        return list((await session.execute(select(model))).scalars())


@pytest.mark.parametrize("locale", ["en", "sv"])
async def test_a_deep_link_leads_to_a_saved_yes_in_at_most_three_answers(house: House, locale: str) -> None:
    slug, yes = ("recruitment_fair", "I want to come") if locale == "en" else ("jobbmassa", "Jag vill komma")
    phone = house.phone(language_code=locale)
    await phone.type(f"/start e-{slug}--s-library1")
    answers = await phone.tap(yes)
    (booking,) = await _rows(house, Booking)
    (event,) = [event for event in await _rows(house, Event) if event.slug == slug]
    (date,) = [date for date in await _rows(house, Occurrence) if date.event_id == event.id]
    assert (booking.occurrence_id, booking.state, booking.source) == (date.id, "going", "library1")
    assert len(answers) == 3, "the yes, once whether news of such is wanted, and once what is kept"
    (person,) = await _rows(house, Person)
    assert person.source == "library1"


async def test_a_deep_link_asks_the_language_first_when_the_phone_speaks_neither(house: House) -> None:
    phone = house.phone(language_code="pl")
    answers = await phone.go_through("/start o-ward_helper")
    assert {button.text for button in answers[0].buttons} == {"English", "Svenska"}
    answers = await phone.go_through("[English]")
    assert "Healthcare assistant" in answers[0].text
    await phone.tap("I'm interested")
    assert [row.slug for row in await _rows(house, Interest)] == ["ward_helper"]


async def test_a_deep_link_to_nothing_says_so_and_goes_on(phone: Phone) -> None:
    answers = await phone.go_through("/start o-no_such_thing")
    assert "not open any more" in answers[0].text
    assert "Where do you want" in answers[1].text


@pytest.mark.parametrize("payload", ["../../etc", "o-" + "x" * 60, "e-ABC", "%00", "🙂", "o-a--s-b--s-c"])
async def test_a_nonsense_deep_link_is_a_plain_start(phone: Phone, payload: str) -> None:
    answers = await phone.go_through(f"/start {payload}")
    assert "Which language" in answers[0].text


async def test_a_saved_interest_is_kept_once(house: House, phone: Phone) -> None:
    await phone.go_through("/start o-ward_helper", "[I'm interested]")
    answers = await phone.tap("I'm interested")
    assert "said yes to" in answers[0].text
    assert len(await _rows(house, Interest)) == 1
    await phone.tap("Take it off my list")
    assert not await _rows(house, Interest)


async def test_further_questions_come_one_at_a_time_and_change_the_list(phone: Phone) -> None:
    await phone.go_through("/start", *WAYS["en"][0])
    answers = await phone.go_through("[No job and not studying]")
    questions = [item for item in answers if any("ans:" in (button.data or "") for button in item.buttons)]
    assert len(questions) == 1
    answers = await phone.go_through("[Yes]")
    assert "it is kept for people in" in answers[0].text


async def test_back_asks_the_question_before_and_keeps_its_answer_until_then(house: House, phone: Phone) -> None:
    await phone.go_through("/start", "[English]", "[London]", "E13")
    answers = await phone.tap("Back")
    assert "Where do you live" in answers[0].text
    (person,) = await _rows(house, Person)
    assert person.council == "newham"
    await phone.type("RM10 7XX")
    (person,) = await _rows(house, Person)
    assert (person.council, person.outcode) == ("barking_and_dagenham", "RM10")


async def test_changing_one_answer_asks_only_that_one_again(house: House, phone: Phone) -> None:
    await phone.go_through("/start", *WAYS["en"][0], "[No job and not studying]", "[Yes]", "[Skip]")
    await phone.go_through("/change", "[Age: 18]")
    answers = await phone.type("22")
    (person,) = await _rows(house, Person)
    assert person.council == "newham"
    assert person.answers["given"]["situation"] == "not_working_not_studying"
    assert all("Where do you live" not in item.text for item in answers)


@pytest.mark.parametrize(
    ("locale", "country", "area", "age"), [("en", "London", "E13", 15), ("sv", "Stockholm", "Solna", 17)]
)
async def test_somebody_under_the_minimum_age_gets_a_phone_number_and_no_list(
    house: House, locale: str, country: str, area: str, age: int
) -> None:
    phone = house.phone(language_code=locale)
    language = "English" if locale == "en" else "Svenska"
    answers = await phone.go_through("/start", f"[{language}]", f"[{country}]", area, str(age))
    (answer,) = answers
    assert any(digit.isdigit() for digit in answer.text)
    assert [button.data for button in answer.buttons] == ["change:age"]


async def test_a_person_is_asked_for_after_check_your_answers(house: House, phone: Phone) -> None:
    await phone.go_through("/start", *WAYS["en"][0])
    answers = await phone.go_through("[Talk to a person]", "[Finding work]")
    assert "Newham" in answers[0].text
    assert not await _rows(house, Handoff), "nothing is sent before it was checked"
    await phone.tap("Remove: age")
    answers = await phone.tap("Send to an adviser")
    assert "Tue 24 November" in answers[0].text or "Wed 25 November" in answers[0].text
    (handoff,) = await _rows(house, Handoff)
    assert handoff.state == "waiting"
    assert "age" not in handoff.packet
    assert handoff.packet["area"] == ["Area: Newham"]


async def test_a_second_request_for_a_person_says_when_the_first_is_read(house: House, phone: Phone) -> None:
    await phone.go_through("/start", *WAYS["en"][0], "[Talk to a person]", "[Finding work]", "[Send to an adviser]")
    answers = await phone.type("/person")
    assert "You have asked for a person already" in answers[0].text
    await phone.tap("I do not need a person any more")
    (handoff,) = await _rows(house, Handoff)
    assert handoff.state == "withdrawn"


async def test_one_country_never_asks_for_the_country(sqlite_url: str) -> None:
    database = Database(sqlite_url, Keyring([new_key()]))
    house = House(database, demo_settings(countries="se"))
    answers = await house.phone(language_code="sv").go_through("/start", "[Svenska]")
    assert "Var bor du" in list(texts_of(answers))[-1]
    await database.close()
