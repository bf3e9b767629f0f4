"""Verdicts, the dates they open and close on, and the next question worth asking."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.birthdays import BirthRange, age_on
from bot.domain.eligibility import Assessment, Facts, Situation, State, Verdict, Window, assess, judge, next_question
from bot.domain.logic import AllOf, AnyOf, Not
from bot.domain.rules import AgeBetween, Answered, InSituation, LivesIn, Rule

TODAY = date(2026, 11, 22)
SAY = {"en": "Because."}


@dataclass(frozen=True)
class Programme:
    id: str
    rules: Rule


@dataclass(frozen=True)
class Question:
    id: str


QUESTIONS = [
    Question(name) for name in ("area", "age", "situation", "seeking_work", "council", "birth_month", "interests")
]
YOUNG = AgeBetween(16, 24, SAY)
SEEKS = Answered("seeking_work", frozenset({"yes"}), SAY)
EAST = LivesIn(frozenset({"newham", "hackney"}), SAY)
NEET = InSituation(frozenset({Situation.NOT_WORKING_NOT_STUDYING}), SAY)
PROGRAMMES = [
    Programme("young_east", AllOf((EAST, YOUNG))),
    Programme("seekers", AllOf((EAST, SEEKS))),
    Programme("placements", AllOf((AgeBetween(16, 30, SAY), NEET))),
    Programme("either", AnyOf((SEEKS, NEET))),
    Programme(
        "not_students", AllOf((Not(InSituation(frozenset({Situation.UNIVERSITY}), SAY), "situation", SAY), YOUNG))
    ),
]


def told(rule: Rule, facts: Facts, today: date = TODAY) -> Assessment:
    return assess([Programme("one", rule)], facts, today)[0]


def born(day: date) -> Facts:
    return Facts(births=BirthRange.on(day))


@pytest.mark.parametrize(
    ("day", "verdict"),
    [
        (date(2010, 11, 22), Verdict.MATCH),
        (date(2010, 11, 23), Verdict.NOT_NOW),
        (date(2001, 11, 23), Verdict.MATCH),
        (date(2001, 11, 22), Verdict.NOT_NOW),
    ],
)
def test_verdict_on_the_very_birthday_and_the_day_before(day: date, verdict: Verdict) -> None:
    assert told(YOUNG, born(day)).verdict is verdict


def test_too_young_says_when_it_opens_and_then_it_does() -> None:
    found = told(YOUNG, born(date(2011, 3, 3)))
    assert (found.verdict, found.opens_on) == (Verdict.NOT_NOW, date(2027, 3, 3))
    assert told(YOUNG, born(date(2011, 3, 3)), date(2027, 3, 3)).verdict is Verdict.MATCH


def test_in_and_near_the_end_says_when_it_closes() -> None:
    found = told(YOUNG, born(date(2002, 1, 2)))
    assert (found.verdict, found.closes_on) == (Verdict.MATCH, date(2027, 1, 2))
    assert found.closes_on is not None
    assert (found.closes_on - TODAY).days == 41


def test_leap_day_birth_opens_on_the_first_of_march_in_a_common_year() -> None:
    assert told(AgeBetween(18, None, SAY), born(date(2008, 2, 29))).opens_on is None
    assert told(AgeBetween(19, None, SAY), born(date(2008, 2, 29))).opens_on == date(2027, 3, 1)
    assert told(AgeBetween(20, None, SAY), born(date(2008, 2, 29))).opens_on == date(2028, 2, 29)


def test_month_of_birth_promises_late_and_warns_early() -> None:
    opening = told(YOUNG, Facts(births=BirthRange.from_month(2011, 3)))
    closing = told(YOUNG, Facts(births=BirthRange.from_month(2002, 1)))
    assert opening.opens == Window(date(2027, 3, 1), date(2027, 3, 31))
    assert opening.opens_on == date(2027, 3, 31)
    assert closing.closes == Window(date(2027, 1, 1), date(2027, 1, 31))
    assert closing.closes_on == date(2027, 1, 1)
    assert opening.opens is not None
    assert opening.opens.is_near_exact


def test_age_alone_gives_a_wide_window() -> None:
    found = told(YOUNG, Facts(births=BirthRange.from_age(15, TODAY)))
    assert found.opens == Window(TODAY + timedelta(days=1), date(2027, 11, 22))
    assert not found.opens.is_near_exact


def test_what_opens_with_age_says_so_even_while_something_else_is_missing() -> None:
    found = told(AllOf((YOUNG, SEEKS)), born(date(2011, 3, 3)))
    assert (found.verdict, found.opens_on) == (Verdict.NOT_NOW, date(2027, 3, 3))


def test_what_age_cannot_open_has_no_date() -> None:
    found = told(AllOf((YOUNG, EAST)), replace(born(date(2011, 3, 3)), places=frozenset({"croydon"})))
    assert (found.verdict, found.opens_on) == (Verdict.NOT_NOW, None)
    assert [reason.fact for reason in found.nearest] == ["age", "area"]


def test_past_the_limit_never_opens_again() -> None:
    assert told(YOUNG, born(date(1990, 5, 5))).opens_on is None


def test_nearest_change_of_an_any_is_the_easier_part() -> None:
    rule = AnyOf((AllOf((EAST, SEEKS)), NEET))
    facts = Facts(places=frozenset({"croydon"}), seeking_work=False, situation=Situation.UNIVERSITY)
    assert [reason.fact for reason in told(rule, facts).nearest] == ["situation"]


def test_every_deciding_reason_is_given() -> None:
    facts = Facts(places=frozenset({"croydon"}), births=BirthRange.from_age(40, TODAY))
    found = told(AllOf((EAST, YOUNG, SEEKS)), facts)
    assert [(reason.fact, reason.state) for reason in found.reasons] == [("area", State.UNMET), ("age", State.UNMET)]
    assert found.missing == ()


@given(births=st.dates(date(1995, 1, 1), date(2012, 12, 31)), today=st.dates(date(2026, 1, 1), date(2030, 12, 31)))
def test_dates_are_the_very_days_the_verdict_changes(births: date, today: date) -> None:
    found = told(YOUNG, born(births), today)
    age = age_on(births, today)
    assert found.verdict is (Verdict.MATCH if 16 <= age <= 24 else Verdict.NOT_NOW)
    for day in filter(None, (found.opens_on, found.closes_on)):
        before, after = told(YOUNG, born(births), day - timedelta(days=1)), told(YOUNG, born(births), day)
        assert (before.verdict, found.verdict) != (after.verdict, after.verdict)
        assert day == found.valid_until
    assert bool(found.opens_on) == (age < 16)
    assert bool(found.closes_on) == (16 <= age <= 24)


@given(
    births=st.dates(date(1995, 1, 1), date(2012, 12, 31)),
    told_on=st.dates(date(2025, 1, 1), date(2026, 12, 31)),
    today=st.dates(date(2027, 1, 1), date(2029, 12, 31)),
)
def test_an_age_told_long_ago_never_gives_a_wrong_verdict(births: date, told_on: date, today: date) -> None:
    remembered = Facts(births=BirthRange.from_age(age_on(births, told_on), told_on))
    said, true = told(YOUNG, remembered, today), told(YOUNG, born(births), today)
    assert said.verdict in (true.verdict, Verdict.NEED_MORE)
    if said.verdict is Verdict.NEED_MORE:
        assert said.missing == ("birth_month",)
    if said.opens_on and true.opens_on:
        assert said.opens_on >= true.opens_on
    if said.closes_on and true.closes_on:
        assert said.closes_on <= true.closes_on


PLACES_OF = st.sampled_from([frozenset({"newham"}), frozenset({"croydon"}), frozenset({"newham", "croydon"})])
FULL = st.builds(
    Facts,
    places=PLACES_OF,
    births=st.one_of(
        st.integers(14, 33).map(lambda age: BirthRange.from_age(age, date(2026, 5, 1))),
        st.dates(date(1994, 1, 1), date(2012, 1, 1)).map(BirthRange.on),
    ),
    situation=st.sampled_from(list(Situation)),
    seeking_work=st.booleans(),
    interests=st.just(frozenset({"health"})),
)


def answer(question: str, known: Facts, full: Facts) -> Facts:
    """Take one answer over from somebody who has answered everything."""
    exact = BirthRange.on(full.births.latest) if full.births else None
    taken = {
        "area": {"places": full.places},
        "council": {"places": frozenset({min(full.places or {"newham"})})},
        "age": {"births": full.births},
        "birth_month": {"births": exact},
        "situation": {"situation": full.situation},
        "seeking_work": {"seeking_work": full.seeking_work},
        "interests": {"interests": full.interests},
    }[question]
    return replace(known, **taken)  # type: ignore[arg-type]  # one field at a time, each of its own type


def everything(full: Facts) -> Facts:
    known = Facts()
    for question in ("area", "council", "age", "birth_month", "situation", "seeking_work", "interests"):
        known = answer(question, known, full)
    return known


@given(FULL)
def test_asking_only_what_matters_gives_the_same_verdicts_as_asking_everything(full: Facts) -> None:
    known, asked = Facts(), []
    while (question := next_question(PROGRAMMES, QUESTIONS, known, TODAY)) is not None:
        assert question not in asked
        asked.append(question)
        known = answer(question, known, full)
    adaptive = [one.verdict for one in assess(PROGRAMMES, known, TODAY)]
    assert adaptive == [one.verdict for one in assess(PROGRAMMES, everything(full), TODAY)]
    assert "interests" not in asked


@given(FULL, st.data())
def test_a_question_not_asked_could_not_have_changed_a_verdict(full: Facts, data: st.DataObject) -> None:
    known = Facts()
    while (question := next_question(PROGRAMMES, QUESTIONS, known, TODAY)) is not None:
        known = answer(question, known, full)
    other = data.draw(FULL)
    settled = [one.verdict for one in assess(PROGRAMMES, known, TODAY)]
    for name in ("situation", "seeking_work", "interests"):
        if getattr(known, name) is None:
            assert [one.verdict for one in assess(PROGRAMMES, answer(name, known, other), TODAY)] == settled


def test_questions_are_asked_in_their_natural_order_and_skipped_ones_never_again() -> None:
    assert next_question(PROGRAMMES, QUESTIONS, Facts(), TODAY) == "area"
    skipped = Facts(skipped=frozenset({"area"}))
    assert next_question(PROGRAMMES, QUESTIONS, skipped, TODAY) == "age"


def test_skipping_everything_ends_the_questions_and_leaves_need_more() -> None:
    skipped = Facts(skipped=frozenset(question.id for question in QUESTIONS))
    assert next_question(PROGRAMMES, QUESTIONS, skipped, TODAY) is None
    assert {one.verdict for one in assess(PROGRAMMES, skipped, TODAY)} == {Verdict.NEED_MORE}


def test_an_answer_that_cannot_settle_is_not_asked_for_again() -> None:
    rule = InSituation(frozenset({Situation.CARING}), SAY, frozenset({Situation.OTHER}))
    facts = Facts(situation=Situation.OTHER)
    assert judge(rule, facts, TODAY).missing == ("situation",)
    assert next_question([Programme("one", rule)], QUESTIONS, facts, TODAY) is None


def test_council_is_asked_only_when_everything_else_leaves_it_open() -> None:
    shared = Facts(places=frozenset({"newham", "croydon"}), births=BirthRange.from_age(40, TODAY), seeking_work=False)
    programmes = PROGRAMMES[:2]
    assert next_question(programmes, QUESTIONS, shared, TODAY) is None
    assert next_question(programmes, QUESTIONS, replace(shared, seeking_work=True), TODAY) == "council"


def test_valid_until_is_the_first_birthday_that_changes_anything() -> None:
    facts = replace(born(date(2003, 6, 1)), situation=Situation.NOT_WORKING_NOT_STUDYING)
    found = {one.programme: one.valid_until for one in assess(PROGRAMMES, facts, TODAY)}
    assert found["placements"] == date(2034, 6, 1)
    assert found["young_east"] == date(2028, 6, 1)
    assert found["either"] is None
