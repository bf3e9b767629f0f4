"""Files that somebody wrote and nobody reads, because their name ends in something else than .yaml."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.content.faults import Fault, Level
from bot.content.loader import KINDS, Reading

_FOLDERS = (*KINDS, "locales", "intents", "places")
_READ_TOO = frozenset({"london_outcodes.json"})


def strays(reading: Reading, today: date) -> Iterator[Fault]:
    """A warning only: what an editor leaves behind must not stop the bot."""
    for folder in _FOLDERS:
        for path in sorted((reading.root / folder).rglob("*")):
            if path.is_file() and path.suffix != ".yaml" and path.name not in _READ_TOO:
                shown = path.relative_to(reading.root).as_posix()
                message = f"this file is not read: end its name in .yaml ({path.name.split('.', maxsplit=1)[0]}.yaml)"
                yield Fault(shown, 1, "not-read", message, Level.WARNING)
