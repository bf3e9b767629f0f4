"""A suppressed table as CSV: what may be shown to anybody and nothing else, by the rules of `bot/domain/statistics`."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.statistics import Figure, Mark, ReleasedTable
from bot.feeds.csv_tables import write_table

DEFAULT_WORDS: Mapping[Mark, str] = {Mark.FEW: "fewer than 10", Mark.WITHHELD: "not shown"}


def write_outcomes(
    table: ReleasedTable,
    corner: str,
    total: str = "total",
    words: Mapping[Mark, str] = DEFAULT_WORDS,
    names: Mapping[str, str] | None = None,
) -> bytes:
    """Rows and columns with their totals; only a released table can be given, so a raw count never gets here."""
    called = names or {}
    columns = list(table.column_totals)
    header = [corner, *(called.get(column, column) for column in columns), total]

    def line(name: str, figures: list[Figure]) -> dict[str, str]:
        return dict(zip(header, [name, *(_shown(figure, words) for figure in figures)], strict=True))

    rows = [
        line(called.get(row, row), [*(table.cells[row, column] for column in columns), figure])
        for row, figure in table.row_totals.items()
    ]
    rows.append(line(total, [*table.column_totals.values(), table.total]))
    return write_table(header, rows)


def _shown(figure: Figure, words: Mapping[Mark, str]) -> str:
    return words[figure.mark] if figure.value is None else str(figure.value)
