"""Three-valued logic: every operator against every combination, and the reasons it names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.birthdays import BirthRange
from bot.domain.countries import Country
from bot.domain.facts import Facts, Situation
from bot.domain.logic import AllOf, AnyOf, Not
from bot.domain.rules import AgeBetween, Answered, InCountry, InSituation, LivesIn, Rule, Standing, State

TODAY = date(2026, 11, 22)
SAY = {"en": "Because."}
VALUES = (True, False, None)


def standing(facts: Facts) -> Standing:
    return Standing(facts, *(facts.births.ages_on(TODAY) if facts.births else (None, None)))


@dataclass(frozen=True)
class Leaf:
    """A rule of known truth, told through an answer."""

    name: str
    truth: bool | None

    @property
    def rule(self) -> Rule:
        return Answered(self.name, frozenset({"yes"}), {"en": self.name})

    @property
    def answers(self) -> dict[str, str]:
        return {} if self.truth is None else {self.name: "yes" if self.truth else "no"}


def leaves(*truths: bool | None) -> tuple[tuple[Rule, ...], Standing]:
    made = [Leaf(f"q{index}", truth) for index, truth in enumerate(truths)]
    answers = {name: value for leaf in made for name, value in leaf.answers.items()}
    return tuple(leaf.rule for leaf in made), standing(Facts(answers=answers))


@pytest.mark.parametrize("truths", list(product(VALUES, repeat=3)))
def test_all_and_any_follow_kleene(truths: tuple[bool | None, ...]) -> None:
    parts, now = leaves(*truths)
    assert AllOf(parts).truth(now) == (False if False in truths else None if None in truths else True)
    assert AnyOf(parts).truth(now) == (True if True in truths else None if None in truths else False)


@pytest.mark.parametrize("truth", VALUES)
def test_not_turns_what_is_known_and_leaves_what_is_not(truth: bool | None) -> None:
    (part,), now = leaves(truth)
    assert Not(part, "q0", SAY).truth(now) == (None if truth is None else not truth)


def test_false_all_names_every_failing_reason_and_no_other() -> None:
    parts, now = leaves(True, False, None, False)
    told = list(AllOf(parts).deciding(now))
    assert [(reason.fact, reason.state) for reason in told] == [("q1", State.UNMET), ("q3", State.UNMET)]


def test_unknown_all_names_what_is_met_and_what_is_missing() -> None:
    parts, now = leaves(True, None)
    rule = AllOf(parts)
    assert [(reason.fact, reason.state) for reason in rule.deciding(now)] == [("q0", State.MET), ("q1", State.UNKNOWN)]
    assert list(rule.missing(now)) == ["q1"]


def test_true_any_names_only_what_made_it_true() -> None:
    parts, now = leaves(False, True, None)
    assert [reason.fact for reason in AnyOf(parts).deciding(now)] == ["q1"]
    assert list(AnyOf(parts).missing(now)) == []


def test_false_any_is_repaired_by_its_easiest_part() -> None:
    parts, now = leaves(False, False, False)
    rule = AnyOf((AllOf(parts[:2]), parts[2]))
    assert [reason.fact for reason in rule.repairs(now)] == ["q2"]


def test_not_speaks_with_its_own_sentence() -> None:
    (part,), now = leaves(True)
    told = list(Not(part, "q0", {"en": "Not for those who said yes."}).deciding(now))
    assert [(reason.because["en"], reason.state) for reason in told] == [("Not for those who said yes.", State.UNMET)]


@pytest.mark.parametrize(
    ("places", "truth", "asks"),
    [
        (None, None, "area"),
        ({"a"}, True, None),
        ({"a", "b"}, True, None),
        ({"x"}, False, None),
        ({"a", "x"}, None, "council"),
    ],
)
def test_living_in_a_place_asks_for_the_council_only_when_it_decides(
    places: set[str] | None, truth: bool | None, asks: str | None
) -> None:
    rule = LivesIn(frozenset({"a", "b"}), SAY)
    now = standing(Facts(places=None if places is None else frozenset(places)))
    assert rule.truth(now) is truth
    assert list(rule.missing(now)) == ([asks] if asks else [])


@pytest.mark.parametrize(("age", "truth"), [(15, False), (16, True), (17, True), (23, True), (24, True), (25, False)])
def test_age_at_below_and_above_each_limit(age: int, truth: bool) -> None:
    rule = AgeBetween(16, 24, SAY)
    assert rule.truth(standing(Facts(births=BirthRange.from_age(age, TODAY)))) is truth


def test_age_when_the_birthday_may_have_been_asks_for_the_month() -> None:
    told_in_july = Facts(births=BirthRange.from_age(24, date(2026, 7, 1)))
    rule = AgeBetween(16, 24, SAY)
    assert rule.truth(standing(told_in_july)) is None
    assert list(rule.missing(standing(told_in_july))) == ["birth_month"]


def test_age_without_a_limit_on_one_side_is_open_there() -> None:
    old, young = Facts(births=BirthRange.from_age(99, TODAY)), Facts(births=BirthRange.from_age(5, TODAY))
    assert AgeBetween(16, None, SAY).truth(standing(old))
    assert AgeBetween(None, 24, SAY).truth(standing(young))


def test_situation_that_can_go_either_way_stays_unknown() -> None:
    rule = InSituation(frozenset({Situation.CARING}), SAY, frozenset({Situation.OTHER}))
    truths = {one: rule.truth(standing(Facts(situation=one))) for one in Situation}
    assert truths.pop(Situation.CARING) is True
    assert truths.pop(Situation.OTHER) is None
    assert set(truths.values()) == {False}


def test_country_is_unknown_until_told() -> None:
    rule = InCountry(Country.UK, SAY)
    told = [rule.truth(standing(Facts(country=country))) for country in (None, Country.UK, Country.SE)]
    assert told == [None, True, False]


RULES = st.recursive(
    st.integers(0, 3).map(lambda index: Leaf(f"q{index}", None).rule),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: AllOf(tuple(parts))),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: AnyOf(tuple(parts))),
        inner.map(lambda part: Not(part, "not", SAY)),
    ),
    max_leaves=8,
)
ANSWERS = st.dictionaries(st.sampled_from(["q0", "q1", "q2", "q3"]), st.sampled_from(["yes", "no"]))


@given(rule=RULES, answers=ANSWERS, more=ANSWERS)
def test_what_is_settled_stays_settled_whatever_else_is_told(
    rule: Rule, answers: dict[str, str], more: dict[str, str]
) -> None:
    before = rule.truth(standing(Facts(answers=answers)))
    after = rule.truth(standing(Facts(answers=more | answers)))
    assert before is None or after is before


@given(rule=RULES, answers=ANSWERS)
def test_missing_is_empty_exactly_when_settled_and_reasons_agree(rule: Rule, answers: dict[str, str]) -> None:
    now = standing(Facts(answers=answers))
    truth = rule.truth(now)
    assert bool(list(rule.missing(now))) == (truth is None)
    assert bool(rule.repairs(now)) == (truth is False)
    assert set(rule.missing(now)).isdisjoint(answers)
    assert list(rule.deciding(now))
