"""What people say: every fault of the intent, safeguarding and word files, and intents that nothing answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.content.faults import Fault
from bot.content.intent_lint import lint_intents
from bot.content.loader import Reading


def phrases(reading: Reading, today: date) -> Iterator[Fault]:
    """Every fault of what the matcher learns from; nothing where there are no intents."""
    if (reading.root / "intents").is_dir():
        answered = {intent for topic in reading.topics for intent in topic.intents}
        yield from lint_intents(reading.root, answered)
