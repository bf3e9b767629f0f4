"""Facts past the day they had to be read again by: a warning, never a reason not to start."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.content.faults import Fault, Level
from bot.content.files import Place, SourceFile
from bot.content.lint.walk import sources
from bot.content.loader import Reading
from bot.content.schema.pathways import Pathway


def freshness(reading: Reading, today: date) -> Iterator[Fault]:
    """Everything stale on that day, and every impossible pair of dates."""
    for kind, name, source in sources(reading):
        item = reading.shelves[kind].items[name]
        yield from _dates(source, (), item, today)
        for number, step in enumerate(item.steps if isinstance(item, Pathway) else ()):
            yield from _dates(source, ("steps", number), step, today)


def _dates(source: SourceFile, where: Place, item: object, today: date) -> Iterator[Fault]:
    checked_on, check_by = getattr(item, "checked_on", None), getattr(item, "check_by", None)
    place = (*where, "check_by")
    if checked_on is None or check_by is None:
        return
    if check_by < checked_on:
        yield source.fault(place, "dates", "check_by is before checked_on")
    elif check_by < today:
        message = f"last checked {checked_on.isoformat()}; read its source again and move check_by"
        yield Fault(source.shown, source.line(place), "stale", message, Level.WARNING)
