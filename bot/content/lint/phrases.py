"""What people say: broken intent files, and a phrase that two intents claim."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.content.faults import Fault
from bot.content.intent_library import build_library, read_intents
from bot.content.loader import Reading
from bot.domain.places import fold


def phrases(reading: Reading, today: date) -> Iterator[Fault]:
    """Every fault of the intent files; nothing where there are none."""
    if not (reading.root / "intents").is_dir():
        return
    intents = read_intents(reading.root)
    build_library(intents)  # reads the shared tables, whose faults land in the same list
    yield from intents.faults
    claimed: dict[str, str] = {}
    for name, file in intents.intents.items.items():
        source = intents.intents.files[name]
        for locale, said in file.phrases.items():
            for index, phrase in enumerate(said):
                other = claimed.setdefault(fold(phrase), name)
                if other != name:
                    message = f"“{phrase}” belongs to {other} too"
                    yield source.fault(("phrases", locale, index), "two-intents", message)
