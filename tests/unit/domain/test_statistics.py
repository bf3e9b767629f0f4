"""No table that is shown lets a hidden number be computed."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.statistics import Figure, Mark, ReleasedTable, Table, rate, release, release_groups

FEW = Figure(Mark.FEW)
ROWS, COLUMNS = ("a", "b", "c", "d"), ("x", "y", "z")
# Around every limit, and far from them.
COUNTS = st.one_of(st.integers(0, 25), st.integers(0, 400))


@st.composite
def tables(draw: st.DrawFn, most_rows: int = 4, most_columns: int = 3) -> Table:
    rows = ROWS[: draw(st.integers(1, most_rows))]
    columns = COLUMNS[: draw(st.integers(1, most_columns))]
    cells = list(product(rows, columns))
    impossible = frozenset(cell for cell in cells if draw(st.integers(0, 9)) == 0)
    counts = {cell: 0 if cell in impossible else draw(COUNTS) for cell in cells}
    return Table(rows, columns, counts, impossible)


def figures(released: ReleasedTable) -> list[Figure]:
    return [
        *released.cells.values(),
        *released.row_totals.values(),
        *released.column_totals.values(),
        released.total,
    ]


def totals_of(table: Table, counts: dict[tuple[str, str], int]) -> dict[object, int]:
    rows = {("row", row): sum(counts[row, column] for column in table.columns) for row in table.rows}
    columns = {("column", column): sum(counts[row, column] for row in table.rows) for column in table.columns}
    return {**counts, **rows, **columns, "total": sum(counts.values())}


def shown_as(table: Table, released: ReleasedTable) -> dict[object, Figure]:
    rows = {("row", row): released.row_totals[row] for row in table.rows}
    columns = {("column", column): released.column_totals[column] for column in table.columns}
    return {**released.cells, **rows, **columns, "total": released.total}


def could_be(figure: Figure, value: int, true: int) -> bool:
    """Whether somebody who even knows the shown numbers before rounding must allow for this value."""
    if figure.mark is Mark.FEW:
        return value < 10
    if figure.mark is Mark.WITHHELD:
        return value >= 10
    return value == true


@given(tables(most_rows=2, most_columns=2))
def test_hidden_numbers_when_every_possible_table_is_tried_then_each_could_be_another(table: Table) -> None:
    released = release(table)
    figure_of, true = shown_as(table, released), totals_of(table, dict(table.counts))
    cells = list(table.counts)
    reach = 11  # a shift of one already shows that a number is not certain
    ranges = [
        range(max(0, true[cell] - reach), true[cell] + reach) if figure_of[cell].value is None else [true[cell]]
        for cell in cells
    ]
    seen: dict[object, set[int]] = {key: set() for key in figure_of}
    for values in product(*ranges):
        possible = totals_of(table, dict(zip(cells, values, strict=True)))
        if all(could_be(figure_of[key], possible[key], true[key]) for key in figure_of):
            for key, value in possible.items():
                seen[key].add(value)
    for key, figure in figure_of.items():
        if figure.value is None:
            assert len(seen[key]) > 1, (key, table.counts)


@given(tables())
def test_figures_when_shown_then_they_are_rounded_and_at_least_ten(table: Table) -> None:
    for figure in figures(release(table)):
        if figure.mark is Mark.ROUNDED:
            assert figure.value is not None
            assert figure.value >= 10
            assert figure.value % 5 == 0
        elif figure.mark is Mark.CERTAIN_ZERO:
            assert figure.value == 0
        else:
            assert figure.value is None


@given(tables())
def test_small_numbers_when_released_then_none_is_shown_and_zero_looks_like_the_others(table: Table) -> None:
    released = release(table)
    for cell, count in table.counts.items():
        if cell in table.impossible:
            assert released.cells[cell] == Figure(Mark.CERTAIN_ZERO, 0)
        elif count < 10:
            assert released.cells[cell] == FEW


@given(tables())
def test_tables_when_released_twice_then_they_are_the_same(table: Table) -> None:
    assert release(table) == release(table)


@given(st.dictionaries(st.sampled_from("abcdefgh"), COUNTS, min_size=1))
def test_groups_when_one_is_small_then_it_cannot_be_found_by_subtraction(counts: dict[str, int]) -> None:
    shown, total = release_groups(counts)
    hidden = [group for group, figure in shown.items() if figure.value is None]
    if total.value is not None and hidden:
        assert len(hidden) > 1, "one hidden group is the total less the others"


def test_one_small_group_takes_its_smallest_neighbour_with_it() -> None:
    shown, total = release_groups({"a": 4, "b": 61, "c": 23})
    assert shown == {"a": FEW, "b": Figure(Mark.ROUNDED, 60), "c": Figure(Mark.WITHHELD)}
    assert total == Figure(Mark.ROUNDED, 90)


def test_two_empty_groups_are_not_given_away_by_the_total() -> None:
    shown, total = release_groups({"a": 0, "b": 0, "c": 50})
    assert shown["a"] == shown["b"] == FEW
    assert Figure(Mark.WITHHELD) in (shown["c"], total)


def test_two_nines_are_not_given_away_by_their_sum() -> None:
    shown, total = release_groups({"a": 9, "b": 9, "c": 50})
    assert Figure(Mark.WITHHELD) in (shown["c"], total)


def test_large_groups_are_all_shown() -> None:
    shown, total = release_groups({"a": 12, "b": 33})
    assert [figure.value for figure in shown.values()] == [10, 35]
    assert total.value == 45


def test_somebody_where_nobody_can_be_is_refused() -> None:
    with pytest.raises(ValueError, match="nobody can be"):
        release(Table(("a",), ("x",), {("a", "x"): 1}, frozenset({("a", "x")})))


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [
        (Figure(Mark.ROUNDED, 20), Figure(Mark.ROUNDED, 40), 50),
        (Figure(Mark.ROUNDED, 10), Figure(Mark.ROUNDED, 30), 35),
        (Figure(Mark.CERTAIN_ZERO, 0), Figure(Mark.ROUNDED, 30), 0),
        (FEW, Figure(Mark.ROUNDED, 40), None),
        (Figure(Mark.ROUNDED, 40), Figure(Mark.WITHHELD), None),
        (Figure(Mark.CERTAIN_ZERO, 0), Figure(Mark.CERTAIN_ZERO, 0), None),
    ],
)
def test_rates_are_shown_only_when_both_numbers_are(part: Figure, whole: Figure, percent: int | None) -> None:
    assert rate(part, whole) == percent
