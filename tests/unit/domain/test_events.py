"""Reminders of one date: a week, a day, two hours before, and the morning after, each at a decent hour."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.events import BEFORE, Dated, Reminder, offered_until, reminder_at, reminders_of, room_left
from bot.domain.quiet_hours import FOR_REMINDERS

LONDON, STOCKHOLM = ZoneInfo("Europe/London"), ZoneInfo("Europe/Stockholm")
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def dated(start: datetime, zone: ZoneInfo = LONDON) -> Dated:
    return Dated(start, start + timedelta(hours=3), zone)


def test_reminders_when_nothing_is_in_the_way_then_a_week_a_day_and_two_hours_before() -> None:
    found = reminders_of(dated(datetime(2026, 12, 12, 13, 0, tzinfo=LONDON)), FOR_REMINDERS, LONG_AGO)
    assert found == {
        Reminder.WEEK: datetime(2026, 12, 5, 13, 0, tzinfo=LONDON),
        Reminder.DAY: datetime(2026, 12, 11, 13, 0, tzinfo=LONDON),
        Reminder.HOURS: datetime(2026, 12, 12, 11, 0, tzinfo=LONDON),
        Reminder.AFTER: datetime(2026, 12, 13, 10, 0, tzinfo=LONDON),
    }


@pytest.mark.parametrize("zone", [LONDON, STOCKHOLM])
def test_a_day_before_when_the_clocks_change_in_between_then_it_is_the_same_hour(zone: ZoneInfo) -> None:
    for sunday in (datetime(2027, 3, 28, 13, 0, tzinfo=zone), datetime(2027, 10, 31, 13, 0, tzinfo=zone)):
        at = reminder_at(Reminder.DAY, dated(sunday, zone), FOR_REMINDERS)
        assert at.astimezone(zone).replace(tzinfo=None) == sunday.replace(tzinfo=None) - timedelta(days=1)
        assert sunday.astimezone(UTC) - at != timedelta(days=1), "on the far side it is 23 or 25 hours"


def test_leap_day_when_it_lies_between_then_the_week_is_a_week() -> None:
    at = reminder_at(Reminder.WEEK, dated(datetime(2028, 3, 4, 13, 0, tzinfo=LONDON)), FOR_REMINDERS)
    assert at == datetime(2028, 2, 26, 13, 0, tzinfo=LONDON)
    at = reminder_at(Reminder.DAY, dated(datetime(2028, 3, 1, 13, 0, tzinfo=LONDON)), FOR_REMINDERS)
    assert at == datetime(2028, 2, 29, 13, 0, tzinfo=LONDON)


def test_an_early_start_when_two_hours_before_is_night_then_it_goes_the_evening_before() -> None:
    at = reminder_at(Reminder.HOURS, dated(datetime(2026, 12, 12, 8, 30, tzinfo=LONDON)), FOR_REMINDERS)
    assert at == datetime(2026, 12, 11, 19, 59, tzinfo=LONDON)


def test_a_booking_when_it_is_made_late_then_only_what_is_to_come_is_sent() -> None:
    start = datetime(2026, 12, 12, 13, 0, tzinfo=LONDON)
    found = reminders_of(dated(start), FOR_REMINDERS, start - timedelta(hours=20))
    assert set(found) == {Reminder.HOURS, Reminder.AFTER}


@given(
    st.datetimes(datetime.fromisoformat("2026-01-01"), datetime.fromisoformat("2029-01-01")),
    st.sampled_from([LONDON, STOCKHOLM]),
)
def test_reminders_whenever_it_begins_then_each_is_before_the_start_and_in_waking_hours(
    start: datetime, zone: ZoneInfo
) -> None:
    date = dated(start.replace(tzinfo=zone), zone)
    for kind in BEFORE:
        at = reminder_at(kind, date, FOR_REMINDERS)
        assert at < date.starts_at.astimezone(UTC)
        assert FOR_REMINDERS.allow(at, zone)
    assert reminder_at(Reminder.AFTER, date, FOR_REMINDERS) > date.ends_at.astimezone(UTC)


def test_an_offer_when_the_start_is_near_then_it_is_kept_for_less() -> None:
    sent = datetime(2026, 12, 10, 12, 0, tzinfo=UTC)
    assert offered_until(sent, sent + timedelta(days=5)) == sent + timedelta(hours=24)
    assert offered_until(sent, sent + timedelta(hours=10)) == sent + timedelta(hours=8)
    assert offered_until(sent, sent + timedelta(minutes=150)) == sent + timedelta(hours=1)
    assert offered_until(sent, sent + timedelta(minutes=30)) == sent + timedelta(minutes=30)


def test_room_when_there_is_no_limit_then_none_is_counted() -> None:
    assert room_left(None, 1000) is None
    assert room_left(20, 25) == 0
