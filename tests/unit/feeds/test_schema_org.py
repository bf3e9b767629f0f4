"""JSON-LD in files and in pages."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from bot.feeds.collecting import Feed
from bot.feeds.rows import Cost, Location, Pay, When
from bot.feeds.table import read
from bot.feeds.vocabulary import Contract, EventStatus, Kind, Pattern, PayKind, Period, Status
from tests.unit.feeds.reading import TODAY, raw, sample

JOB: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "JobPosting",
    "identifier": "J-1",
    "title": "Porter (sample)",
    "hiringOrganization": "Riverside Hospitals (sample)",
    "datePosted": "2027-01-02",
}
PAY_IN_KRONOR = Pay(Decimal(170), Decimal(170), Period.HOUR, "SEK")


def of(*things: dict[str, Any]) -> Feed:
    return read("schema-org", json.dumps(list(things)).encode(), TODAY)


def job(**changes: Any) -> Any:
    return of(JOB | changes).opportunities[0]


def test_job_when_inside_a_page_then_everything_about_it_is_read() -> None:
    feed = sample("schema-org", "job_page.html")
    (one,) = feed.opportunities
    assert (one.source_id, one.title) == ("HH-0042", "Weekend receptionist (sample)")
    assert one.summary == "Meet guests.\n\n- Saturday\n- Sunday"
    assert one.organisations[0].name == "Harbour Hotels (sample)"
    assert one.organisations[0].url == "https://harbour.example.org"
    assert one.closes == When(date(2027, 7, 1), datetime(2027, 7, 1, 22, 30, tzinfo=UTC))
    assert one.pay == Pay(Decimal("12.71"), Decimal("13.5"), Period.HOUR)
    assert one.hours is not None
    assert one.hours.patterns == (Pattern.PART_TIME,)
    assert one.contract is Contract.TEMPORARY
    assert one.locations == (Location(None, "2 Example Quay", "London", "E16 1XL", "E16"),)


def test_page_when_one_script_is_broken_then_it_is_named_and_the_other_is_read() -> None:
    feed = sample("schema-org", "job_page.html")
    assert [(error.row, error.field) for error in feed.errors] == [(2, "script")]
    assert not feed.may_close_missing


def test_page_when_a_job_is_commented_out_then_it_is_not_there() -> None:
    assert "commented out" not in repr(sample("schema-org", "job_page.html"))


def test_page_when_it_says_that_it_is_old_then_its_letters_are_right() -> None:
    page = '<html><head><meta charset="windows-1252"><script type="application/ld+json">%s</script></head></html>'
    text = page % json.dumps(JOB | {"title": "Bistro caf\u00e9 \u2013 sample"}, ensure_ascii=False)
    assert read("schema-org", text.encode("cp1252"), TODAY).opportunities[0].title == "Bistro café – sample"


def test_course_when_it_starts_several_times_then_each_start_is_a_row() -> None:
    first, online, begun = sample("schema-org", "courses.json").opportunities
    assert first.starts == When(date(2027, 2, 15))
    assert (first.locations[0].outcode, first.online) == ("E14", False)
    assert first.hours is not None
    assert first.hours.text == "16 hours"
    assert first.cost == Cost(Decimal(0))
    assert (online.online, online.locations, online.status) == (True, (), Status.OPEN)
    assert begun.status is Status.CLOSED
    assert len({first.source_id, online.source_id, begun.source_id}) == 3
    assert first.link == "https://college.example.org/courses/care"


def test_event_when_cancelled_then_it_says_so_and_names_no_person() -> None:
    (event,) = sample("schema-org", "courses.json").events
    assert event.status is EventStatus.CANCELLED
    assert event.organisations == ()
    assert event.starts.at == datetime(2027, 6, 16, 16, tzinfo=UTC)
    assert event.locations[0].postcode == "E14 0JG"


def test_job_when_a_private_person_hires_then_their_home_keeps_its_outcode_only() -> None:
    place = {"@type": "Place", "address": {"streetAddress": "1 Example Road", "postalCode": "E13 8SL"}}
    one = job(hiringOrganization={"@type": "Person", "name": "A Sample Person"}, jobLocation=place)
    assert one.organisations == ()
    assert one.locations == (Location(outcode="E13"),)


@pytest.mark.parametrize(
    ("salary", "pay"),
    [
        (30000, Pay(Decimal(30000), Decimal(30000), Period.YEAR, text="30000", period_is_guessed=True)),
        ({"currency": "GBP", "value": 13}, Pay(Decimal(13), Decimal(13), Period.HOUR, period_is_guessed=True)),
        ({"value": {"value": 900, "unitText": "WEEK"}}, Pay(Decimal(900), Decimal(900), Period.WEEK)),
        ({"value": {"minValue": 24000, "unitText": "YEAR"}}, Pay(Decimal(24000), None, Period.YEAR)),
        ({"value": {"minValue": 0, "maxValue": 0, "unitText": "YEAR"}}, None),
        (
            {"currency": "SEK", "value": {"value": 170, "unitText": "HOUR"}},
            PAY_IN_KRONOR,
        ),
    ],
)
def test_salary_when_told_in_each_of_its_shapes_then_it_is_the_same_thing(salary: Any, pay: Pay | None) -> None:
    assert job(baseSalary=salary).pay == pay


def test_salary_when_words_then_they_stay_words() -> None:
    assert job(baseSalary="Competitive").pay.kind is PayKind.TEXT


@pytest.mark.parametrize(
    ("employment", "kind"),
    [
        ("VOLUNTEER", Kind.VOLUNTEERING),
        (["INTERN", "FULL_TIME"], Kind.PLACEMENT),
        ("Full-time, Apprenticeship", Kind.APPRENTICESHIP),
        ("OTHER", Kind.VACANCY),
        (None, Kind.VACANCY),
    ],
)
def test_kind_when_the_type_of_employment_says_it_then_it_is_that(employment: Any, kind: Kind) -> None:
    assert job(employmentType=employment).kind is kind


def test_job_when_anywhere_then_it_is_online_with_its_areas() -> None:
    one = job(jobLocationType="TELECOMMUTE", applicantLocationRequirements=[{"@type": "Country", "name": "UK"}])
    assert (one.online, one.areas) == (True, ("UK",))


def test_job_when_it_closes_on_a_day_then_it_has_no_time() -> None:
    assert job(validThrough="2027-03-01").closes == When(date(2027, 3, 1))


def test_id_when_none_is_given_then_the_same_job_gets_the_same_one() -> None:
    nameless = {name: value for name, value in JOB.items() if name != "identifier"}
    one, again = of(nameless).opportunities[0], of(nameless | {"description": "More."}).opportunities[0]
    assert one.source_id == again.source_id
    assert of(nameless | {"title": "Cook (sample)"}).opportunities[0].source_id != one.source_id


def test_things_when_broken_then_each_is_named_with_its_id() -> None:
    event = {"@type": "SocialEvent", "@id": "#e", "name": "Meal", "startDate": "2027-02-02", "endDate": "2027-02-01"}
    feed = of(JOB | {"title": "", "url": "javascript:alert(1)"}, event, {"@type": "Person", "name": "A Sample Person"})
    assert [(error.row, error.field, error.source_id) for error in feed.errors] == [
        (1, "url", "J-1"),
        (1, "name", "J-1"),
        (2, "endDate", "#e"),
    ]


def test_event_when_postponed_then_its_date_does_not_hold() -> None:
    event = {
        "@type": "Event",
        "@id": "#e",
        "name": "Fair",
        "startDate": "2027-02-02T10:00",
        "eventStatus": "EventPostponed",
    }
    assert of(event).events[0].status is EventStatus.TENTATIVE


def test_price_when_words_then_they_stay_words() -> None:
    course = {"@type": "Course", "@id": "#c", "name": "Care", "offers": {"price": "ask the college"}}
    assert of(course).opportunities[0].cost == Cost(text="ask the college")


def test_page_when_scripts_never_end_or_nest_then_it_is_quick() -> None:
    page = b"<html>" + b"<script " * 300_000 + b"<!--" * 300_000 + b"</html>"
    with pytest.raises(Exception, match="no JobPosting"):
        read("schema-org", page, TODAY)


def test_graph_when_things_point_at_each_other_in_a_circle_then_it_ends() -> None:
    feed = of(JOB | {"hiringOrganization": {"@id": "#a"}}, {"@id": "#a", "name": {"@id": "#a"}})
    assert feed.rows == 1


def test_sample_when_gone_through_then_all_of_it_says_that_it_is_one() -> None:
    assert b"sample" in raw("courses.json").lower()
