"""Facts past the day they had to be read again by: a warning, never a reason not to start."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.content.faults import Fault, Level
from bot.content.lint.walk import sources
from bot.content.loader import Reading


def freshness(reading: Reading, today: date) -> Iterator[Fault]:
    """Everything stale on that day, and every impossible pair of dates."""
    for kind, name, source in sources(reading):
        item = reading.shelves[kind].items[name]
        checked_on, check_by = getattr(item, "checked_on", None), getattr(item, "check_by", None)
        if checked_on is None or check_by is None:
            continue
        if check_by < checked_on:
            yield source.fault(("check_by",), "dates", "check_by is before checked_on")
        elif check_by < today:
            message = f"last checked {checked_on.isoformat()}; read its source again and move check_by"
            yield Fault(source.shown, source.line(("check_by",)), "stale", message, Level.WARNING)
