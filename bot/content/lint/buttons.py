"""Names too long for a button: what a tap says holds a question's id and an option's, and Telegram takes 64 bytes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.content.faults import Fault
from bot.content.loader import Reading

LONGEST_TOGETHER = 49
"""64 bytes without the verb, three colons and a revision of nine digits."""


def buttons(reading: Reading, today: date) -> Iterator[Fault]:
    """Every option whose button could not be sent."""
    shelf = reading.shelves["questions"]
    for name, question in shelf.items.items():
        for index, option in enumerate(question.options):
            over = len(name) + len(option.id) - LONGEST_TOGETHER
            if over > 0:
                message = f"{name} and {option.id} are {over} letters too long for a button: shorten one of them"
                yield shelf.files[name].fault(("options", index, "id"), "too-long", message)
