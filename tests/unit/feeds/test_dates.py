"""Days and times as they are written."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.dates import day_only, local, when
from bot.feeds.faults import Unreadable
from bot.feeds.rows import When
from tests.unit.feeds.reading import LONDON, STOCKHOLM

DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))
MOMENTS = st.builds(datetime.combine, st.dates(date(2000, 1, 2), date(2100, 12, 30)), st.times())


@given(DAYS)
def test_day_when_written_day_first_then_it_is_that_day_without_a_time(day: date) -> None:
    assert when(day.strftime("%d/%m/%Y"), LONDON) == When(day)


@given(DAYS)
def test_day_when_written_as_iso_then_it_is_that_day_without_a_time(day: date) -> None:
    assert when(day.isoformat(), LONDON) == When(day)


@given(MOMENTS, st.sampled_from([LONDON, STOCKHOLM]))
def test_instant_when_written_with_its_offset_then_it_is_read_to_the_second(moment: datetime, zone: ZoneInfo) -> None:
    aware = moment.replace(microsecond=0, tzinfo=UTC)
    found = when(aware.astimezone(zone).isoformat(), zone)
    assert (found.at, found.day) == (aware, aware.astimezone(zone).date())


@given(MOMENTS)
def test_time_without_zone_when_read_then_it_is_meant_there(moment: datetime) -> None:
    found = when(moment.strftime("%d/%m/%Y %H:%M"), LONDON)
    there = moment.replace(second=0, microsecond=0, tzinfo=LONDON)
    assert found.at == there.astimezone(UTC)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2027-07-01T10:00", datetime(2027, 7, 1, 9, tzinfo=UTC)),
        ("2027-07-01 10:00:00", datetime(2027, 7, 1, 9, tzinfo=UTC)),
        ("2027-07-01T10:00:00.000Z", datetime(2027, 7, 1, 10, tzinfo=UTC)),
        ("2024-02-12T15:57:11.165938123", datetime(2024, 2, 12, 15, 57, 11, tzinfo=UTC)),
        ("2027-07-01T10:00+0200", datetime(2027, 7, 1, 8, tzinfo=UTC)),
        ("01/07/2027 6:30 pm", datetime(2027, 7, 1, 17, 30, tzinfo=UTC)),
        ("01/07/2027 at 18.30", datetime(2027, 7, 1, 17, 30, tzinfo=UTC)),
        # The clocks go forward: 01:30 is not there and stands for the moment half an hour after 01:00.
        ("2027-03-28T01:30", datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),
        # The clocks go back: 01:30 is there twice and the first is meant.
        ("2027-10-31T01:30", datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),
    ],
)
def test_time_when_written_then_it_is_that_instant(text: str, instant: datetime) -> None:
    assert when(text, LONDON).at == instant


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("31/13/2027", "no such day"),
        ("01/25/2027", "no month 25"),
        ("30/02/2027", "no such day"),
        ("01/02/27", "four numbers"),
        ("46401", "spreadsheet"),
        ("14-Jan-2027", "cannot|not a date"),
        ("soon", "not a date"),
        ("01/01/1027", "between 2000 and 2100"),
        ("2027-01-01 25:00", "no such time"),
        ("2027-01-01 noon", "not a date and time"),
        ("2027-01-01T10:00 Mars", "time zone"),
        ("2027-01-01T10:00+99:00", "no such time zone"),
    ],
)
def test_date_when_it_cannot_be_read_then_the_reason_says_what_to_write(text: str, says: str) -> None:
    with pytest.raises(Unreadable, match=says) as fault:
        when(text, LONDON)
    assert text not in fault.value.reason


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2027-01-31T00:00:00", date(2027, 1, 31)),
        ("2027-01-31T23:59:59Z", date(2027, 1, 31)),
        # The end of a summer's day told in UTC must not move to the next one.
        ("2027-07-14T23:59:59Z", date(2027, 7, 14)),
        # Midnight of the first of July in London, told in UTC.
        ("2027-06-30T23:00:00Z", date(2027, 7, 1)),
        ("2027-07-01", date(2027, 7, 1)),
    ],
)
def test_day_when_a_meaningless_time_comes_with_it_then_the_day_stands(text: str, day: date) -> None:
    assert day_only(text, LONDON) == When(day)


@given(DAYS)
def test_closing_day_when_it_has_no_time_then_it_lasts_until_its_midnight(day: date) -> None:
    end = When(day).end_instant(LONDON)
    assert end.astimezone(LONDON).date() == day + timedelta(days=1)
    assert (end - timedelta(seconds=1)).astimezone(LONDON).date() == day


def test_instant_when_local_then_its_day_is_the_day_there() -> None:
    assert local(datetime(2027, 6, 30, 23, 30, tzinfo=UTC), LONDON).day == date(2027, 7, 1)
