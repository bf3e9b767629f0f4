"""Calendar files in and out."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from icalendar import Calendar

from bot.feeds.calendar_out import Method, calendar, uid
from bot.feeds.collecting import Feed
from bot.feeds.dates import local
from bot.feeds.rows import Detail, EventRow, Location, Recurrence, When
from bot.feeds.table import read
from bot.feeds.vocabulary import EventKind, EventStatus, Topic
from tests.unit.feeds.reading import LONDON, TODAY, sample

NOW = datetime(2027, 1, 4, 12, tzinfo=UTC)
HOST = "wayin.example"


def of(*lines: str, head: tuple[str, ...] = ()) -> Feed:
    """A calendar with one event of these lines."""
    event = ("BEGIN:VEVENT", "UID:1@example.org", "SUMMARY:A sample", "DTSTAMP:20270101T000000Z", *lines, "END:VEVENT")
    whole = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *head, *event, "END:VCALENDAR", "")
    return read("icalendar", "\r\n".join(whole).encode(), TODAY)


def event(**changes: object) -> EventRow:
    """An event of ours."""
    known: dict[str, object] = {
        "source_id": "fair-1",
        "title": "Recruitment fair, 20 employers; sample",
        "starts": local(datetime(2027, 6, 16, 10, tzinfo=LONDON), LONDON),
        "ends": local(datetime(2027, 6, 16, 15, tzinfo=LONDON), LONDON),
    }
    return EventRow(**(known | changes))  # type: ignore[arg-type]  # the fields are told by name


def back(*rows: EventRow, method: Method = Method.PUBLISH) -> Feed:
    return read("icalendar", calendar(rows, HOST, NOW, method), TODAY)


def test_events_when_read_then_the_newest_version_of_each_stands() -> None:
    feed = sample("icalendar", "events.ics")
    fair = feed.events[0]
    assert (fair.source_id, fair.sequence) == ("fair-1@example.org", 2)
    assert fair.starts.at == datetime(2027, 6, 16, 9, tzinfo=UTC)
    assert fair.kind is EventKind.RECRUITMENT_FAIR
    assert feed.notes == ("Older versions of events left out: 1.",)


def test_text_when_folded_and_escaped_then_it_is_whole() -> None:
    fair = sample("icalendar", "events.ics").events[0]
    assert fair.title == "Recruitment fair (sample), 20 employers"
    assert fair.summary == "Come as you are. Bring nothing.\nStep-free; a quiet room is there."
    assert fair.locations == (
        Location(None, "Sample Hall, 1 Example Road, London E13 8SL", "London", "E13 8SL", "E13"),
    )


def test_organiser_when_a_person_then_nobody_is_named() -> None:
    assert "A Sample Person" not in repr(sample("icalendar", "events.ics"))


def test_event_when_it_repeats_then_its_rule_and_its_gaps_are_read() -> None:
    drop_in = sample("icalendar", "events.ics").events[1]
    assert drop_in.recurrence == Recurrence(
        "FREQ=WEEKLY;COUNT=20;BYDAY=MO", (When(date(2027, 3, 29), datetime(2027, 3, 29, 13, tzinfo=UTC)),)
    )
    assert (drop_in.zone, drop_in.online, drop_in.link) == ("Europe/London", True, "https://example.org/drop-in")


def test_occurrence_when_moved_then_it_says_which_one_it_replaces() -> None:
    moved = sample("icalendar", "events.ics").events[2]
    assert moved.source_id == "dropin-1@example.org"
    assert moved.replaces == When(date(2027, 3, 8), datetime(2027, 3, 8, 14, tzinfo=UTC))
    assert moved.starts.day == date(2027, 3, 9)


def test_event_when_of_whole_days_then_it_ends_on_its_last_day() -> None:
    week = sample("icalendar", "events.ics").events[3]
    assert (week.starts, week.ends) == (When(date(2027, 3, 8)), When(date(2027, 3, 12)))
    assert week.status is EventStatus.CANCELLED


def test_time_when_it_floats_then_it_is_meant_in_the_calendars_zone() -> None:
    floating = of("DTSTART:20270701T180000", head=("X-WR-TIMEZONE:Europe/Stockholm",)).events[0]
    assert (floating.starts.at, floating.zone) == (datetime(2027, 7, 1, 16, tzinfo=UTC), "Europe/Stockholm")
    at_home = of("DTSTART:20270701T180000").events[0]
    assert (at_home.starts.at, at_home.zone) == (datetime(2027, 7, 1, 17, tzinfo=UTC), "Europe/London")


@pytest.mark.parametrize(
    ("start", "instant"),
    [
        ("DTSTART;TZID=GMT Standard Time:20270701T100000", datetime(2027, 7, 1, 9, tzinfo=UTC)),
        ("DTSTART;TZID=Europe/Stockholm:20270701T100000", datetime(2027, 7, 1, 8, tzinfo=UTC)),
        ("DTSTART:20270701T100000Z", datetime(2027, 7, 1, 10, tzinfo=UTC)),
        ("DTSTART;TZID=Europe/London:20270328T013000", datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),
    ],
)
def test_time_when_its_zone_is_named_in_any_way_then_it_is_that_instant(start: str, instant: datetime) -> None:
    assert of(start).events[0].starts.at == instant


@pytest.mark.parametrize(
    ("lines", "field"),
    [
        (("DTSTART;TZID=Nowhere/Land:20270701T100000",), "DTSTART"),
        (("DTSTART:2027-07-01",), "DTSTART"),
        ((), "DTSTART"),
        (("DTSTART:00010101T100000",), "DTSTART"),
        (("DTSTART:20270701T100000", "DTEND:20270701T090000"), "DTEND"),
        (("DTSTART:20270701T100000", "RRULE:FREQ=SOMETIMES"), "RRULE"),
        (("DTSTART:20270701T100000", "RRULE:FREQ=SECONDLY"), "RRULE"),
        (("DTSTART:20270701T100000", "RRULE:FREQ=DAILY", "RRULE:FREQ=WEEKLY"), "RRULE"),
        (("DTSTART:20270701T100000", "SEQUENCE:two"), "SEQUENCE"),
        (("DTSTART:20270701T100000", "EXDATE:never"), "EXDATE"),
        (("DTSTART:20270701T100000", "DTSTART:20270702T100000"), "DTSTART"),
        (("DTSTART:20270701T100000", "URL:javascript:alert(1)"), "URL"),
        (("DTSTART:20270701T100000", "CLASS:PRIVATE"), "CLASS"),
    ],
)
def test_event_when_broken_then_the_property_is_named(lines: tuple[str, ...], field: str) -> None:
    assert [(error.field, error.source_id) for error in of(*lines).errors] == [(field, "1@example.org")]


def test_calendar_when_it_cancels_then_everything_in_it_is_cancelled() -> None:
    assert of("DTSTART:20270701T100000", head=("METHOD:CANCEL",)).events[0].status is EventStatus.CANCELLED


@given(st.text(max_size=300), st.text(max_size=80))
def test_event_when_written_and_read_then_its_words_come_back(words: str, place: str) -> None:
    clean = " ".join("".join(mark for mark in words if mark.isprintable()).split()).replace("&", "").replace("<", "")
    row = event(summary=clean or None, locations=(Location(venue="Hall"),), title=f"Fair {clean[:100]}".strip())
    found = back(row).events[0]
    assert (found.title, found.summary) == (row.title, row.summary)


@given(
    st.builds(datetime.combine, st.dates(date(2026, 1, 1), date(2030, 12, 31)), st.times()),
    st.integers(0, 600),
    st.sampled_from(["Europe/London", "Europe/Stockholm"]),
    st.booleans(),
)
def test_event_when_written_and_read_then_its_times_come_back(
    moment: datetime, minutes: int, zone_name: str, repeats: bool
) -> None:
    zone = ZoneInfo(zone_name)
    starts = local(moment.replace(microsecond=0, tzinfo=UTC), zone)
    assert starts.at is not None
    row = event(
        starts=starts,
        ends=local(starts.at + timedelta(minutes=minutes), zone),
        zone=zone_name,
        recurrence=Recurrence("FREQ=WEEKLY") if repeats else None,
    )
    # The second of two same hours in autumn cannot be written with a zone; nothing of ours starts at night.
    assume(not any(one and one.at and one.at.astimezone(zone).fold for one in (row.starts, row.ends)))
    found = back(row).events[0]
    assert (found.starts.at, found.ends and found.ends.at) == (row.starts.at, row.ends and row.ends.at)
    assert found.recurrence == row.recurrence


def test_event_when_it_changes_then_it_keeps_its_uid_and_the_larger_sequence_wins() -> None:
    first, moved = event(), event(sequence=1, starts=local(datetime(2027, 6, 17, 10, tzinfo=LONDON), LONDON), ends=None)
    assert uid(first, HOST) == uid(moved, HOST) == "fair-1@wayin.example"
    together = back(first, moved)
    assert [(found.sequence, found.starts.day) for found in together.events] == [(1, date(2027, 6, 17))]


def test_event_when_cancelled_then_calendars_take_it_out() -> None:
    text = calendar([event(sequence=2)], HOST, NOW, Method.CANCEL).decode()
    assert "METHOD:CANCEL" in text
    assert "STATUS:CANCELLED" in text
    assert "SEQUENCE:2" in text
    assert back(event(sequence=2), method=Method.CANCEL).events[0].status is EventStatus.CANCELLED


def test_event_when_it_came_with_an_id_of_the_world_then_it_keeps_it() -> None:
    assert uid(event(source_id="abc@college.example.org"), HOST) == "abc@college.example.org"


def test_event_when_it_repeats_then_the_file_explains_its_zone_and_keeps_its_hour() -> None:
    text = calendar([event(recurrence=Recurrence("FREQ=WEEKLY"))], HOST, NOW).decode()
    assert "TZID:Europe/London" in text
    assert "DTSTART;TZID=Europe/London:20270616T100000" in text
    assert len(text) < 3000


def test_event_when_of_whole_days_then_its_end_is_the_day_after() -> None:
    text = calendar([event(starts=When(date(2027, 3, 8)), ends=When(date(2027, 3, 12)))], HOST, NOW).decode()
    assert "DTSTART;VALUE=DATE:20270308" in text
    assert "DTEND;VALUE=DATE:20270313" in text


def test_file_when_written_then_no_line_is_longer_than_calendars_read() -> None:
    long = event(summary="Räksmörgås är gott. " * 30, details=(Detail(Topic.BRING, "Nothing."),))
    lines = calendar([long], HOST, NOW).split(b"\r\n")
    assert max(map(len, lines)) <= 75


def test_words_when_given_then_they_are_the_description() -> None:
    text = calendar([event()], HOST, NOW, words=lambda row: f"Said of {row.source_id}")
    assert Calendar.from_ical(text).walk("VEVENT")[0]["DESCRIPTION"] == "Said of fair-1"
