"""Decide whether a message needs a safeguarding card before anything else is done with it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.intents.library import Kind, SafeguardingLibrary
from bot.domain.intents.patterns import compile_any, spaced, words_of

MASKED = "\u2026"
"""Stands where an ordinary saying was taken out, so that the words around it do not run together."""

LIKELY = 0.5
"""From this share of belief on, the matcher alone is enough for the soft card: better one too many than one missed."""

SURE = 0.6
"""From this share of belief in imminent kinds on, the matcher alone is enough for the imminent card."""

_DIVIDER = re.compile(r"[!?]+|(?<!\.)\.(?!\.)")


class Level(StrEnum):
    """Imminent: danger now or a plan. Concern: somebody should listen."""

    IMMINENT = "imminent"
    CONCERN = "concern"


@dataclass(frozen=True)
class Alarm:
    """What was heard: the kind, the level, whether bulk messages pause, and the words that showed it."""

    kind: str
    level: Level
    pauses_messages: bool
    because: str


class Detector:
    """Certain signs as compiled patterns; all languages are tried on every message."""

    def __init__(self, library: SafeguardingLibrary) -> None:
        self._kinds = {kind.id: kind for kind in library.kinds}
        self._ordinary = [
            compiled
            for locale, expressions in library.ordinary_expressions.items()
            if (compiled := compile_any(expressions, library.groups.get(locale, {})))
        ]
        self._signs = [
            (kind.id, level, compiled)
            for level in Level
            for kind in library.kinds
            if (compiled := _signs(kind, level, library.groups))
        ]

    def signs(self, plain: Sequence[str]) -> list[Alarm]:
        """Every certain sign in one sentence without sayings, imminent ones first."""
        sentence = spaced(plain)
        found = []
        for kind, level, compiled in self._signs:
            match = compiled.search(sentence)
            if match:
                found.append(self.alarm(kind, level, match.group().strip()))
        return found

    def without_sayings(self, tokens: Sequence[str]) -> list[str]:
        """The words left when ordinary sayings and job words are taken out."""
        sentence = spaced(tokens).replace("my self ", "myself ")
        for saying in self._ordinary:
            sentence = saying.sub(f"{MASKED} ", sentence)
        return sentence.split()

    def alarm(self, kind: str, level: Level, because: str) -> Alarm:
        """An alarm of a known kind."""
        return Alarm(kind, level, self._kinds[kind].pauses_messages, because)


def divide(cleaned: str) -> list[str]:
    """The sentences of a cleaned message; a line break or a pause is not an end, people write like that."""
    return [piece for piece in _DIVIDER.split(cleaned) if piece.strip()]


def choose(alarms: Sequence[Alarm], belief: Mapping[str, float]) -> Alarm | None:
    """The alarm to act on: the highest level, then the kind the matcher believes in most."""
    if not alarms:
        return None
    return min(alarms, key=lambda alarm: (alarm.level is not Level.IMMINENT, -belief.get(alarm.kind, 0.0)))


def _signs(kind: Kind, level: Level, groups: Mapping[str, Mapping[str, tuple[str, ...]]]) -> re.Pattern[str] | None:
    sources = [
        compiled.pattern
        for locale, patterns in kind.patterns.get(level, {}).items()
        if (compiled := compile_any(patterns, groups.get(locale, {})))
    ]
    return re.compile("|".join(sources)) if sources else None


def sign_words(library: SafeguardingLibrary) -> frozenset[str]:
    """Every plain word of the signs, so that misspelt ones are repaired to them."""
    patterns = [
        pattern
        for kind in library.kinds
        for lists in kind.patterns.values()
        for listed in lists.values()
        for pattern in listed
    ]
    groups = {f"{locale}{name}": listed for locale, named in library.groups.items() for name, listed in named.items()}
    return words_of(patterns, groups)
