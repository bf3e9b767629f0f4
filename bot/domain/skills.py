"""The skills card: a few lines somebody fills, leaves empty, changes and takes away."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

LONGEST_LINE = 300
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_JOINERS = frozenset("\u200c\u200d")
"""Not to be seen, but Persian, Urdu and Bengali are misspelt without them."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: the options that were ticked, in order, and the person's own words as they wrote them."""

    chosen: tuple[str, ...] = ()
    words: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing."""
        return not (self.chosen or self.words)

    def ticked(self, option: str) -> Line:
        """The line with an option ticked, or unticked when it was."""
        if option in self.chosen:
            return Line(tuple(one for one in self.chosen if one != option), self.words)
        return Line((*self.chosen, option), self.words)


@dataclass(frozen=True, slots=True)
class Card:
    """Every line by name; one that was skipped or taken away is not in it."""

    lines: Mapping[str, Line] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not self.lines

    def line(self, name: str) -> Line:
        """One line, empty when it was never filled."""
        return self.lines.get(name, Line())

    def with_line(self, name: str, line: Line) -> Card:
        """The card with one line changed; an empty one is taken away."""
        kept = {other: value for other, value in self.lines.items() if other != name}
        return Card(kept if line.is_empty else {**kept, name: line})

    def to_json(self) -> dict[str, Any]:
        """As it is kept."""
        return {name: {"chosen": list(line.chosen), "words": line.words} for name, line in self.lines.items()}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Card:
        """As it was kept."""
        return cls({name: Line(tuple(line["chosen"]), line["words"]) for name, line in kept.items()})


def own_words(text: str) -> str:
    """What somebody wrote, on one line: only what cannot be seen, or would turn the rest around, is left out."""
    seen = (
        " " if mark.isspace() else mark
        for mark in text
        if mark.isspace() or mark in _JOINERS or unicodedata.category(mark) not in _INVISIBLE
    )
    said = " ".join("".join(seen).split())
    return said if len(said) <= LONGEST_LINE else said[: LONGEST_LINE - 1].rstrip() + "…"


def after(name: str, order: Sequence[str]) -> str | None:
    """The line asked next, None after the last."""
    at = order.index(name) + 1
    return order[at] if at < len(order) else None


def before(name: str, order: Sequence[str]) -> str | None:
    """The line asked before, None before the first."""
    at = order.index(name)
    return order[at - 1] if at else None
