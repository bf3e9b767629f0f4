"""The equality questions in the chat: offered once, agreed to, optional, taken back."""

from __future__ import annotations

import pytest
from sqlalchemy import text as sql
from sqlalchemy import update

from bot.domain.equality import PREFER_NOT
from bot.services.equality.equality import KEPT_FOR, LINK_LIVES
from db.models import (
    Attachment,
    EqualityAnswer,
    EqualityConsent,
    EqualityLink,
    InboundUpdate,
    OutboxMessage,
    Person,
)
from tests.auxil.chats import House, Phone, Received
from tests.integration.equality.conftest import Rows

OFFER = "Help us be fair"


def labels(received: list[Received]) -> list[str]:
    return [button.text for item in received for button in item.buttons]


async def acts(rows: Rows) -> list[str]:
    return [row.act for row in await rows(EqualityConsent)]


async def answers(rows: Rows) -> dict[str, list[str]]:
    return {row.question: row.value["path"] for row in await rows(EqualityAnswer)}


async def agreed(phone: Phone) -> list[Received]:
    return await phone.go_through("/privacy", "[Optional questions]", "[Yes, ask me here]")


async def test_offer_when_something_was_said_yes_to_then_it_stands_there_once(phone: Phone) -> None:
    first = await phone.go_through("/start o-ward_helper", "[I'm interested]")
    assert sum(OFFER in label for label in labels(first)) == 1
    again = await phone.go_through("/start o-porter_placement", "[I'm interested]")
    assert not any(OFFER in label for label in labels(again))


async def test_offer_when_a_person_was_asked_for_then_it_stands_there(phone: Phone) -> None:
    sent = await phone.go_through("/person", "[Finding work]", "[Send to an adviser]")
    assert any(OFFER in label for label in labels(sent))


async def test_offer_when_not_now_was_said_then_it_never_comes_back_but_can_be_found(phone: Phone, rows: Rows) -> None:
    await phone.go_through("/start o-ward_helper", "[I'm interested]", f"[{OFFER}]", "[Not now]")
    assert await acts(rows) == ["offered", "declined"]
    sent = await phone.go_through("/person", "[Finding work]", "[Send to an adviser]")
    assert not any(OFFER in label for label in labels(sent))
    (card,) = await phone.go_through("/privacy", "[Optional questions]")
    assert "only if you want" in card.text


async def test_questions_when_nobody_agreed_then_nothing_is_asked_or_kept(phone: Phone, rows: Rows) -> None:
    (card,) = await phone.go_through("/privacy", "[Optional questions]")
    for part in ("ethnic group", "Why:", "Who sees it:", "12 months", "nothing changes", "Telegram"):
        assert part in card.text
    await phone.tap_data("eqans:sex:female:1")
    assert await rows(EqualityAnswer) == []


async def test_consent_when_its_first_line_is_read_on_a_lock_screen_then_it_names_no_characteristic(
    phone: Phone,
) -> None:
    (card,) = await phone.go_through("/privacy", "[Optional questions]")
    first_line = card.text.splitlines()[0].lower()
    assert not any(word in first_line for word in ("ethnic", "sex", "health", "fair"))


async def test_way_when_everything_is_answered_then_each_answer_is_kept_under_the_consent(
    phone: Phone, rows: Rows
) -> None:
    (sex,) = await agreed(phone)
    assert "What is your sex?" in sex.text
    (group,) = await phone.tap("Female")
    assert "What is your ethnic group?" in group.text
    (background,) = await phone.tap("Asian or Asian British")
    assert "Asian or Asian British background" in background.text
    (health,) = await phone.tap("Bangladeshi")
    assert "12 months or more" in health.text
    await phone.tap("Yes")
    (end,) = await phone.tap("Not at all")
    assert "Thank you" in end.text
    assert await answers(rows) == {
        "sex": ["female"],
        "ethnic_group": ["asian", "bangladeshi"],
        "health_condition": ["yes", "not_at_all"],
    }
    assert {row.consent_version for row in await rows(EqualityAnswer)} == {"1"}
    assert await acts(rows) == ["given"]


async def test_questions_when_asked_then_prefer_not_to_say_is_as_wide_as_any_answer_on_each(phone: Phone) -> None:
    (asked,) = await agreed(phone)
    for _ in range(4):
        options = [row for row in asked.message.buttons if row[0].data.startswith("eqans")]
        assert all(len(row) == 1 for row in options), "every answer has a row of its own"
        assert options[-1][0].text == "Prefer not to say"
        assert any(button.text == "Skip" for button in asked.buttons)
        assert any(button.text == "Stop here" for button in asked.buttons)
        first = next(option[0].text for option in options)
        (asked,) = await phone.tap(first)


