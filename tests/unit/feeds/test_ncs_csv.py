"""What colleges upload to the course directory."""

import csv
import io
from datetime import date
from decimal import Decimal

from bot.feeds.collecting import Feed
from bot.feeds.ncs_csv import COLUMNS
from bot.feeds.rows import Cost, OpportunityRow, When
from bot.feeds.table import read
from bot.feeds.vocabulary import Kind, Pattern, Status, Topic
from tests.unit.feeds.reading import TODAY, raw, sample

BROKEN = "ncs_courses_broken.csv"


def courses() -> tuple[OpportunityRow, ...]:
    return sample("ncs-csv", "ncs_courses.csv").opportunities


def changed(old: str, new: str) -> Feed:
    """The first course alone, with one thing in it changed."""
    text = "\n".join(raw("ncs_courses.csv").decode("utf-8-sig").splitlines()[:2]) + "\n"
    assert old in text
    return read("ncs-csv", text.replace(old, new, 1).encode(), TODAY)


def test_columns_when_counted_then_they_are_the_24_of_the_directory() -> None:
    assert len(COLUMNS) == len(set(COLUMNS)) == 24


def test_course_when_in_a_classroom_then_everything_about_it_is_read() -> None:
    course = courses()[0]
    assert (course.kind, course.title, course.row) == (Kind.COURSE, "Sample course 1: first steps in care", 2)
    assert course.starts == When(date(2027, 2, 15))
    assert course.locations[0].venue == "Leamouth College (sample)"
    assert course.hours is not None
    assert course.hours.patterns == (Pattern.PART_TIME, Pattern.EVENING)
    assert (course.length, course.cost) == ("10 weeks", Cost(Decimal("0.00")))
    assert [detail.topic for detail in course.details] == [
        Topic.LEARN,
        Topic.HOW,
        Topic.BRING,
        Topic.ASSESSED,
        Topic.NEXT,
    ]
    assert course.organisations == ()


def test_course_when_online_with_a_flexible_start_then_it_starts_any_time() -> None:
    course = courses()[1]
    assert (course.online, course.starts_any_time, course.starts, course.locations) == (True, True, None, ())
    assert course.link == "https://www.college.example.org/english"
    assert course.cost == Cost(text="Free when you are out of work.")


def test_course_when_at_work_then_its_areas_are_read() -> None:
    course = courses()[2]
    assert course.areas == ("Newham", "Tower Hamlets", "Barking and Dagenham")
    assert (course.national, course.length) == (False, "1 year")


def test_course_when_blended_then_it_is_in_rooms_and_online() -> None:
    course = courses()[3]
    assert course.online
    assert course.locations


def test_course_when_it_has_begun_then_it_is_closed() -> None:
    assert courses()[4].status is Status.CLOSED
    assert courses()[4].summary == "Sample: it has begun.\nA second line."


def test_rows_when_one_in_twenty_is_broken_then_the_rest_is_read_and_each_is_named() -> None:
    feed = sample("ncs-csv", BROKEN)
    assert (feed.rows, len(feed.opportunities)) == (100, 95)
    assert [(error.row, error.field) for error in feed.errors] == [
        (11, "START_DATE"),
        (31, "DELIVERY_MODE"),
        (51, "LARS_QAN"),
        (71, "COURSE_NAME"),
        (91, "COST"),
    ]


def test_rows_when_broken_in_what_tells_starts_apart_then_nothing_may_be_closed_for_them() -> None:
    feed = sample("ncs-csv", BROKEN)
    assert not feed.may_close_missing
    assert [error.row for error in feed.errors if error.source_id] == [91]


def test_id_when_texts_and_price_change_then_it_stays() -> None:
    before = courses()[0]
    for old, new in (
        ("0.00", "99.00"),
        ("By showing", "By telling"),
        ("15/02/2027", "15/2/2027"),
        ("15/02/2027", "2027-02-15"),
        ("Evening", "EVENING"),
    ):
        assert changed(old, new).opportunities[0].source_id == before.source_id


def test_id_when_the_start_or_the_venue_changes_then_it_is_another_start() -> None:
    before = courses()[0]
    for old, new in (
        ("15/02/2027", "16/02/2027"),
        ("Leamouth College", "Canning Town College"),
        ("SMP-001", "SMP-002"),
    ):
        assert changed(old, new).opportunities[0].source_id != before.source_id


def test_learning_aim_when_a_spreadsheet_took_its_zeros_then_the_id_is_the_same() -> None:
    short = changed("60000001", "1234567").opportunities[0]
    assert changed("60000001", "01234567").opportunities[0].source_id == short.source_id


def test_row_when_it_is_there_twice_then_the_second_is_named() -> None:
    text = raw("ncs_courses.csv").decode("utf-8-sig").splitlines()
    feed = read("ncs-csv", "\n".join([text[0], text[1], text[1], ""]).encode(), TODAY)
    assert [(error.row, error.reason) for error in feed.errors] == [(3, "Row 2 is the same one already.")]


def test_row_when_its_cells_do_not_fit_then_only_it_is_left_out() -> None:
    feed = changed("Leamouth College (sample)", "Leamouth, College")
    assert [(error.row, error.field) for error in feed.errors] == [(2, "row")]


def test_course_when_nothing_says_when_or_where_then_both_are_named() -> None:
    feed = changed("15/02/2027,No,Leamouth College (sample),LC1", ",No,,")
    assert [error.field for error in feed.errors] == ["START_DATE", "VENUE_NAME"]


def test_file_when_excel_saved_it_with_semicolons_then_it_is_read_the_same() -> None:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerows(csv.reader(io.StringIO(raw("ncs_courses.csv").decode("utf-8-sig"))))
    for before in ("", "sep=;\r\n"):
        assert read("ncs-csv", (before + out.getvalue()).encode(), TODAY).opportunities == courses()


def test_file_when_it_is_the_one_with_an_errors_column_then_it_is_read() -> None:
    text = raw("ncs_courses.csv").decode("utf-8-sig").splitlines()[:2]
    feed = read("ncs-csv", f"{text[0]},ERRORS\n{text[1]},Something\n".encode(), TODAY)
    assert feed.opportunities == courses()[:1]
