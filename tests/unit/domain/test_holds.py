"""How long something is held: five days with two working days in them, over weekends, holidays and clock changes."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.holds import (
    Allot,
    Holding,
    What,
    after_warning,
    after_working_days,
    held_until,
    holding_of,
    is_working_day,
    warning_at,
)

LONDON, STOCKHOLM = ZoneInfo("Europe/London"), ZoneInfo("Europe/Stockholm")
CHRISTMAS = frozenset({date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)})


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (datetime(2026, 11, 23, 10, tzinfo=LONDON), datetime(2026, 11, 28, 18, tzinfo=LONDON)),
        (datetime(2026, 11, 23, 19, tzinfo=LONDON), datetime(2026, 11, 29, 18, tzinfo=LONDON)),
        (datetime(2026, 12, 24, 9, tzinfo=LONDON), datetime(2026, 12, 30, 18, tzinfo=LONDON)),
    ],
)
def test_hold_when_it_begins_then_it_ends_in_the_evening_of_that_day(now: datetime, until: datetime) -> None:
    assert held_until(now, CHRISTMAS) == until


@given(
    st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2029, 1, 1)),  # noqa: DTZ001 - the zone is put on
    st.sampled_from([LONDON, STOCKHOLM]),
    st.frozensets(st.dates(date(2026, 1, 1), date(2029, 1, 1)), max_size=20),
)
def test_hold_when_it_begins_at_any_time_then_it_lasts_five_days_and_two_working_days(
    wall: datetime, zone: ZoneInfo, holidays: frozenset[date]
) -> None:
    now = wall.replace(tzinfo=zone)
    until = held_until(now, holidays)
    assert until.astimezone(UTC) - now.astimezone(UTC) >= timedelta(days=5)
    days = [now.date() + timedelta(days=ahead) for ahead in range(1, (until.date() - now.date()).days + 1)]
    assert sum(is_working_day(day, holidays) for day in days) >= 2


def test_warnings_when_planned_then_there_are_two_before_the_end() -> None:
    until = datetime(2026, 11, 28, 18, tzinfo=LONDON)
    moments = [warning_at(until, warned) for warned in range(3)]
    assert moments == [
        datetime(2026, 11, 26, 10, tzinfo=LONDON),
        datetime(2026, 11, 27, 10, tzinfo=LONDON),
        until,
    ]


def test_second_warning_when_it_goes_out_late_then_a_day_is_left() -> None:
    until = datetime(2026, 11, 28, 18, tzinfo=UTC)
    late = until + timedelta(hours=3)
    assert after_warning(until, late) == late + timedelta(days=1)
    assert after_warning(until, until - timedelta(days=2)) == until


def test_working_days_when_counted_over_a_holiday_then_it_is_left_out() -> None:
    thursday = datetime(2026, 12, 24, 15, tzinfo=LONDON)
    assert after_working_days(thursday, 2, CHRISTMAS) == datetime(2026, 12, 30, 15, tzinfo=LONDON)


def test_holding_when_candidates_are_not_named_then_there_are_as_many_as_posts() -> None:
    assert holding_of({"what": "seat", "posts": 12}) == Holding(What.SEAT, 12, 12, Allot.BY_DATE)
    assert holding_of(None) is None
    twelve = holding_of({"what": "interview", "posts": 12, "candidates": 36, "allot": "first_come", "confirm": True})
    assert twelve == Holding(What.INTERVIEW, 12, 36, Allot.FIRST_COME, confirm=True)
    assert twelve is not None
    assert [twelve.room(used) for used in (0, 35, 36)] == [True, True, False]
