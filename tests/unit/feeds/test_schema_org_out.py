"""JSON-LD for pages and for the feed of all."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.rows import Apply, EventRow, Location, OpportunityRow, Organisation, Pay, Row, When
from bot.feeds.schema_org_out import document, feed, script
from bot.feeds.table import read
from bot.feeds.vocabulary import EventStatus, Kind, OrganisationRole, PayBasis, Period
from bot.feeds.way_in_examples import examples
from tests.unit.feeds.reading import LONDON, TODAY

NOW = datetime(2027, 1, 4, 12, tzinfo=UTC)
PAGE = "https://wayin.example/o/1"


def row(**changes: Any) -> OpportunityRow:
    known: dict[str, Any] = {"source_id": "a-1", "kind": Kind.VACANCY, "title": "Porter (sample)"}
    return OpportunityRow(**(known | changes))


def of(one: Row) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(script(document(one, LONDON, PAGE)))
    return found


def test_job_when_written_then_it_has_what_search_engines_want() -> None:
    job = of(examples(TODAY)[1])
    assert (job["@context"], job["@type"], job["url"]) == ("https://schema.org", "JobPosting", PAGE)
    assert job["hiringOrganization"]["name"] == "Riverside Hospitals (example)"
    assert job["jobLocation"]["address"]["postalCode"] == "E13 8SL"
    assert job["baseSalary"]["value"] == {"@type": "QuantitativeValue", "unitText": "HOUR", "value": 14.95}
    assert job["validThrough"] == "2027-03-05T17:00:00+00:00"


def test_closing_day_when_without_a_time_then_its_last_second_is_written() -> None:
    assert of(row(closes=When(date(2027, 7, 1))))["validThrough"] == "2027-07-01T23:59:59+01:00"


@pytest.mark.parametrize("kind", [Kind.COURSE, Kind.PRE_EMPLOYMENT, Kind.MENTORING])
def test_course_when_written_then_it_is_one_with_its_start(kind: Kind) -> None:
    course = of(row(kind=kind, starts=When(date(2027, 3, 1)), online=True))
    assert (course["@type"], course["additionalType"]) == ("Course", kind.value)
    assert course["hasCourseInstance"]["startDate"] == "2027-03-01"
    assert course["hasCourseInstance"]["courseMode"] == "online"


@pytest.mark.parametrize(
    "pay",
    [
        Pay(text="Competitive"),
        Pay(Decimal(25000), Decimal(25000), Period.YEAR, text="£25000", period_is_guessed=True),
        Pay(basis=PayBasis.NATIONAL_MINIMUM, text="National Minimum Wage"),
    ],
)
def test_pay_when_not_certain_then_only_its_words_are_written(pay: Pay) -> None:
    assert of(row(pay=pay))["baseSalary"] == pay.text


def test_event_when_cancelled_online_or_both_then_it_says_so() -> None:
    event = EventRow(
        source_id="e", title="Fair", starts=When(date(2027, 3, 1)), status=EventStatus.CANCELLED, online=True
    )
    assert of(event)["eventStatus"] == "https://schema.org/EventCancelled"
    assert of(event)["eventAttendanceMode"] == "https://schema.org/OnlineEventAttendanceMode"
    mixed = EventRow(
        source_id="e", title="Fair", starts=When(date(2027, 3, 1)), online=True, locations=(Location("Hall"),)
    )
    assert of(mixed)["eventAttendanceMode"] == "https://schema.org/MixedEventAttendanceMode"


@given(st.text())
def test_script_when_inside_a_page_then_nothing_in_it_ends_it(text: str) -> None:
    class Scripts(HTMLParser):
        tags = 0
        held = ""

        def handle_starttag(self, tag: str, attrs: Any) -> None:
            self.tags += 1

        def handle_data(self, data: str) -> None:
            self.held += data

    written = script({"title": f"</script><img src=x>{text}<!--"})
    parser = Scripts()
    parser.feed(f"<script>{written}</script>")
    assert (parser.tags, parser.held) == (1, written)
    assert json.loads(written)["title"] == f"</script><img src=x>{text}<!--"


def test_feed_of_all_when_read_again_then_the_same_things_are_in_it() -> None:
    rows = examples(TODAY)
    again = read("schema-org", feed([(one, None) for one in rows], "All", NOW, LONDON), TODAY)
    assert again.errors == ()
    assert again.is_complete
    for before, after in zip(rows, (*again.opportunities, *again.events), strict=True):
        same = ("source_id", "kind", "title", "status", "summary", "locations", "starts", "languages")
        assert [getattr(before, name) for name in same] == [getattr(after, name) for name in same]


def test_feed_of_all_when_nothing_is_open_then_it_is_read_as_empty() -> None:
    again = read("schema-org", feed([], "All", NOW, LONDON), TODAY)
    assert (again.rows, again.errors) == (0, ())


def test_description_when_given_then_it_is_the_one() -> None:
    assert document(row(summary="Short."), LONDON, None, "What the page says.")["description"] == "What the page says."


def test_organisations_when_only_one_offers_then_it_stands_for_the_employer() -> None:
    job = of(row(organisations=(Organisation("Eastside", OrganisationRole.OFFERS, "https://eastside.example.org"),)))
    assert job["hiringOrganization"]["sameAs"] == "https://eastside.example.org"


def test_contact_when_given_then_it_can_be_reached_without_a_page() -> None:
    job = of(row(apply=Apply(email="jobs@example.org", phone="020 7946 0123")))
    assert job["applicationContact"]["email"] == "jobs@example.org"