async def test_prefer_not_to_say_when_tapped_then_it_is_an_answer_and_the_second_step_is_left_out(
    phone: Phone, rows: Rows
) -> None:
    await agreed(phone)
    await phone.tap("Skip")
    (health,) = await phone.tap("Prefer not to say")
    assert "12 months or more" in health.text
    assert await answers(rows) == {"ethnic_group": [PREFER_NOT]}


async def test_back_when_tapped_then_the_question_before_is_asked_again(phone: Phone, rows: Rows) -> None:
    await agreed(phone)
    await phone.tap("Male")
    (sex,) = await phone.tap("Back")
    assert "What is your sex?" in sex.text
    await phone.tap("Female")
    assert await answers(rows) == {"sex": ["female"]}
    (sex,) = await phone.type("back")
    assert "What is your sex?" in sex.text


async def test_stop_when_tapped_half_way_then_what_was_given_stays_and_can_be_taken_back(
    phone: Phone, rows: Rows
) -> None:
    await agreed(phone)
    await phone.tap("Male")
    await phone.tap("Stop here")
    assert await answers(rows) == {"sex": ["male"]}
    (card,) = await phone.go_through("/privacy", "[Optional questions]")
    assert "You said yes on" in card.text
    (done,) = await phone.tap("Take back")
    assert "deleted" in done.text
    assert await rows(EqualityAnswer) == []
    assert await acts(rows) == ["given", "withdrawn"]


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("Black", ["black"]),
        ("asian", ["asian"]),
        ("whit", None),
        ("prefer not to say", [PREFER_NOT]),
        ("Somali", ["own_words"]),
        ("Welsh and Somali", ["own_words"]),
    ],
)
async def test_answer_when_typed_then_it_is_understood_and_leaves_the_transcript(
    phone: Phone, rows: Rows, typed: str, path: list[str] | None
) -> None:
    await agreed(phone)
    await phone.tap("Skip")
    await phone.type(typed)
    if path is not None:
        assert (await answers(rows))["ethnic_group"] == path
    assert typed not in [row.text for row in await rows(InboundUpdate)]


async def test_own_words_when_written_then_they_are_kept_sealed_and_nowhere_else(
    house: House, phone: Phone, rows: Rows
) -> None:
    await agreed(phone)
    await phone.go_through("[Skip]", "[Black, Black British]", "[In my own words]")
    (health,) = await phone.type("Somali and Welsh")
    assert "12 months or more" in health.text
    (row,) = await rows(EqualityAnswer)
    assert (row.value["path"], row.value["words"]) == (["black", "own_words"], "Somali and Welsh")
    assert "Somali and Welsh" not in [update.text for update in await rows(InboundUpdate)]
    async with house.database.read() as session:
        sealed = (await session.execute(sql("SELECT value FROM equality_answers"))).scalar_one()
    assert b"Somali" not in sealed


async def test_own_words_when_far_too_long_then_fewer_are_asked_for(phone: Phone, rows: Rows) -> None:
    await agreed(phone)
    await phone.go_through("[Skip]", "[In my own words]")
    (again,) = await phone.type("a background of many places " * 6)
    assert "fewer words" in again.text
    assert await rows(EqualityAnswer) == []


async def test_question_when_the_answer_fits_nothing_then_it_is_asked_again_with_a_person(phone: Phone) -> None:
    await agreed(phone)
    (again,) = await phone.type("zzkk")
    assert "Please tap one of the buttons" in again.text
    assert "Talk to a person" in labels([again])


async def test_questions_when_something_else_is_asked_then_it_is_answered_and_the_way_is_left(
    phone: Phone, rows: Rows
) -> None:
    await agreed(phone)
    answers_given = await phone.type("I want to talk to a person")
    assert "person" in answers_given[0].text
    await phone.type("menu")
    assert await rows(EqualityAnswer) == []


async def test_answer_when_tapped_twice_then_it_counts_once_and_nothing_is_said_again(phone: Phone, rows: Rows) -> None:
    await agreed(phone)
    data = phone.button("Female").data or ""
    await phone.tap_data(data)
    assert await phone.tap_data(data) == []
    assert await answers(rows) == {"sex": ["female"]}


async def test_answer_when_an_earlier_question_is_tapped_then_it_is_changed(phone: Phone, rows: Rows) -> None:
    await agreed(phone)
    male = phone.button("Male").data or ""
    await phone.tap("Female")
    await phone.tap_data(male)
    assert await answers(rows) == {"sex": ["male"]}


async def test_answer_when_the_yes_was_taken_back_then_an_old_button_keeps_nothing(phone: Phone, rows: Rows) -> None:
    await agreed(phone)
    female = phone.button("Female").data or ""
    await phone.go_through("/privacy", "[Optional questions]", "[Take back]")
    await phone.tap_data(female)
    assert await rows(EqualityAnswer) == []


