"""What holds for every feed: what may be closed for it, and how much memory one takes."""

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import WayInError
from bot.feeds.collecting import Collector, Feed
from bot.feeds.faults import FeedRefused, RowError, RowFaults
from bot.feeds.rows import EventRow, OpportunityRow, Organisation, When, fingerprint, full_text, key
from bot.feeds.table import FORMATS, read
from bot.feeds.vocabulary import Kind
from bot.feeds.way_in_csv_out import write
from tests.unit.feeds.reading import LONDON, TODAY, raw

NAMED = RowError(2, "closes", "Wrong.", "a-1")
NAMELESS = RowError(3, "id", "Wrong.")


def row(number: str = "a", **changes: object) -> OpportunityRow:
    known: dict[str, object] = {"source_id": number, "kind": Kind.VACANCY, "title": "Porter (sample)"}
    return OpportunityRow(**(known | changes))  # type: ignore[arg-type]  # the fields are told by name


@pytest.mark.parametrize(
    ("feed", "may"),
    [
        (Feed("x", 1), True),
        (Feed("x", 1, errors=(NAMED,)), True),
        (Feed("x", 1, errors=(NAMED, NAMELESS)), False),
        (Feed("x", 1, is_complete=False), False),
    ],
)
def test_what_is_missing_when_the_file_may_not_tell_all_then_it_may_not_be_closed(feed: Feed, may: bool) -> None:
    assert feed.may_close_missing is may


def test_ids_when_their_row_is_broken_then_they_have_not_vanished() -> None:
    assert Feed("x", 2, (row(),), errors=(NAMED, NAMELESS)).seen_ids == {"a", "a-1"}


def test_row_when_one_of_an_item_is_broken_then_the_whole_item_is_left_out() -> None:
    def several(faults: RowFaults) -> list[OpportunityRow]:
        faults.add("start", "Wrong.")
        return [row("a"), row("b")]

    collector = Collector("x")
    collector.take_all(1, several)
    assert (collector.feed().opportunities, len(collector.feed().errors)) == ((), 1)


@given(st.integers(), st.integers())
def test_fingerprint_when_only_the_place_in_the_file_changes_then_it_stays(one: int, other: int) -> None:
    assert fingerprint(row(row=one)) == fingerprint(row(row=other))


def test_fingerprint_when_anything_is_said_differently_then_it_changes() -> None:
    versions = [row(), row(title="Cook"), row(summary="x"), row(online=True), row(starts=When(TODAY)), row(level="x")]
    assert len({fingerprint(version) for version in versions}) == len(versions)


def test_key_when_an_occurrence_is_changed_then_it_is_beside_its_event() -> None:
    event = EventRow(source_id="e", title="Fair", starts=When(TODAY))
    moved = EventRow(source_id="e", title="Fair", starts=When(TODAY), replaces=When(TODAY))
    assert (key(event), key(moved)) == ("e", "e@2027-01-04")


def test_text_when_the_summary_is_the_start_of_a_longer_one_then_it_is_said_once() -> None:
    header = b"id,kind,title,organisation,summary,description\n"
    data = header + b"1,course,A,B,One two.,One two. Three.\n2,course,A,B,One.,Two.\n"
    assert [full_text(found) for found in read("way-in-csv", data, TODAY).opportunities] == [
        "One two. Three.",
        "One.\n\nTwo.",
    ]


def test_refusal_when_caught_then_it_is_one_of_ours() -> None:
    assert issubclass(FeedRefused, WayInError)
    with pytest.raises(TypeError):
        FORMATS["x"] = FORMATS["ncs-csv"]  # type: ignore[index]  # it is not to be written to


def test_memory_when_a_table_is_long_then_it_is_a_small_multiple_of_the_file() -> None:
    header, first = raw("ncs_courses.csv").decode("utf-8-sig").splitlines()[:2]
    lines = [header, *(first.replace("SMP-001", f"SMP-{number}") for number in range(2000)), ""]
    data = "\r\n".join(lines).encode()
    tracemalloc.start()
    try:
        feed = read("ncs-csv", data, TODAY)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(feed.opportunities) == 2000
    assert peak < 12 * len(data)


def test_rows_when_written_then_the_order_of_the_file_is_theirs() -> None:
    offered = (Organisation("Riverside (sample)"),)
    rows = [row(str(number), organisations=offered) for number in range(50)]
    assert read("way-in-csv", write(rows, LONDON), TODAY).opportunities == tuple(rows)
