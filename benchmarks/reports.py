"""What a benchmark found: a table, bars that must hold, and notes; printed for people or as JSON."""

from __future__ import annotations

import argparse
import dataclasses
import json
import signal
import statistics
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Bar:
    """Something that may be at most so much."""

    what: str
    value: float
    at_most: float
    unit: str = ""

    @property
    def holds(self) -> bool:
        return self.value <= self.at_most

    def __str__(self) -> str:
        over = f" by {(self.value / self.at_most - 1) * 100:.0f} %" if self.at_most else ""
        verdict = "PASS" if self.holds else f"OVER{over}"
        return f"{verdict}: {self.what} is {self.value:.2f}{self.unit}, at most {self.at_most:g}{self.unit}"


@dataclass
class Report:
    """One benchmark's result; every row has the same keys."""

    name: str
    title: str
    rows: list[Row] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        bars = [{**dataclasses.asdict(bar), "holds": bar.holds} for bar in self.bars]
        return {"name": self.name, "title": self.title, "rows": self.rows, "bars": bars, "notes": self.notes}


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


def spread(values: Sequence[float]) -> float:
    """Half the distance between the quartiles, in parts of the median: how far to trust it."""
    if len(values) < 2:
        return 0.0
    low, _, high = statistics.quantiles(values, n=4, method="inclusive")
    return (high - low) / 2 / statistics.median(values)


def table(rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows in aligned columns, numbers to the right."""
    if not rows:
        return ""
    names = list(dict.fromkeys(name for row in rows for name in row))
    cells = [[_shown(row.get(name)) for name in names] for row in rows]
    widths = [max(len(name), *(len(line[at]) for line in cells)) for at, name in enumerate(names)]
    right = [any(isinstance(row.get(name), (int, float)) for row in rows) for name in names]
    lines = [names, ["-" * width for width in widths], *cells]
    return "\n".join(
        "  ".join(
            text.rjust(width) if to_right else text.ljust(width)
            for text, width, to_right in zip(line, widths, right, strict=True)
        ).rstrip()
        for line in lines
    )


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def as_report(name: str, found: Any) -> dict[str, Any]:
    """What any benchmark printed as JSON, in the form of a report; one that has its own form has a table of values."""
    if isinstance(found, dict) and "rows" in found:
        return found
    if isinstance(found, list):
        return {"name": name, "title": "what it found", "rows": found}
    values = dict(_flat(found))
    rows = [{"what": what, "value": value} for what, value in values.items() if not isinstance(value, str)]
    notes = [f"{what}: {value}" for what, value in values.items() if isinstance(value, str)]
    return {"name": name, "title": "what it found", "rows": rows, "notes": notes}


def _flat(values: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in values.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def printed(found: Mapping[str, Any]) -> str:
    """A benchmark's JSON as text."""
    bars = [str(Bar(bar["what"], bar["value"], bar["at_most"], bar.get("unit", ""))) for bar in found.get("bars", ())]
    parts = [f"{found['name']}: {found['title']}", table(found.get("rows", ())), *bars, *found.get("notes", ())]
    return "\n".join(part for part in parts if part)


def run_alone(measure: Callable[[argparse.Namespace], Report], parser: argparse.ArgumentParser) -> int:
    """Run one benchmark as a program; the exit code is 1 when a bar does not hold."""
    parser.add_argument("--json", action="store_true", help="print JSON")
    given = parser.parse_args()
    # Told to stop, it still stops what it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    report = measure(given)
    found = report.as_json()
    sys.stdout.write((json.dumps(found, indent=2) if given.json else printed(found)) + "\n")
    return 0 if all(bar.holds for bar in report.bars) else 1
