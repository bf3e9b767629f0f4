"""Which date of a series becomes which when its times change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.recurrence import check_rule, dates, ending_before
from bot.domain.schedules import match

LONDON = ZoneInfo("Europe/London")


def at(day: int, hour: int = 13, month: int = 12) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def test_a_date_when_the_hour_changes_then_it_stays_on_its_day() -> None:
    found = match([at(1), at(8)], [at(8, 15), at(1, 15), at(15, 15)], LONDON)
    assert found.becomes == {at(1): at(1, 15), at(8): at(8, 15)}
    assert found.added == [at(15, 15)]


def test_a_date_when_the_weekday_changes_then_it_stays_in_its_week() -> None:
    found = match([at(1), at(8), at(15)], [at(3), at(17)], LONDON)
    assert found.becomes == {at(1): at(3), at(8): None, at(15): at(17)}


def test_the_only_date_when_it_goes_far_away_then_it_is_still_the_same() -> None:
    assert match([at(1)], [at(31)], LONDON).becomes == {at(1): at(31)}


def test_a_day_when_it_is_another_in_utc_then_the_clock_of_the_place_counts() -> None:
    summer = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)  # half past midnight on 2 July
    found = match([summer, at(9, month=7)], [datetime(2026, 7, 2, 9, tzinfo=UTC), at(1, month=7)], LONDON)
    assert found.becomes[summer] == datetime(2026, 7, 2, 9, tzinfo=UTC)


moments = st.sets(st.integers(0, 60).map(lambda day: at(1) + timedelta(days=day, hours=day % 5)), max_size=12)


@given(moments, moments)
def test_a_match_whatever_the_dates_then_none_is_lost_and_none_is_taken_twice(
    old: set[datetime], new: set[datetime]
) -> None:
    found = match(old, new, LONDON)
    taken = [one for one in found.becomes.values() if one is not None]
    assert found.becomes.keys() == old
    assert sorted([*taken, *found.added]) == sorted(new)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=WEEKLY;UNTIL=20261229",
        "FREQ=DAILY;COUNT=20",
        "FREQ=MONTHLY;BYDAY=1TU;COUNT=4",
        "COUNT=9;FREQ=WEEKLY;BYDAY=TU,TH",
    ],
)
@pytest.mark.parametrize("days", [1, 2, 8, 60])
def test_a_rule_when_it_ends_earlier_then_it_keeps_just_the_dates_before(rule: str, days: int) -> None:
    first, end = at(1).astimezone(LONDON), at(1) + timedelta(days=days)
    shorter, far = ending_before(rule, first, end), at(1) + timedelta(days=400)
    assert list(dates(shorter, first, far)) == list(dates(rule, first, end))
    if shorter is not None:
        check_rule(shorter, first)
