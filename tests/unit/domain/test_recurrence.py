"""Dates by a rule: on the clock of the place, through summer time, and never without an end."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.recurrence import BadRule, check_rule, dates

LONDON, STOCKHOLM = ZoneInfo("Europe/London"), ZoneInfo("Europe/Stockholm")
FAR = datetime(2100, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ("FREQ=WEEKLY", "no_end"),
        ("FREQ=WEEKLY;COUNT=60", "no_end"),
        ("FREQ=DAILY;COUNT=500", "no_end"),
        ("FREQ=WEEKLY;UNTIL=20280101T000000Z", "no_end"),
        ("FREQ=YEARLY;COUNT=2", "frequency"),
        ("FREQ=HOURLY;COUNT=3", "frequency"),
        ("FREQ=DAILY;BYHOUR=9,10;COUNT=3", "frequency"),
        ("FREQ=WEEKLY;COUNT=3\nEXDATE:20261201", "no_end"),
        ("FREQ=WEEKLY;BYDAY=XX;COUNT=3", "unreadable"),
        ("FREQ=WEEKLY;UNTIL=tomorrow", "unreadable"),
    ],
)
def test_a_rule_when_it_has_no_end_or_no_sense_then_it_is_refused(rule: str, why: str) -> None:
    with pytest.raises(BadRule) as refused:
        check_rule(rule, datetime(2026, 11, 26, 14, 0, tzinfo=LONDON))
    assert refused.value.why == why


@pytest.mark.parametrize(
    "rule",
    ["FREQ=WEEKLY;COUNT=52", "freq=weekly;count=4", "FREQ=MONTHLY;BYDAY=1TU;UNTIL=20271101", "FREQ=DAILY;COUNT=5"],
)
def test_a_rule_when_it_ends_within_a_year_then_it_is_taken(rule: str) -> None:
    check_rule(rule, datetime(2026, 11, 26, 14, 0, tzinfo=LONDON))


@pytest.mark.parametrize(("zone", "day"), [(LONDON, 28), (STOCKHOLM, 28)])
def test_dates_when_the_clocks_change_then_the_hour_stays(zone: ZoneInfo, day: int) -> None:
    first = datetime(2027, 3, day - 10, 18, 0, tzinfo=zone)
    found = list(dates("FREQ=WEEKLY;COUNT=4", first, FAR))
    assert [moment.astimezone(zone).time() for moment in found] == [time(18)] * 4
    assert len({moment.time() for moment in found}) == 2, "in UTC it moved"


def test_dates_when_the_clock_skips_them_then_they_come_once() -> None:
    first = datetime(2027, 3, 27, 1, 30, tzinfo=LONDON)
    found = list(dates("FREQ=DAILY;COUNT=3", first, FAR))
    assert len(found) == len(set(found)) == 3
    assert [later - sooner for sooner, later in itertools.pairwise(found)] == [
        timedelta(days=1),
        timedelta(hours=23),
    ]


def test_dates_when_the_rule_ends_in_utc_then_the_last_is_still_in() -> None:
    first = datetime(2027, 6, 1, 10, 0, tzinfo=STOCKHOLM)
    found = list(dates("FREQ=DAILY;UNTIL=20270603T080000Z", first, FAR))
    assert len(found) == 3


def test_the_first_date_when_the_rule_leaves_it_out_then_it_counts_all_the_same() -> None:
    thursday = datetime(2026, 11, 26, 14, 0, tzinfo=LONDON)
    found = list(dates("FREQ=WEEKLY;BYDAY=MO;COUNT=2", thursday, FAR))
    assert [moment.weekday() for moment in found] == [3, 0, 0]


@given(
    first=st.datetimes(datetime.fromisoformat("2026-01-01"), datetime.fromisoformat("2029-01-01")),
    zone=st.sampled_from([LONDON, STOCKHOLM]),
    every=st.integers(1, 3),
    count=st.integers(1, 16),
)
def test_dates_whenever_they_begin_then_each_keeps_its_hour_and_none_is_twice(
    first: datetime, zone: ZoneInfo, every: int, count: int
) -> None:
    start = first.replace(second=0, microsecond=0, tzinfo=zone)
    found = list(dates(f"FREQ=WEEKLY;INTERVAL={every};COUNT={count}", start, FAR))
    assert len(set(found)) == count
    assert found == sorted(found)
    skipped = [at for at in found if at.astimezone(zone).time() != start.time()]
    assert len(skipped) <= (count * every) // 40 + 1, "only an hour that the clock skips moves"
