"""An answer is taken as one, and what clearly means something else is not."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from bot.domain.intents.calibration import Decision
from bot.domain.intents.precedence import (
    is_a_question,
    is_answer_and_search,
    is_of_its_own,
    names_what_it_looks_for,
    only_tells,
)
from bot.domain.slots.filling import Slots


@dataclass(frozen=True)
class Understood:
    """What the matcher said."""

    intent: str
    confidence: float
    decision: Decision
    is_question: bool = False
    slots: Slots = field(default_factory=Slots)


@pytest.mark.parametrize(
    ("intent", "confidence", "decision", "question", "own"),
    [
        ("find_vacancy", 0.9, Decision.ACT, None, True),
        ("find_vacancy", 0.9, Decision.ACT, "age", True),
        ("find_vacancy", 0.55, Decision.ASK, "age", True),
        ("find_vacancy", 0.55, Decision.ASK, None, False),
        ("find_vacancy", 0.45, Decision.ASK, "age", False),
        ("find_vacancy", 0.9, Decision.REJECT, "age", False),
        ("negate", 0.6, Decision.ASK, "age", False),
        ("give_area", 0.9, Decision.ACT, "area", False),
        ("give_area", 0.9, Decision.ACT, "age", True),
    ],
)
def test_with_a_question_open_less_belief_is_enough(
    intent: str, confidence: float, decision: Decision, question: str | None, own: bool
) -> None:
    assert is_of_its_own(Understood(intent, confidence, decision), question) is own


@pytest.mark.parametrize(
    ("text", "asks"), [("what is neet", True), ("vad är neet", True), ("neet", False), ("what", False), ("", False)]
)
def test_a_question_begins_with_a_word_that_asks(text: str, asks: bool) -> None:
    assert is_a_question(text.split()) is asks


def test_a_question_when_another_is_open_then_less_belief_is_enough_still() -> None:
    assert is_of_its_own(Understood("career_path", 0.45, Decision.ASK, is_question=True), "interests")
    assert not is_of_its_own(Understood("career_path", 0.45, Decision.ASK), "interests")
    assert not is_of_its_own(Understood("negate", 0.45, Decision.ASK, is_question=True), "interests")


@pytest.mark.parametrize(
    ("intent", "decision", "both"),
    [
        ("find_vacancy", Decision.ACT, True), ("find_course", Decision.ACT, True),
        ("explore_options", Decision.ACT, True), ("find_vacancy", Decision.ASK, False),
        ("pay_question", Decision.ACT, False),
    ],
)  # fmt: skip
def test_a_search_that_names_what_is_asked_is_both(intent: str, decision: Decision, both: bool) -> None:
    assert is_answer_and_search(Understood(intent, 0.9, decision)) is both


@pytest.mark.parametrize(
    ("intent", "decision", "only"),
    [
        ("give_area", Decision.ACT, True), ("eligibility_check", Decision.ASK, True),
        ("eligibility_check", Decision.ACT, False), ("find_vacancy", Decision.ASK, False),
    ],
)  # fmt: skip
def test_facts_when_nothing_else_is_clearly_meant_then_they_are_all_that_is_said(
    intent: str, decision: Decision, only: bool
) -> None:
    assert only_tells(Understood(intent, 0.9, decision)) is only


@pytest.mark.parametrize(
    ("intent", "decision", "slots", "names"),
    [
        ("find_vacancy", Decision.ASK, Slots(places=("stockholm",)), True),
        ("find_vacancy", Decision.ASK, Slots(places=("newham",), age=18), False),
        ("find_vacancy", Decision.ASK, Slots(), False),
        ("find_vacancy", Decision.REJECT, Slots(sectors=("retail",)), False),
        ("give_area", Decision.ASK, Slots(places=("newham",)), False),
    ],
)
def test_a_faint_search_when_it_names_what_it_looks_for_then_it_is_one(
    intent: str, decision: Decision, slots: Slots, names: bool
) -> None:
    assert names_what_it_looks_for(Understood(intent, 0.4, decision, slots=slots)) is names


def test_a_check_when_it_is_no_more_than_an_age_and_a_place_then_it_only_tells() -> None:
    facts = Slots(age=18, places=("newham",))
    assert only_tells(Understood("eligibility_check", 0.9, Decision.ACT, slots=facts))
    asked = Slots(age=18, places=("newham",), programmes=("movement_to_work",))
    assert not only_tells(Understood("eligibility_check", 0.9, Decision.ACT, slots=asked))
