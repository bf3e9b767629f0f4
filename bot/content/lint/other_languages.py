"""Cards in languages we do not speak: which of them no native reader has signed yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.content.faults import Fault, Level
from bot.content.lint.markup import markup_faults
from bot.content.loader import Reading


def other_languages(reading: Reading, today: date) -> Iterator[Fault]:
    """A card nobody has read who speaks the language is a warning: some help is better than none."""
    shelf = reading.shelves["other_languages"]
    for name, source in shelf.files.items():
        item = shelf.items[name]
        for problem in markup_faults(item.card):
            yield source.fault(("card",), "markup", f"card: {problem}")
        if not item.reviewed:
            message = f"no native reader of {name} has signed this card yet"
            yield Fault(source.shown, source.line(("reviewed",)), "unreviewed", message, Level.WARNING)
