"""Birth ranges: what an age says, and when it stops being true."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.birthdays import BirthRange, age_on, birthday

DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2040, 12, 31))
BIRTHS = st.dates(min_value=date(1940, 1, 1), max_value=date(2012, 12, 31))


@given(told_on=DAYS, age=st.integers(5, 90))
def test_age_told_is_that_age_on_that_day_and_at_both_ends_only_just(told_on: date, age: int) -> None:
    births = BirthRange.from_age(age, told_on)
    assert births.ages_on(told_on) == (age, age)
    assert age_on(births.earliest - timedelta(days=1), told_on) == age + 1
    assert age_on(births.latest + timedelta(days=1), told_on) == age - 1


@given(birth=BIRTHS, age=st.integers(0, 100))
def test_birthday_is_the_first_day_of_that_age(birth: date, age: int) -> None:
    day = birthday(birth, age)
    assert age_on(birth, day) == age
    if age:
        assert age_on(birth, day - timedelta(days=1)) == age - 1


@given(births=st.tuples(BIRTHS, BIRTHS).map(sorted), day=DAYS)
def test_ages_of_a_range_hold_every_birth_in_it(births: list[date], day: date) -> None:
    found = BirthRange(births[0], births[1])
    youngest, oldest = found.ages_on(day)
    middle = births[0] + (births[1] - births[0]) / 2
    assert youngest <= age_on(middle, day) <= oldest


def test_leap_day_birth_has_its_birthday_on_the_first_of_march_in_common_years() -> None:
    assert birthday(date(2008, 2, 29), 18) == date(2026, 3, 1)
    assert birthday(date(2008, 2, 29), 20) == date(2028, 2, 29)
    assert age_on(date(2008, 2, 29), date(2026, 2, 28)) == 17


@pytest.mark.parametrize("told_on", [date(2028, 2, 29), date(2027, 2, 28), date(2027, 3, 1), date(2026, 12, 31)])
def test_age_told_on_an_awkward_day_covers_exactly_one_year_of_births(told_on: date) -> None:
    births = BirthRange.from_age(19, told_on)
    assert (births.latest - births.earliest).days in (364, 365, 366)
    assert births.ages_on(told_on) == (19, 19)


def test_month_of_birth_covers_the_whole_month() -> None:
    assert BirthRange.from_month(2008, 2) == BirthRange(date(2008, 2, 1), date(2008, 2, 29))


def test_ranges_that_contradict_narrow_to_nothing() -> None:
    assert BirthRange.from_month(2008, 2).narrowed(BirthRange.from_month(2009, 2)) is None


def test_range_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="ends before"):
        BirthRange(date(2008, 2, 2), date(2008, 2, 1))
