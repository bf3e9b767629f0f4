"""Cells that are safe to open."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.csv_tables import Columns, bare_cell, read_table, safe_cell, write_table

NOTES = Columns(("id", "note"), frozenset({"id"}))


@given(st.text())
def test_cell_when_made_safe_then_no_spreadsheet_takes_it_for_a_formula(text: str) -> None:
    assert not safe_cell(text).lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    assert not safe_cell(text).startswith(("\t", "\r", "\n"))


@given(st.text().filter(lambda text: "\x00" not in text))
def test_cell_when_made_safe_and_bare_then_it_is_what_it_was(text: str) -> None:
    assert bare_cell(safe_cell(text)) == text


@pytest.mark.parametrize("text", ["=1+1", "+44 20", "-5", "@SUM(A1)", " =1", "\t=1", "＝1", "'=1", "''-1"])
def test_cell_when_it_looks_like_a_formula_then_an_apostrophe_stands_before_it(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["Porter", "a=b", "5-6", "'tis", "", "07:30"])
def test_cell_when_it_is_none_then_nothing_is_added(text: str) -> None:
    assert safe_cell(text) == text


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30).map(str.strip), max_size=6))
def test_table_when_written_and_read_then_it_comes_back(notes: list[str]) -> None:
    raw = write_table(NOTES.known, [{"id": f"{number}", "note": note} for number, note in enumerate(notes)])
    assert [cells.values["note"] for cells in read_table(raw, NOTES)] == notes


def test_table_when_written_then_excel_reads_its_letters() -> None:
    raw = write_table(["namn"], [{"namn": "Räksmörgås"}])
    assert raw.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(raw.decode("utf-8-sig")))) == [["namn"], ["Räksmörgås"]]


def test_rows_when_cells_have_lines_then_they_are_counted_as_a_sheet_counts() -> None:
    raw = b'id,note\n1,"two\nlines"\n2,x\n'
    assert [(cells.number, cells.values["note"]) for cells in read_table(raw, NOTES)] == [(2, "two\nlines"), (3, "x")]


def test_row_when_its_quotation_marks_are_wrong_then_only_it_is_broken() -> None:
    rows = list(read_table(b'id,note\n1,"a"b\n2,x\n', NOTES))
    assert [bool(row.fault) for row in rows] == [True, False]