@pytest.mark.parametrize("data", ["eqans:sex:purple:2", "eqans:ethnic_group.asian:indian:2", "eqans:gender:man:2"])
async def test_answer_when_forged_then_nothing_is_kept(phone: Phone, rows: Rows, data: str) -> None:
    await agreed(phone)
    await phone.tap_data(data)
    assert await rows(EqualityAnswer) == []


async def test_consent_when_its_text_has_changed_since_then_an_old_button_shows_the_new_one(
    phone: Phone, rows: Rows
) -> None:
    (card,) = await phone.tap_data("eqyes:0")
    assert "only if you want" in card.text
    assert await acts(rows) == []


async def test_sweden_when_asked_then_never_about_ethnicity(house: House, rows: Rows) -> None:
    phone = house.phone(chat_id=88, language_code="sv")
    await phone.go_through("/start", "[Svenska]", "[Stockholm]", "Solna", "19")
    (card,) = await phone.go_through("/privacy", "[Frivilliga frågor]")
    (gender,) = await phone.tap("Ja, fråga mig här")
    (needs,) = await phone.tap("Kvinna")
    (end,) = await phone.tap("Nej")
    said = " ".join(item.text for item in (card, gender, needs, end)).lower()
    assert "etnisk" not in said
    assert await answers(rows) == {"gender": ["woman"], "adjustments": ["no"]}


async def test_data_when_asked_for_then_answers_and_consents_are_in_the_words_and_the_file(
    house: House, phone: Phone, rows: Rows
) -> None:
    await agreed(phone)
    await phone.go_through("[Female]", "[Mixed]", "[White and Asian]")
    shown = await phone.type("/mydata")
    assert "Ethnic group: Mixed or Multiple ethnic groups / White and Asian" in shown[0].text
    assert "You said yes to the optional questions" in shown[0].text
    (person,) = await rows(Person)
    async with house.database.read() as session:
        held = await house.services.equality.everything(session, person.id)
    assert held["answers"][0]["answer"] == ["mixed", "white_and_asian"]
    assert held["consents"][0]["act"] == "given"


async def test_taking_back_when_the_answers_were_shown_then_the_copies_go_too(
    house: House, phone: Phone, rows: Rows
) -> None:
    await agreed(phone)
    await phone.go_through("[Female]", "/mydata")
    async with house.database.write() as session:
        await session.execute(update(OutboxMessage).values(state="sent"))
        await session.execute(update(Attachment).values(file_id="a file of Telegram's"))
    await phone.go_through("/privacy", "[Optional questions]", "[Take back]")
    kept = [row.content["text"] for row in await rows(OutboxMessage) if row.content]
    assert not any("Optional answers" in text for text in kept)
    assert any("What is your sex?" in text for text in kept), "only what held an answer is blanked"
    assert await rows(Attachment) == []


async def test_erasing_when_done_then_answers_log_and_links_are_gone(phone: Phone, rows: Rows) -> None:
    await agreed(phone)
    await phone.tap("Female")
    await phone.go_through("/privacy", "[Optional questions]", "[Yes, on a web page]")
    await phone.go_through("/forget", "[Yes, delete everything]")
    for model in (EqualityAnswer, EqualityConsent, EqualityLink):
        assert await rows(model) == []


async def test_answers_when_a_year_has_gone_then_they_are_deleted_and_the_log_stays(
    house: House, phone: Phone, rows: Rows
) -> None:
    await agreed(phone)
    await phone.tap("Female")
    await phone.go_through("/privacy", "[Optional questions]", "[Yes, on a web page]")
    now = house.clock.now
    for later, kept in ((KEPT_FOR, 1), (KEPT_FOR + LINK_LIVES, 0)):
        async with house.database.write() as session:
            await house.services.equality.forget_old(session, now + later)
        assert len(await rows(EqualityAnswer)) == kept
    assert await rows(EqualityLink) == []
    assert await acts(rows) == ["given"]


async def test_sealed_answers_when_the_key_is_missing_then_rows_and_lengths_say_nothing(
    house: House, rows: Rows
) -> None:
    lengths = set()
    for number, (group, then) in enumerate(
        (("White", "Irish"), ("Mixed", "White and Black Caribbean"), ("Other", "Skip"))
    ):
        phone = house.phone(chat_id=500 + number)
        await phone.go_through("/start", "[English]", "[London]", "E13", "18")
        await agreed(phone)
        await phone.go_through("[Skip]", f"[{group}]", f"[{then}]")
    async with house.database.read() as session:
        found = (await session.execute(sql("SELECT question, length(value) FROM equality_answers"))).all()
    assert {row[0] for row in found} == {"ethnic_group"}
    lengths = {row[1] for row in found}
    assert len(lengths) == 1
