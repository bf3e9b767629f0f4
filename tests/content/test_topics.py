"""From what somebody asks to the one answer that fits."""

from __future__ import annotations

import pytest

from bot.content.model import Content


@pytest.mark.parametrize(
    ("intent", "text", "topic"),
    [
        ("explain_term", "whats a cscs card", "building_card"),
        ("explain_term", "what does that word mean", "words_people_use"),
        ("explain_term", "what is an apprenticeship", "apprenticeship"),
        ("explain_term", "whats a work placement", "placement"),
        ("explain_term", "what is a traineeship", "t_level"),
        ("explain_term", "whats a dbs", "dbs_check"),
        ("explain_term", "ring fenced meaning", "ring_fenced"),
        ("explain_term", "what is a zero hours contract", "zero_hours"),
        ("explain_term", "whats the london living wage", "living_wage"),
        ("explain_term", "what does neet mean", "neet"),
        ("explain_term", "what is pre employment training", "pre_employment"),
        ("explain_term", "what does level 3 mean", "levels"),
        ("explain_term", "can i learn english somewhere", "learning_the_language"),
        ("workplace_rights", "my boss is racist", "discrimination"),
        ("workplace_rights", "they didnt give me a contract", "rights_at_work"),
        ("workplace_rights", "how many hours can i do im 17", "hours_under_18"),
        ("pay_question", "they want me to do a trial shift for free", "unpaid_trials"),
        ("pay_question", "whats minimum wage", "pay"),
        ("hardship_support", "ive got no data", "no_data_or_phone"),
        ("hardship_support", "cant afford food", "money_and_food"),
        ("cv_interview_help", "nothing to wear for interview", "interview_clothes"),
        ("cv_interview_help", "help with my cv", "applying"),
        ("cv_interview_help", "", "applying"),
        ("right_to_work", "how do i get a share code", "right_to_work"),
    ],
)
def test_words_choose_among_the_topics_of_one_intent(intent: str, text: str, topic: str, content: Content) -> None:
    assert content.answers_to(intent, "uk", text)[0].topic == topic


def test_swedish_words_choose_too(content: Content) -> None:
    assert content.answers_to("right_to_work", "se", "hur får jag samordningsnummer")[0].topic == "coordination_number"
    assert content.answers_to("workplace_rights", "se", "chefen är rasistisk")[0].topic == "discrimination"
    assert content.answers_to("explain_term", "se", "vad är en lärling")[0].topic == "apprenticeship"
    assert content.answers_to("explain_term", "se", "vad är kollektivavtal")[0].topic == "collective_agreement"
    assert content.answers_to("explain_term", "se", "vad betyder timanställd")[0].topic == "zero_hours"
    assert content.answers_to("right_to_work", "uk", "personnummer")[0].topic == "right_to_work"


def test_every_topic_can_be_reached_by_an_intent(content: Content) -> None:
    assert [topic.id for topic in content.topics.values() if not topic.intents] == []


def test_an_intent_without_a_topic_has_no_answer(content: Content) -> None:
    assert content.answers_to("greeting", "uk", "hello") == ()


def test_nearest_service_of_a_kind_is_the_councils_own(content: Content) -> None:
    jobs, health = content.service_of("job_service", "greenwich"), content.service_of("health_hub", "camden")
    assert jobs is not None
    assert health is not None
    assert (jobs.name, health.id) == ("GLLaB", "ncl_hub_service")
    assert content.service_of("health_hub", "stockholm") is None


def test_pay_in_force_is_the_newest_of_each_band(content: Content) -> None:
    table = content.pay["uk"]
    now = {rate.id for rate in table.current(content.pay["uk"].checked_on)}
    assert now == {"minimum_21", "minimum_18", "minimum_under_18", "apprentice", "living_london", "living_uk"}
    old = {rate.id for rate in table.current(table.rates[-1].from_day)}
    assert old == {"minimum_21_2025", "minimum_18_2025", "minimum_under_18_2025", "apprentice_2025"}
    assert content.pay["se"].current(table.checked_on) == ()
    assert [rate.id for age in (17, 18, 20, 21) if (rate := table.rate("minimum", table.checked_on, age))] == [
        "minimum_under_18",
        "minimum_18",
        "minimum_18",
        "minimum_21",
    ]


@pytest.mark.parametrize(("language", "words"), [("en", "no lowest pay in law"), ("sv", "ingen lägsta lön i lag")])
def test_pay_in_sweden_when_told_then_nothing_is_said_twice(content: Content, language: str, words: str) -> None:
    (answer,) = content.answers_to("pay_question", "se", "vad är minimilönen")[:1]
    told = [answer.says[language], content.pay["se"].note[language]]
    assert " ".join(told).count(words) == 1
    assert sum("kollektivavtal" in part for part in told) == 1
