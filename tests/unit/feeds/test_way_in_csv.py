"""Our own table, in and out."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.countries import Country
from bot.feeds.collecting import Feed
from bot.feeds.csv_tables import write_table
from bot.feeds.dates import local
from bot.feeds.rows import (
    Apply,
    Cost,
    Detail,
    EventRow,
    Held,
    Hours,
    Location,
    OpportunityRow,
    Organisation,
    Pay,
    Recurrence,
    Row,
    When,
    fingerprint,
)
from bot.feeds.table import read
from bot.feeds.vocabulary import (
    Contract,
    EventKind,
    HeldThing,
    Kind,
    OrganisationRole,
    Pattern,
    PayKind,
    Period,
    Status,
    Topic,
)
from bot.feeds.way_in_csv import COLUMNS
from bot.feeds.way_in_csv_out import template, write
from bot.feeds.way_in_examples import examples
from tests.unit.feeds.reading import LONDON, TODAY

ROOT = Path(__file__).parents[3]
BASE = {"id": "a-1", "kind": "vacancy", "title": "Porter (sample)", "organisation": "Riverside (sample)"}

# Letters of several scripts, signs that spreadsheets take for formulas, quotation marks, commas and semicolons.
WORDS = st.text(st.sampled_from("abcåé বাংলা=+-@'\",.?£0123456789 "), max_size=40).map(
    lambda text: " ".join(text.split())
)
FILLED = WORDS.filter(bool)
NUMBERS = st.decimals("0.01", "99999", places=2)
FUTURE = st.dates(date(2027, 1, 5), date(2090, 1, 1))
TIMES = st.times().map(lambda time: time.replace(microsecond=0))
MOMENTS = st.one_of(
    FUTURE.map(When),
    st.builds(lambda day, time: local(datetime.combine(day, time, tzinfo=UTC), LONDON), FUTURE, TIMES),
)
NAMES = st.lists(st.sampled_from(["newham", "tower hamlets", "nel_health_hub", "a"]), max_size=3, unique=True).map(
    tuple
)
OPPORTUNITIES = st.builds(
    OpportunityRow,
    source_id=st.text(st.sampled_from("abc-=@+'é"), min_size=1, max_size=20),
    kind=st.sampled_from(Kind),
    status=st.sampled_from(Status),
    title=FILLED,
    summary=st.one_of(st.none(), FILLED),
    organisations=FILLED.map(lambda name: (Organisation(name),)),
    sector=st.one_of(st.none(), FILLED),
    areas=NAMES,
    online=st.booleans(),
    national=st.booleans(),
    starts=st.one_of(st.none(), MOMENTS),
    starts_any_time=st.booleans(),
    closes=st.one_of(st.none(), MOMENTS),
    hours=st.one_of(
        st.none(), st.builds(Hours, patterns=st.lists(st.sampled_from(Pattern), min_size=1, unique=True).map(tuple))
    ),
    pay=st.one_of(
        st.none(),
        st.builds(lambda low, more, period: Pay(low, low + more, period), NUMBERS, NUMBERS, st.sampled_from(Period)),
    ),
    cost=st.one_of(st.none(), st.builds(Cost, amount=NUMBERS)),
    contract=st.one_of(st.none(), st.sampled_from(Contract)),
    disability_confident=st.one_of(st.none(), st.booleans()),
    positions=st.one_of(st.none(), st.integers(0, 999)),
    ring_fenced_for=NAMES,
    held=st.one_of(
        st.none(),
        st.builds(
            Held, st.sampled_from(HeldThing), st.one_of(st.none(), st.integers(1, 99)), st.booleans(), st.booleans()
        ),
    ),
    interview_guaranteed=st.one_of(st.none(), st.booleans()),
)


def of(*rows: dict[str, str], country: Country = Country.UK) -> Feed:
    """A table with these columns filled in."""
    return read("way-in-csv", write_table(COLUMNS, [BASE | row for row in rows]), TODAY, country)


def one(**cells: str) -> OpportunityRow:
    feed = of(cells)
    assert feed.errors == ()
    return feed.opportunities[0]


@settings(max_examples=30)
@given(OPPORTUNITIES)
def test_opportunity_when_written_and_read_then_it_comes_back(row: OpportunityRow) -> None:
    feed = read("way-in-csv", write([row], LONDON), TODAY)
    assert feed.errors == ()
    assert feed.opportunities == (row,)
    assert fingerprint(feed.opportunities[0]) == fingerprint(row)


def test_examples_when_written_and_read_then_they_come_back() -> None:
    feed = read("way-in-csv", template(TODAY), TODAY)
    assert (*feed.opportunities, *feed.events) == examples(TODAY)


def test_template_when_published_then_it_is_the_one_the_program_writes() -> None:
    assert (ROOT / "docs" / "way-in-template.csv").read_bytes() == template(date(2027, 1, 4))


def test_template_when_read_then_every_row_says_that_it_is_an_example() -> None:
    for row in examples(TODAY):
        assert row.title.startswith("Example:")
        assert row.source_id.startswith("example-")


def test_event_when_written_and_read_then_it_comes_back() -> None:
    event = EventRow(
        source_id="e-1",
        title="Drop-in (sample)",
        starts=local(datetime(2027, 6, 16, 10, tzinfo=LONDON), LONDON),
        ends=local(datetime(2027, 6, 16, 12, 30, tzinfo=LONDON), LONDON),
        kind=EventKind.DROP_IN,
        recurrence=Recurrence("FREQ=WEEKLY"),
        organisations=(Organisation("Eastside Works (sample)"),),
        details=(Detail(Topic.BRING, "Nothing."), Detail(Topic.ACCESS, "Step-free.")),
        capacity=12,
    )
    assert read("way-in-csv", write([event], LONDON), TODAY).events == (event,)


def test_event_when_it_has_no_kind_of_its_own_then_it_is_an_event() -> None:
    (event,) = of({"kind": "event", "starts": "16/06/2027 10:00"}).events
    assert event.kind is None
    assert event.starts.at == datetime(2027, 6, 16, 9, tzinfo=UTC)


def test_columns_when_most_are_left_out_then_the_file_is_read() -> None:
    data = b"id;kind;title;organisation\n1;Volunteering;Ward friend (sample);Riverside (sample)\n"
    (row,) = read("way-in-csv", data, TODAY).opportunities
    assert (row.kind, row.title) == (Kind.VOLUNTEERING, "Ward friend (sample)")


def test_placement_when_it_has_several_employers_then_all_are_read() -> None:
    row = one(kind="placement", employers="Harbour Hotels; Sparkline Studio", training_provider="Leamouth College")
    assert [(who.name, who.role) for who in row.organisations] == [
        ("Riverside (sample)", OrganisationRole.OFFERS),
        ("Harbour Hotels", OrganisationRole.EMPLOYER),
        ("Sparkline Studio", OrganisationRole.EMPLOYER),
        ("Leamouth College", OrganisationRole.TRAINER),
    ]


def test_place_when_it_is_a_private_home_then_only_outcode_and_town_are_kept() -> None:
    cells = {"address": "1 Example Road", "town": "London", "postcode": "E13 8SL", "venue": "Flat 2"}
    assert one(**cells, private_home="yes").locations == (Location(town="London", outcode="E13"),)
    assert one(**cells).locations[0].postcode == "E13 8SL"


@pytest.mark.parametrize(
    ("cells", "pay"),
    [
        ({"pay_from": "12.71", "pay_period": "hour"}, Pay(Decimal("12.71"), Decimal("12.71"), Period.HOUR)),
        ({"pay_from": "12", "pay_to": "14", "pay_period": "hour"}, Pay(Decimal(12), Decimal(14), Period.HOUR)),
        ({"pay": "£12.71 an hour"}, Pay(*(Decimal("12.71"),) * 2, Period.HOUR, text="£12.71 an hour")),
        ({"pay": "Travel and lunch"}, Pay(text="Travel and lunch")),
        ({}, None),
    ],
)
def test_pay_when_in_columns_or_in_words_then_it_is_read(cells: dict[str, str], pay: Pay | None) -> None:
    assert one(**cells).pay == pay


def test_pay_when_in_sweden_then_it_is_in_kronor() -> None:
    (row,) = of({"pay_from": "150", "pay_period": "hour"}, country=Country.SE).opportunities
    assert row.pay is not None
    assert (row.pay.currency, row.pay.kind) == ("SEK", PayKind.AMOUNT)


def test_ways_to_apply_when_only_a_call_then_it_is_seen() -> None:
    row = one(apply_phone="2079460123")
    assert row.apply == Apply(phone="02079460123")
    assert row.apply is not None
    assert row.apply.phone_only


def test_opportunity_when_its_last_day_has_gone_then_it_is_closed() -> None:
    assert one(closes="03/01/2027").status is Status.CLOSED
    assert one(closes="04/01/2027").status is Status.OPEN
    assert one(kind="course", starts="03/01/2027").status is Status.CLOSED
    assert one(kind="course", starts="03/01/2027", starts_any_time="yes").status is Status.OPEN
    assert one(kind="vacancy", starts="03/01/2027").status is Status.OPEN


def test_rows_when_broken_then_each_cell_is_named_and_the_rest_is_read() -> None:
    feed = of(
        {"id": "1", "kind": "job"},
        {"id": "2", "closes": "31 January", "postcode": "somewhere", "positions": "many"},
        {"id": "3", "pay_from": "14", "pay_to": "12"},
        {"id": "4", "kind": "workshop"},
        {"id": "5", "kind": "workshop", "starts": "16/06/2027 10:00", "ends": "16/06/2027 09:00"},
        {"id": "6"},
        {"id": "6"},
        {"id": "1.5E+07"},
        {"id": "9", "organisation": ""},
    )
    assert [(error.row, error.field, error.source_id) for error in feed.errors] == [
        (2, "kind", "1"),
        (3, "closes", "2"),
        (3, "postcode", "2"),
        (3, "positions", "2"),
        (4, "pay_to", "3"),
        (5, "starts", "4"),
        (6, "ends", "5"),
        (8, "id", "6"),
        (9, "id", None),
        (10, "organisation", "9"),
    ]
    assert [row.source_id for row in feed.opportunities] == ["6"]


def test_rows_when_blank_then_they_are_passed_over_and_numbers_stay_those_of_the_sheet() -> None:
    table = write_table(COLUMNS, [BASE, {}, {}, BASE | {"id": "a-2", "kind": "nothing"}])
    feed = read("way-in-csv", table, TODAY)
    assert (feed.rows, [error.row for error in feed.errors]) == (2, [5])


def test_reasons_when_given_then_they_never_repeat_what_was_in_the_cell() -> None:
    secret = "Someone's own words"
    feed = of({name: secret for name in COLUMNS if name not in {"id", "title", "organisation", "kind"}})
    assert len(feed.errors) > 10
    assert not [error for error in feed.errors if secret in error.reason]


def test_rows_when_moved_in_the_file_then_they_are_the_same_rows() -> None:
    rows: tuple[Row, ...] = examples(TODAY)
    forward, backward = (read("way-in-csv", write(order, LONDON), TODAY) for order in (rows, rows[::-1]))
    assert set(forward.opportunities) == set(backward.opportunities)
    assert {fingerprint(row) for row in forward.opportunities} == {fingerprint(row) for row in backward.opportunities}
