"""When somebody reads a message: opening hours, weekends, holidays and the nights when clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.opening_hours import Opening, OpeningHours

LONDON = ZoneInfo("Europe/London")
OFFICE = OpeningHours(
    (Opening(frozenset(range(5)), time(9), time(17)),), frozenset({date(2026, 12, 25), date(2026, 12, 28)})
)


def at(day: int, hour: int, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("asked", "within", "read"),
    [
        (at(23, 10), 0, at(23, 17)),
        (at(23, 10), 24, at(24, 17)),
        (at(23, 18), 24, at(25, 17)),
        (at(27, 16), 24, at(30, 17)),
        (at(28, 3), 24, at(30, 17)),
        (at(24, 12, 12), 24, at(29, 17, 12)),
    ],
)
def test_a_message_is_read_by_the_end_of_the_opening_that_the_promise_reaches(
    asked: datetime, within: int, read: datetime
) -> None:
    assert OFFICE.reads_by(asked, timedelta(hours=within)) == read


def test_without_any_opening_the_promise_is_the_time_itself() -> None:
    assert OpeningHours(()).reads_by(at(23, 10), timedelta(hours=48)) == at(25, 10)


@pytest.mark.parametrize(("moment", "is_open"), [(at(23, 9), True), (at(23, 17), False), (at(28, 12), False)])
def test_open_includes_the_first_minute_and_not_the_last(moment: datetime, is_open: bool) -> None:
    assert OFFICE.is_open(moment) is is_open


@given(st.integers(0, 2 * 365 * 24 * 60), st.integers(0, 200))
def test_a_promise_is_never_before_what_it_promises_nor_outside_opening_hours(minutes: int, hours: int) -> None:
    asked = (datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)).astimezone(LONDON)
    read = OFFICE.reads_by(asked, timedelta(hours=hours))
    assert read >= asked + timedelta(hours=hours)
    assert read.time() == time(17)
    assert read.weekday() < 5
    assert read.date() not in OFFICE.holidays
