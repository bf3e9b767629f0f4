"""Criteria that staff tick: the rule they become, and what a form can show of rules that others wrote."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.schema.rules import RuleSpec
from bot.domain.criteria import Criteria, Sentences, as_rules, criteria_of
from bot.domain.facts import Facts, Situation
from bot.domain.rules import Standing


def _say(what: str) -> Any:
    def sentence(*_values: object) -> dict[str, str]:
        return {"en": f"Because of {what}.", "sv": f"För {what}."}

    return sentence


SAY = Sentences(_say("age"), _say("places"), _say("situations"))
AGES = st.none() | st.integers(0, 120)


def ids(names: Sequence[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(names), unique=True, max_size=4).map(lambda found: tuple(sorted(found)))


@given(AGES, AGES, ids(["newham", "hackney", "havering"]), ids([item.value for item in Situation]))
def test_criteria_when_kept_then_the_form_shows_the_same(
    low: int | None, high: int | None, places: tuple[str, ...], situations: tuple[str, ...]
) -> None:
    if low is not None and high is not None and low > high:
        low, high = high, low
    criteria = Criteria(low, high, places, situations)
    rules = as_rules(criteria, SAY)
    assert criteria_of(rules) == criteria
    assert (rules is None) == criteria.asks_nothing
    if rules is not None:
        spec = RuleSpec.model_validate(rules)
        assert criteria_of(spec.model_dump(by_alias=True, exclude_none=True, mode="json")) == criteria


def test_criteria_when_somebody_does_something_else_then_they_are_asked_and_not_shut_out() -> None:
    rules = as_rules(Criteria(situations=("caring",)), SAY)
    rule = RuleSpec.model_validate(rules).compile({})
    assert rule.truth(Standing(Facts(situation=Situation.CARING), None, None)) is True
    assert rule.truth(Standing(Facts(situation=Situation.OTHER), None, None)) is None
    assert rule.truth(Standing(Facts(situation=Situation.UNIVERSITY), None, None)) is False


BECAUSE = {"en": "x", "sv": "x"}


@pytest.mark.parametrize(
    "rules",
    [
        {"any": [{"age": {"from": 16}, "because": BECAUSE}, {"lives_in": ["newham"], "because": BECAUSE}]},
        {"not": {"situation": ["university"], "because": BECAUSE}, "because": BECAUSE},
        {"answer": {"question": "seeking_work", "in": ["yes"]}, "because": BECAUSE},
        {"all": [{"age": {"from": 16}, "because": BECAUSE}, {"age": {"to": 24}, "because": BECAUSE}]},
        {"all": [{"all": [{"age": {"from": 16}, "because": BECAUSE}]}]},
        {"situation": ["caring"], "unsure": ["university"], "because": BECAUSE},
    ],
)
def test_criteria_when_rules_say_more_than_a_form_then_they_are_left_alone(rules: dict[str, Any]) -> None:
    assert criteria_of(rules) is None
