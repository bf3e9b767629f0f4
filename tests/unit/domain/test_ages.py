"""Ages as people type them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ages import AgeAnswer, AgeMisread, Misread, parse_age, parse_birth_month, parse_month_name
from bot.domain.birthdays import BirthRange

TODAY = date(2026, 11, 22)


def age_of(text: str) -> int | str:
    told = parse_age(text, TODAY)
    return told.age if isinstance(told, AgeAnswer) else str(told.why)


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("19", 19),
        ("im 19", 19),
        ("I'm 19 years old", 19),
        ("19yo", 19),
        ("19 yrs", 19),
        ("im19", 19),
        ("19 år", 19),
        ("ninetean", 19),
        ("Nineteen!!", 19),
        ("eigteen", 18),
        ("twenty one", 21),
        ("twentyfour", 24),
        ("n1neteen", 19),
        ("nitton", 19),
        ("jag är tjugoett", 21),
        ("tjugo två år", 22),
        ("sexton", 16),
        ("sjutton", 17),
        ("١٩", 19),
        ("۱۹", 19),
        ("17½", 17),
        ("17.5", 17),
        ("17 and a half", 17),
        ("born 2 april 2007", 19),
        ("född april 2007", 19),
        ("2007-04-12", 19),
        ("12/04/2007", 19),
        ("15", 15),
    ],
)
def test_age_when_typed_in_many_ways_is_read(text: str, age: int) -> None:
    assert age_of(text) == age


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("hello", "not_an_age"),
        ("", "not_an_age"),
        ("sex", "not_an_age"),
        ("M14 5RX", "not_an_age"),
        ("sw1a 1aa", "not_an_age"),
        ("200", "too_high"),
        ("1000", "too_high"),
        ("3", "too_low"),
        ("-5", "too_low"),
        ("0", "too_low"),
        ("16-17", "several"),
        ("19 or 20", "several"),
        ("my son is 17", "somebody_else"),
        ("im 19 and my brother is 12", "somebody_else"),
        ("2031", "in_the_future"),
        ("im 20 turn 25 next week", "several"),
    ],
)
def test_age_when_unclear_says_why(text: str, why: str) -> None:
    assert age_of(text) == why


def test_age_when_the_birthday_is_next_week_is_the_age_now_and_knows_the_days() -> None:
    told = parse_age("im 24 turn 25 next week", TODAY)
    assert told == AgeAnswer(24, BirthRange(date(2001, 11, 23), date(2001, 12, 6)), TODAY)


@pytest.mark.parametrize("text", ["i turn 18 tomorrow", "fyller 18 imorgon", "18 tomorrow", "17, turning 18 in 1 days"])
def test_age_when_the_birthday_is_tomorrow_gives_one_day_of_birth(text: str) -> None:
    told = parse_age(text, TODAY)
    assert isinstance(told, AgeAnswer)
    assert (told.age, told.births) == (17, BirthRange.on(date(2008, 11, 23)))


def test_age_when_going_on_for_the_next_is_still_this_one() -> None:
    assert age_of("i am 16 going on 17") == 16
    assert age_of("nearly 18") == 17


@given(age=st.integers(5, 110), day=st.dates(date(2024, 1, 1), date(2032, 12, 31)))
def test_age_typed_as_a_number_is_always_read_back(age: int, day: date) -> None:
    told = parse_age(f"I am {age}", day)
    assert isinstance(told, AgeAnswer)
    assert told.births.ages_on(day) == (age, age)


@given(st.text(max_size=80))
def test_age_from_any_text_never_fails_and_stays_in_bounds(text: str) -> None:
    told = parse_age(text, TODAY)
    assert isinstance(told, AgeMisread) or 5 <= told.age <= 110


@pytest.mark.parametrize("text", ["April 2007", "apr 2007", "2007-04", "04/2007", "aprill 2007", "april 2007!"])
def test_birth_month_when_typed_in_many_ways_is_read(text: str) -> None:
    assert parse_birth_month(text, TODAY) == BirthRange.from_month(2007, 4)


@pytest.mark.parametrize("text", ["2007-13", "hello", "2007", "april", "december 2026"])
def test_birth_month_when_there_is_none_is_not_read(text: str) -> None:
    assert parse_birth_month(text, TODAY) is None


@pytest.mark.parametrize(
    ("text", "month"), [("maj", 5), ("March", 3), ("10", 10), ("septembr", 9), ("13", None), ("x", None)]
)
def test_month_name_alone_is_read_in_both_languages(text: str, month: int | None) -> None:
    assert parse_month_name(text) == month


def test_every_reason_to_ask_again_can_happen() -> None:
    said = ["hello", "200", "3", "16 or 17", "my mum is 40", "born 2031"]
    assert {parse_age(text, TODAY).why for text in said} == set(Misread)  # type: ignore[union-attr]  # all are misread
