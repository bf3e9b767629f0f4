"""Tables about groups that may be shown to anybody: small numbers suppressed so that none can be worked out.

A table with its totals is a network: totals flow into rows, rows through cells into columns, columns into the grand
total. A hidden number can be computed exactly when nothing in that network could be shifted around it, so more numbers
are hidden until every hidden one could have been another. The shown ones are then rounded as well.

Tables are fixed: one a month, made once, never filtered. Two tables about the same people could be subtracted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

SMALLEST = 10
ROUNDED_TO = 5

_TOTALS_IN, _TOTALS_OUT = ("totals", "rows"), ("totals", "columns")
Node = tuple[str, str]


class Mark(StrEnum):
    """How a figure is shown: rounded, as "fewer than 10", withheld for another's sake, or a zero that is certain."""

    ROUNDED = "rounded"
    FEW = "fewer_than_10"
    WITHHELD = "not_shown"
    CERTAIN_ZERO = "zero"


@dataclass(frozen=True, slots=True)
class Figure:
    """One number as it is shown; `value` only where there is one to show."""

    mark: Mark
    value: int | None = None


@dataclass(frozen=True)
class Table:
    """Counts of people by row and column; `impossible` are the cells nobody could ever be in, known to everybody."""

    rows: Sequence[str]
    columns: Sequence[str]
    counts: Mapping[tuple[str, str], int]
    impossible: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True)
class ReleasedTable:
    """The same table as anybody may see it."""

    cells: Mapping[tuple[str, str], Figure]
    row_totals: Mapping[str, Figure]
    column_totals: Mapping[str, Figure]
    total: Figure


@dataclass
class _Flow:
    """A number of the table as an edge of the network."""

    tail: Node
    head: Node
    value: int
    is_certain: bool = False
    mark: Mark = field(init=False)

    def __post_init__(self) -> None:
        if self.is_certain and self.value:
            raise ValueError("somebody is counted where nobody can be")
        uncertain = Mark.FEW if self.value < SMALLEST else Mark.ROUNDED
        self.mark = Mark.CERTAIN_ZERO if self.is_certain else uncertain

    @property
    def is_hidden(self) -> bool:
        return self.mark in (Mark.FEW, Mark.WITHHELD)

    @property
    def can_be_more(self) -> bool:
        """Whether a reader must allow for one more; "fewer than 10" ends at 9."""
        return self.mark is Mark.WITHHELD or (self.mark is Mark.FEW and self.value < SMALLEST - 1)

    @property
    def can_be_less(self) -> bool:
        """Whether a reader must allow for one less; what is withheld is at least 10, or it would say so."""
        return (self.mark is Mark.WITHHELD and self.value > SMALLEST) or (self.mark is Mark.FEW and self.value > 0)


def release(table: Table) -> ReleasedTable:
    """What may be shown of a table."""
    is_list = min(len(table.rows), len(table.columns)) == 1
    cells = {
        (row, column): _Flow(
            _TOTALS_IN if is_list else ("row", row),
            _TOTALS_OUT if is_list else ("column", column),
            table.counts.get((row, column), 0),
            is_certain=(row, column) in table.impossible,
        )
        for row in table.rows
        for column in table.columns
    }
    rows = {
        row: _total(_TOTALS_IN, ("row", row), [cells[row, column] for column in table.columns]) for row in table.rows
    }
    columns = {
        column: _total(("column", column), _TOTALS_OUT, [cells[row, column] for row in table.rows])
        for column in table.columns
    }
    total = _total(_TOTALS_OUT, _TOTALS_IN, list(cells.values()))
    # In a list every line is its own total and the list has one: the same number must not stand there twice.
    totals = [] if is_list else [*rows.values(), *columns.values()]
    _hide([*cells.values(), *totals, total])
    if is_list:
        rows = {row: total if len(table.rows) == 1 else cells[row, table.columns[0]] for row in table.rows}
        columns = {name: total if len(table.columns) == 1 else cells[table.rows[0], name] for name in table.columns}
    return ReleasedTable(
        cells={key: _figure(flow) for key, flow in cells.items()},
        row_totals={row: _figure(flow) for row, flow in rows.items()},
        column_totals={column: _figure(flow) for column, flow in columns.items()},
        total=_figure(total),
    )


def release_groups(counts: Mapping[str, int]) -> tuple[dict[str, Figure], Figure]:
    """What may be shown of one list of groups: each group, and the total."""
    table = Table(tuple(counts), ("people",), {(group, "people"): count for group, count in counts.items()})
    released = release(table)
    return {group: released.cells[group, "people"] for group in counts}, released.total


def rate(part: Figure, whole: Figure) -> int | None:
    """A percentage in steps of five from two shown figures; None where either of them is hidden."""
    if part.value is None or not whole.value:
        return None
    return min(100, _rounded(100 * part.value // whole.value))


def _total(tail: Node, head: Node, parts: Sequence[_Flow]) -> _Flow:
    return _Flow(tail, head, sum(flow.value for flow in parts), is_certain=all(flow.is_certain for flow in parts))


def _figure(flow: _Flow) -> Figure:
    if flow.is_hidden:
        return Figure(flow.mark)
    return Figure(flow.mark, _rounded(flow.value))


def _rounded(value: int) -> int:
    return (value + ROUNDED_TO // 2) // ROUNDED_TO * ROUNDED_TO


def _hide(flows: list[_Flow]) -> None:
    """Withhold the smallest shown neighbour of any hidden number that could be computed, until none can."""
    while exposed := next((flow for flow in flows if flow.is_hidden and _is_exact(flow, flows)), None):
        shown = [flow for flow in flows if flow.mark is Mark.ROUNDED]
        if not shown:
            raise ValueError("this table cannot be shown at all")
        ends = {exposed.tail, exposed.head}
        near = [flow for flow in shown if ends & {flow.tail, flow.head}]
        min(near or shown, key=lambda flow: flow.value).mark = Mark.WITHHELD


def _is_exact(flow: _Flow, flows: list[_Flow]) -> bool:
    """Whether somebody who knows every shown number exactly could compute this one."""
    more = flow.can_be_more and _leads(flow.head, flow.tail, flow, flows)
    less = flow.can_be_less and _leads(flow.tail, flow.head, flow, flows)
    return not (more or less)


def _leads(start: Node, end: Node, without: _Flow, flows: list[_Flow]) -> bool:
    """Whether one person can be moved from node to node through the other hidden numbers."""
    reached, to_visit = {start}, [start]
    while to_visit:
        here = to_visit.pop()
        for flow in flows:
            if flow is without:
                continue
            for tail, head, allowed in (
                (flow.tail, flow.head, flow.can_be_more),
                (flow.head, flow.tail, flow.can_be_less),
            ):
                if tail == here and allowed and head not in reached:
                    reached.add(head)
                    to_visit.append(head)
    return end in reached
