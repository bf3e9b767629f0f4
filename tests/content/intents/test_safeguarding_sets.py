"""Safeguarding on large sets: the tuned one the rules were made with, the held-out one that was only measured.

Never add a phrase of the held-out file to the content, or the figure says nothing any more.
"""

from __future__ import annotations

from collections import Counter

import pytest

from bot.domain.intents.understanding import Understanding
from tests.content.intents.conftest import HERE

TUNED, HELD_OUT = "safeguarding_tuned", "safeguarding_held_out"


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


@pytest.mark.parametrize(("name", "imminent_card"), [(TUNED, 0.97), (HELD_OUT, 0.95)])
def test_safeguarding_when_measured_on_a_large_set_then_it_misses_little_and_seldom_cries_wolf(
    understanding: Understanding, name: str, imminent_card: float
) -> None:
    found = levels(understanding, name)

    assert share(found, ("imminent",), ("imminent",)) >= imminent_card, found
    assert share(found, ("imminent", "concern"), ("imminent", "concern")) >= 0.95, found
    assert share(found, ("none",), ("imminent",)) <= 0.01, found
    assert share(found, ("none",), ("imminent", "concern")) <= 0.03, found
