"""What people type: answered first, every intent leads somewhere, safeguarding before all."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from bot.domain.slots.filling import Slots
from bot.services.turns import Turn
from db.models import Concern, Handoff, InboundUpdate, Interest, Person
from tests.auxil.chats import House, Phone, library

READY = ("/start", "[English]", "[London]", "E13", "18")
READY_SV = ("/start", "[Svenska]", "[Stockholm]", "Solna", "19")


async def _count(house: House, model: type) -> int:
    async with house.database.read() as session:
        return (await session.execute(select(func.count()).select_from(model))).scalar_one()


async def _person(house: House) -> Person:
    async with house.database.read() as session:
        return (await session.execute(select(Person))).scalar_one()


@pytest.mark.parametrize(
    ("locale", "question", "says"),
    [
        ("en", "how much is minimum wage", "12.71"),
        ("en", "any nhs jobs near me", "Apply by"),
        ("en", "do i need to tell them about my criminal record", "record"),
        ("en", "are u a bot", "I am a bot"),
        ("sv", "vad är minimilön", "kollektivavtal"),
        ("sv", "finns det någon praktik", "Sök senast"),
    ],
)
async def test_a_question_before_anything_else_is_answered_and_nothing_is_stored(
    house: House, locale: str, question: str, says: str
) -> None:
    phone = house.phone(language_code=locale)
    answers = await phone.type(question)
    assert any(says.lower() in answer.text.lower() for answer in answers)
    assert all(button.url for answer in answers for button in answer.buttons), "a tap would belong to nobody"
    assert "/start" in answers[-1].text
    assert await _count(house, Person) == 0
    async with house.database.read() as session:
        kept = (await session.execute(select(InboundUpdate))).scalar_one()
    assert (kept.text, kept.body, kept.person_id) == (None, None, None)


async def test_a_stranger_who_wants_a_person_gets_there(house: House) -> None:
    phone = house.phone(language_code="en")
    await phone.type("can i talk to a real person")
    answers = await phone.go_through("[English]", "[London]")
    assert "What do you want to talk to a person about" in answers[-1].text
    await phone.go_through("[Finding work]", "[Send to an adviser]")
    assert await _count(house, Handoff) == 1


async def test_facts_stated_on_the_way_are_kept_and_not_asked_again(house: House, phone: Phone) -> None:
    await phone.go_through("/start", "[English]", "[London]")
    answers = await phone.type("im 18 male barking no job")
    person = await _person(house)
    assert person.council == "barking_and_dagenham"
    assert person.born_from is not None
    assert person.answers["given"] == {"situation": "not_working_not_studying"}
    assert "You can say yes to these now" in answers[0].text


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("is this legit", "Yes, this is real"),
        ("i dont know what i wanna do", "You do not need to know yet"),
        ("can my mate come with me", "Which event do you mean"),
    ],
)
async def test_an_everyday_question_before_the_area_is_known_gets_its_own_answer_first(
    phone: Phone, said: str, first: str
) -> None:
    await phone.go_through("/start", "[English]", "[London]")
    answers = await phone.type(said)
    assert first in answers[0].text
    assert "Where do you live" in answers[-1].text


async def test_a_question_in_the_middle_is_answered_and_the_open_question_comes_back(phone: Phone) -> None:
    await phone.go_through("/start", "[English]", "[London]", "E13")
    answers = await phone.type("how much is minimum wage")
    assert "12.71" in answers[0].text
    assert "How old are you" in answers[-1].text
    answers = await phone.type("19")
    assert "You can say yes to these now" in answers[0].text


async def test_a_search_that_names_the_place_asked_for_is_done_and_the_next_question_follows(
    house: House, phone: Phone
) -> None:
    await phone.go_through("/start", "[English]", "[London]")
    answers = await phone.type("weekend jobs e13")
    assert "newham" in (await _person(house)).places
    assert "How old are you" in answers[-1].text
    assert sum("How old are you" in answer.text for answer in answers) == 1
    assert len(answers) > 1


@pytest.mark.parametrize("word", ["stop", "STOP", "stpo", "pls stop messaging me", "leave me alone"])
async def test_stop_is_obeyed_however_it_is_written(house: House, phone: Phone, word: str) -> None:
    await phone.go_through(*READY)
    await phone.type(word)
    assert (await _person(house)).stopped_at is not None


@pytest.mark.parametrize(
    ("locale", "steps", "line"),
    [("en", READY, "999"), ("sv", READY_SV, "112")],
)
@pytest.mark.parametrize("cut", [1, 2, 4, 5])
async def test_a_safeguarding_message_comes_first_at_any_step(
    house: House, locale: str, steps: tuple[str, ...], line: str, cut: int
) -> None:
    phone = house.phone(language_code=locale)
    await phone.go_through(*steps[:cut])
    answers = await phone.type(
        "i am going to kill myself tonight" if locale == "en" else "jag ska ta livet av mig ikväll"
    )
    assert line in answers[0].text
    assert ("112" if line == "999" else "999") not in answers[0].text
    assert {"person", "imok"} <= {button.data for button in answers[0].buttons}
    assert (await _person(house)).news_paused_at is not None
    await phone.tap("I'm OK" if locale == "en" else "Jag mår bra")
    await phone.tap("Send me news" if locale == "en" else "Skicka nyheter")
    assert (await _person(house)).news_paused_at is None


async def test_a_concern_reaches_the_lead_and_outlives_erasure_until_it_is_closed(house: House, phone: Phone) -> None:
    await phone.go_through(*READY)
    (card,) = await phone.type("my mum hits me")
    assert "I do not know when a person here will" in card.text  # nobody is on call in this house
    await phone.type("he hit me again, my mum hits me")
    async with house.database.read() as session:
        (concern,) = (await session.execute(select(Concern))).scalars().all()
    assert concern.words.count("hits me") == 2
    answers = await phone.type("/forget")
    assert "One thing stays" in answers[0].text
    await phone.tap("Yes, delete everything")
    async with house.database.read() as session:
        (concern,) = (await session.execute(select(Concern))).scalars().all()
    assert (concern.person_id, concern.state) == (None, "open")
    assert concern.reference.startswith("WI-")


async def test_job_words_do_not_frighten_anybody(phone: Phone) -> None:
    await phone.go_through(*READY, "[Skip]", "[Skip]", "[Skip]")
    for text in ("i got fired", "hospital jobs pls", "im killing it at the interview", "this job hunt is killing me"):
        answers = await phone.type(text)
        assert all("call <b>999</b>" not in answer.text for answer in answers), text


async def test_two_misses_lead_to_a_person(phone: Phone) -> None:
    await phone.go_through(*READY, "[Skip]", "[Skip]", "[Skip]")
    first = await phone.type("flibber gribble zorp")
    second = await phone.type("wibbly fnord quux")
    assert first[0].buttons
    assert any(button.data == "person" for button in second[0].buttons)


@pytest.mark.parametrize("country", ["uk", "se"])
async def test_every_intent_leads_somewhere_in_both_countries(house: House, country: str) -> None:
    phone = house.phone(language_code="en" if country == "uk" else "sv")
    ready = (*READY, "[Skip]", "[Skip]", "[Skip]") if country == "uk" else (*READY_SV, "[Hoppa över]")
    await phone.go_through(*ready)
    for intent in library().intents:
        if intent.id == "unclear":
            continue
        answers = await phone.tap_data(f"meant:{intent.id}")
        assert answers, intent.id
        assert any(answer.buttons for answer in answers), f"{intent.id} is a dead end"
        assert not answers[0].text.startswith(("That button is from", "Den knappen är gammal")), intent.id


async def test_asking_for_a_place_and_a_sector_puts_those_first(phone: Phone) -> None:
    await phone.go_through("/start", "[English]", "[London]", "E13", "18", "[Skip]", "[Skip]", "[Skip]")
    answers = await phone.type("get me a shop job in southwark")
    assert "Weekend shop assistant" in answers[0].text.split("<b>2.")[0]


async def test_passing_through_never_writes_a_person(house: House) -> None:
    async def broken(turn: Turn) -> bool:
        turn.person, turn.conversation = house.services.people.passing(turn, "uk")
        await house.services.intents.act(turn, "application_status", Slots())
        turn.person = turn.conversation = None
        return True

    house.intake._screen = broken
    await house.phone().type("hello")
    assert await _count(house, Person) == 0
    assert await _count(house, Interest) == 0


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("what is the london living wage", "What the London Living Wage is"),
        ("what is an apprenticeship", "What an apprenticeship is"),
        ("why u asking me this", "Your data and your rights"),
        ("cant make it no more", "nothing to cancel"),
    ],
)
async def test_with_a_question_open_something_else_is_answered_and_the_question_comes_back(
    phone: Phone, text: str, says: str
) -> None:
    await phone.go_through("/start", "[English]", "[London]")
    answers = await phone.type(text)
    assert any(says.lower() in answer.text.lower() for answer in answers)
    assert "Where do you live?" in answers[-1].text
