"""The way through the equality questions: one screen after another, a second step only where the first leads to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

PREFER_NOT = "prefer_not_to_say"
OWN_WORDS = "own_words"
LONGEST_WORDS = 100


@dataclass(frozen=True, slots=True)
class Screen:
    """One question to show: a first step, or the second step under one of its answers."""

    question: str
    under: str | None = None

    @property
    def name(self) -> str:
        """How a screen is written down: `sex`, `ethnic_group.asian`."""
        return self.question if self.under is None else f"{self.question}.{self.under}"


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer: the option chosen in each step, and own words if that was the option."""

    path: tuple[str, ...]
    words: str | None = None

    @property
    def first(self) -> str:
        """What was chosen in the first step."""
        return self.path[0]


@dataclass(frozen=True, slots=True)
class Shape:
    """What the way depends on: a question and the answers that lead to a second step."""

    question: str
    follow_ups: frozenset[str] = frozenset()


def screens(shapes: Sequence[Shape], given: Mapping[str, Choice]) -> list[Screen]:
    """Every screen on the way of somebody who has given these answers."""
    found = []
    for shape in shapes:
        found.append(Screen(shape.question))
        chosen = given.get(shape.question)
        if chosen is not None and chosen.first in shape.follow_ups:
            found.append(Screen(shape.question, chosen.first))
    return found


def screen_after(shapes: Sequence[Shape], given: Mapping[str, Choice], here: Screen) -> Screen | None:
    """The next screen; None at the end, and where the way does not lead past here any more."""
    return _beside(screens(shapes, given), here, 1)


def screen_before(shapes: Sequence[Shape], given: Mapping[str, Choice], here: Screen) -> Screen | None:
    """The screen before; None at the first."""
    return _beside(screens(shapes, given), here, -1)


def choice_at(here: Screen, option: str, words: str | None = None) -> Choice:
    """The whole answer once this option is chosen on this screen; a second step keeps the first."""
    first = () if here.under is None else (here.under,)
    return Choice((*first, option), words)


def chosen_at(here: Screen, choice: Choice | None) -> str | None:
    """Which option of this screen an answer holds."""
    if choice is None:
        return None
    if here.under is None:
        return choice.first
    return choice.path[1] if len(choice.path) > 1 and choice.first == here.under else None


def _beside(way: list[Screen], here: Screen, step: int) -> Screen | None:
    if here not in way:
        return None
    index = way.index(here) + step
    return way[index] if 0 <= index < len(way) else None
