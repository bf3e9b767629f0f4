"""Suppressed tables as CSV."""

import csv
import io

from bot.domain.statistics import Mark, Table, release
from bot.feeds.outcomes_csv import write_outcomes

COUNTS = {
    ("newham", "started"): 43,
    ("newham", "sustained"): 3,
    ("hackney", "started"): 28,
    ("hackney", "sustained"): 22,
    ("redbridge", "started"): 51,
    ("redbridge", "sustained"): 37,
}


def cells(raw: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))


def table() -> list[list[str]]:
    released = release(Table(("newham", "hackney", "redbridge"), ("started", "sustained"), COUNTS))
    return cells(write_outcomes(released, "council", names={"newham": "Newham"}))


def test_outcomes_when_written_then_small_numbers_are_not_there() -> None:
    shown = table()
    assert shown[0] == ["council", "started", "sustained", "total"]
    assert shown[1][:3:2] == ["Newham", "fewer than 10"]
    assert "3" not in {cell for line in shown for cell in line}


def test_outcomes_when_written_then_a_second_number_hides_the_first() -> None:
    assert sum(cell == "not shown" for line in table() for cell in line) >= 1


def test_outcomes_when_shown_then_they_are_rounded() -> None:
    numbers = [int(cell) for line in table()[1:] for cell in line[1:] if cell.isdigit()]
    assert numbers
    assert all(number % 5 == 0 for number in numbers)


def test_words_when_given_in_another_language_then_they_stand_there() -> None:
    released = release(Table(("a",), ("b",), {("a", "b"): 4}))
    raw = write_outcomes(released, "kommun", "summa", {Mark.FEW: "färre än 10", Mark.WITHHELD: "visas inte"})
    assert cells(raw)[1] == ["a", "färre än 10", "färre än 10"]


def test_names_when_they_look_like_formulas_then_they_are_safe() -> None:
    released = release(Table(("=cmd()",), ("b",), {("=cmd()", "b"): 40}))
    assert cells(write_outcomes(released, "x"))[1][0] == "'=cmd()"
