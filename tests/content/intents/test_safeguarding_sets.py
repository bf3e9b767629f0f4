"""Safeguarding on large sets: those that were learned from, and three that were only ever measured.

The blind set and the exam were written by people who had not looked at any sign or phrase, and only their totals were
looked at: they are the honest figures. A third of the exam says what it says without any of the usual words, and a
third of its ordinary messages are full of them. The hard one holds things said in ways that none of the others has.
Never add a sentence of these three to the content, or the figures say nothing any more. All others are learned from by
now: they show that what was learned is kept. The fresh and the unread one are full of trap words: "trafficking law
internship".
"""

from __future__ import annotations

from collections import Counter

import pytest

from bot.domain.intents.understanding import Understanding
from tests.content.intents.conftest import HERE

TUNED, HELD_OUT = "safeguarding_tuned", "safeguarding_held_out"
FRESH, UNREAD, CALIBRATION = "safeguarding_fresh", "safeguarding_unread", "safeguarding_calibration"
HARD, BLIND, EXAM = "safeguarding_hard", "safeguarding_blind", "safeguarding_exam"


def levels(understanding: Understanding, name: str) -> Counter[tuple[str, str]]:
    """How often each level was asked for and given."""
    found: Counter[tuple[str, str]] = Counter()
    for line in (HERE / f"{name}.tsv").read_text("utf-8").splitlines():
        text, _, wanted, locale = line.split("\t")
        alarm = understanding.read(text, locale).safeguarding
        found[wanted, str(alarm.level) if alarm else "none"] += 1
    return found


def share(found: Counter[tuple[str, str]], wanted: tuple[str, ...], given: tuple[str, ...]) -> float:
    """The share of sentences asked for at some levels that were given one of some levels."""
    total = sum(count for (asked, _), count in found.items() if asked in wanted)
    return sum(count for (asked, got), count in found.items() if asked in wanted and got in given) / total


@pytest.mark.parametrize(
    ("name", "imminent_card", "any_card", "cries_wolf", "soft_card"),
    [
        (TUNED, 0.99, 0.98, 0.005, 0.025),
        (HELD_OUT, 0.98, 0.98, 0.005, 0.025),
        (FRESH, 0.98, 0.98, 0.01, 0.03),
        (UNREAD, 0.98, 0.98, 0.005, 0.025),
        (CALIBRATION, 0.98, 0.98, 0.005, 0.025),
        (HARD, 0.9, 0.95, 0.01, 0.03),
        (BLIND, 0.97, 0.95, 0.01, 0.1),
        (EXAM, 0.85, 0.95, 0.04, 0.12),
    ],
)
def test_safeguarding_when_measured_on_a_large_set_then_it_misses_little_and_seldom_cries_wolf(
    understanding: Understanding, name: str, imminent_card: float, any_card: float, cries_wolf: float, soft_card: float
) -> None:
    found = levels(understanding, name)

    assert share(found, ("imminent",), ("imminent",)) >= imminent_card, found
    assert share(found, ("imminent", "concern"), ("imminent", "concern")) >= any_card, found
    assert share(found, ("none",), ("imminent",)) <= cries_wolf, found
    assert share(found, ("none",), ("imminent", "concern")) <= soft_card, found
