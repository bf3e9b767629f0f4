"""CSV both ways: rows by column name, one after another, and cells that no spreadsheet takes for a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.feeds.faults import FeedRefused
from bot.feeds.opening import check_utf8, expect

MOST_ROWS = 50_000
_DELIMITERS = ",;\t"
_FORMULA = re.compile(r"'*[\s\u00a0]*[=+\-@＝＋－＠]|'*[\t\r\n]")
_UNCLOSED = "unexpected end of data"


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a format. Without a required one a file is refused; with one that is not known too."""

    known: Sequence[str]
    required: Collection[str]
    may_have_others: bool = False


@dataclass(frozen=True, slots=True)
class Cells:
    """One row: its number as a spreadsheet shows it (the header is 1), and its cells, or why it has none."""

    number: int
    values: Mapping[str, str]
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class _Record:
    """A row before its cells have names."""

    number: int
    cells: list[str]
    fault: str | None = None


def read_table(raw: bytes, columns: Columns) -> Iterator[Cells]:
    """Every row that is not blank; what stands for the whole file is checked before the first one comes."""
    body = check_utf8(raw)
    expect(body, "csv")
    reader = csv.reader(_lines(body), delimiter=_delimiter(body), strict=True)
    start, header = _header(reader, columns)
    may_be_cut = not body.endswith((b"\n", b"\r"))
    records = _records(reader, start)
    record = next(records, None)
    while record is not None:
        following = next(records, None)
        if record.number > MOST_ROWS + 1:
            raise FeedRefused(f"This file has more than {MOST_ROWS} rows. Split it.")
        if following is None and may_be_cut and 0 < len(record.cells) < len(header):
            raise FeedRefused("This file is cut off: its last row is not whole.")
        if record.fault or any(cell.strip() for cell in record.cells):
            yield _cells(record, header)
        record = following


def write_table(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    """CSV in UTF-8 with a byte order mark (Excel needs it), every cell safe to open."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe_cell(column) for column in columns])
    for row in rows:
        writer.writerow([safe_cell(row.get(column, "")) for column in columns])
    return out.getvalue().encode("utf-8-sig", errors="replace")


def safe_cell(text: str) -> str:
    """What a spreadsheet would take for a formula gets an apostrophe in front; `bare_cell` takes it off again."""
    text = text.replace("\x00", "")
    return f"'{text}" if _FORMULA.match(text) else text


def bare_cell(text: str) -> str:
    """The cell as it was before it was made safe."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text


def _lines(body: bytes) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(body), encoding="utf-8", newline="")


def _delimiter(body: bytes) -> str:
    """What divides the cells of the header: Excel writes semicolons where decimals have commas."""
    first = body[:20_000].decode("utf-8", errors="ignore").lstrip()
    if match := re.match(r"sep=(.)\r?\n", first):
        return match[1]
    head = re.split(r"[\r\n]", first, maxsplit=1)[0]
    return max(_DELIMITERS, key=head.count)


def _header(reader: Iterator[list[str]], columns: Columns) -> tuple[int, list[str]]:
    """The row with the column names, and its number; Excel may put a line about the delimiter before it."""
    number, cells = 1, _first(reader)
    if cells and cells[0].lower().startswith("sep="):
        number, cells = 2, _first(reader)
    names = {_folded(name): name for name in columns.known}
    header = [names.get(_folded(cell), cell.strip()) for cell in cells]
    while header and not header[-1]:
        header.pop()
    missing = [name for name in columns.known if name in columns.required and name not in header]
    if missing:
        raise FeedRefused(f"These columns are missing: {_few(missing)}.")
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice:
        raise FeedRefused(f"These columns are there twice: {_few(twice)}.")
    strange = [name for name in header if name not in columns.known]
    if strange and not columns.may_have_others:
        raise FeedRefused(f"{len(strange)} of the columns are not in this format. Use the names of the template.")
    return number, header


def _first(reader: Iterator[list[str]]) -> list[str]:
    try:
        return next(reader, [])
    except csv.Error as fault:
        raise FeedRefused("The first row of this file cannot be read as column names.") from fault


def _records(reader: Iterator[list[str]], number: int) -> Iterator[_Record]:
    while True:
        number += 1
        try:
            yield _Record(number, next(reader))
        except StopIteration:
            return
        except csv.Error as fault:
            if _UNCLOSED in str(fault):
                raise FeedRefused("This file is cut off, or a quotation mark is missing: a cell never ends.") from fault
            if "field larger" in str(fault):
                raise FeedRefused(f"The cell in row {number} never ends: a quotation mark is missing.") from fault
            yield _Record(number, [], "The quotation marks in this row do not fit together.")


def _cells(record: _Record, header: list[str]) -> Cells:
    cells, fault = record.cells, record.fault
    while len(cells) > len(header) and not cells[-1].strip():
        cells.pop()
    if fault is None and len(cells) != len(header):
        fault = f"This row has {len(cells)} cells and the header {len(header)}. Does a comma lack its quotation marks?"
    if fault is not None:
        return Cells(record.number, {}, fault)
    return Cells(record.number, {name: bare_cell(cell.strip()) for name, cell in zip(header, cells, strict=True)})


def _folded(name: str) -> str:
    return re.sub(r"[\s_-]+", "_", name.strip().lower())


def _few(names: Sequence[str]) -> str:
    shown = ", ".join(names[:5])
    return f"{shown} and {len(names) - 5} more" if len(names) > 5 else shown
