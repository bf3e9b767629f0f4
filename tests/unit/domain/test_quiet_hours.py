"""Quiet hours: never outside them, never after the start, on every night that clocks change."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.quiet_hours import FOR_BROADCASTS, FOR_REMINDERS, Hours

LONDON, STOCKHOLM = ZoneInfo("Europe/London"), ZoneInfo("Europe/Stockholm")

moments = st.datetimes(
    datetime.fromisoformat("2024-01-01"), datetime.fromisoformat("2029-01-01"), timezones=st.just(UTC)
)
zones = st.sampled_from([LONDON, STOCKHOLM])
hours = st.sampled_from([FOR_BROADCASTS, FOR_REMINDERS, Hours(time(1, 30), time(2, 30))])


@pytest.mark.parametrize(
    ("at", "allowed"),
    [
        (datetime(2026, 11, 28, 8, 59, 59, tzinfo=LONDON), False),
        (datetime(2026, 11, 28, 9, 0, tzinfo=LONDON), True),
        (datetime(2026, 11, 28, 17, 59, 59, tzinfo=LONDON), True),
        (datetime(2026, 11, 28, 18, 0, tzinfo=LONDON), False),
        (datetime(2026, 11, 29, 12, 0, tzinfo=LONDON), False),
    ],
)
def test_broadcasts_when_at_the_edges_of_the_day_then_only_inside_it(at: datetime, allowed: bool) -> None:
    assert FOR_BROADCASTS.allow(at, LONDON) is allowed


def test_one_moment_when_the_countries_differ_then_each_has_its_own_clock() -> None:
    at = datetime(2026, 11, 27, 17, 30, tzinfo=UTC)
    assert FOR_BROADCASTS.allow(at, LONDON)
    assert not FOR_BROADCASTS.allow(at, STOCKHOLM)


def test_saturday_evening_when_broadcasting_then_it_waits_for_monday() -> None:
    found = FOR_BROADCASTS.next_from(datetime(2026, 11, 28, 19, 0, tzinfo=LONDON), LONDON)
    assert found == datetime(2026, 11, 30, 9, 0, tzinfo=LONDON)


def test_an_early_reminder_when_it_falls_in_the_night_then_it_goes_the_evening_before() -> None:
    found = FOR_REMINDERS.last_until(datetime(2026, 11, 28, 6, 0, tzinfo=STOCKHOLM), STOCKHOLM)
    assert found == datetime(2026, 11, 27, 19, 59, tzinfo=STOCKHOLM)


@given(moments, zones, hours)
def test_the_next_moment_whenever_then_it_is_allowed_and_not_earlier(at: datetime, zone: ZoneInfo, when: Hours) -> None:
    found = when.next_from(at, zone)
    assert found >= at
    assert found - at <= timedelta(days=3)
    local = found.astimezone(zone)
    skipped = zone.utcoffset(local - timedelta(hours=2)) != zone.utcoffset(local + timedelta(hours=2))
    assert when.allow(found, zone) or skipped


@given(moments, zones, st.sampled_from([FOR_BROADCASTS, FOR_REMINDERS]))
def test_the_last_moment_whenever_then_it_is_allowed_and_not_later(at: datetime, zone: ZoneInfo, when: Hours) -> None:
    found = when.last_until(at, zone)
    assert at - timedelta(days=3) <= found <= at
    assert when.allow(found, zone)


@pytest.mark.parametrize(
    ("own", "left"),
    [
        ((time(11), time(22)), (time(11), time(18))),
        ((time(18), time(21)), (time(18), time(21))),
        ((None, None), (time(9), time(18))),
        ((time(20), time(8)), (time(9), time(18))),
    ],
)
def test_own_hours_when_they_leave_nothing_of_ours_then_they_win(own: tuple, left: tuple) -> None:
    found = FOR_BROADCASTS.within(*own)
    assert (found.opens, found.closes) == left
