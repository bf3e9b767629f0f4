"""Decide whether a message needs a safeguarding card before anything else is done with it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.intents.library import Kind, SafeguardingLibrary
from bot.domain.intents.patterns import AnyOf, PatternReader, words_of
from bot.domain.safeguarding.clues import Clues, holds, read_rule

MASKED = "\u2026"
"""Stands where an ordinary saying was taken out, so that the words around it do not run together."""

EVERYDAY = "everyday"
"""The group that names the groups of clues which say nothing alone: people, places, times."""

_LITTLE = 2
_AT_ONCE, _OTHER = "_imminent", "concern_other"
_Sign = tuple[str, "Level"]
_MOMENT = "thismoment"
"""The group of words for this very moment: with them a concern of a grave kind is danger."""

_MY_SELF = AnyOf.read(["my self"], {})
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
    certain: bool = True
    """A sign or a clue was there; otherwise the sentence is only like others that were grave."""


class Detector:
    """Certain signs as patterns; those of all languages are looked for in every message."""

    def __init__(self, library: SafeguardingLibrary) -> None:
        self._kinds = {kind.id: kind for kind in library.kinds}
        self._ordinary = [
            AnyOf.read(expressions, library.groups.get(locale, {}))
            for locale, expressions in library.ordinary_expressions.items()
        ]
        self._signs = _Signs(library)
        self._at = {level: [kind.id for kind in library.kinds if _can_be(kind, level)] for level in Level}
        self._everyday = {locale: {*named.get(EVERYDAY, ()), EVERYDAY} for locale, named in library.clues.items()}
        self._clues = {locale: Clues(groups) for locale, groups in library.clues.items()}
        self._rules = [
            (locale, kind.id, level, read_rule(rule, library.clues[locale]))
            for level in Level
            for kind in library.kinds
            for locale, rules in kind.together.get(level, {}).items()
            for rule in rules
        ]
        self._moment = AnyOf.read((text for named in library.groups.values() for text in named.get(_MOMENT, ())), {})

    def kinds_at(self, level: Level) -> Sequence[str]:
        """The kinds that can be of a level."""
        return self._at[level]

    def has_a_clue(self, plain: Sequence[str]) -> bool:
        """Whether a sentence has a word that alarms by itself."""
        return any(clues.find(plain).keys() - self._everyday[locale] for locale, clues in self._clues.items())

    def is_now(self, plain: Sequence[str]) -> bool:
        """Whether a sentence speaks of this very moment."""
        return self._moment.is_in(plain)

    def graver(self, alarm: Alarm) -> Alarm:
        """The alarm when it is about this very moment: imminent where the kind is grave and the sign certain."""
        is_graver = alarm.certain and self._kinds[alarm.kind].is_urgent_now
        return self.alarm(alarm.kind, Level.IMMINENT, alarm.because) if is_graver else alarm

    def softer(self, alarm: Alarm) -> Alarm:
        """The alarm as a concern, under a kind that can be one."""
        if alarm.level is Level.CONCERN:
            return alarm
        likely = (alarm.kind, alarm.kind.removesuffix(_AT_ONCE), _OTHER)
        kind = next((one for one in likely if one in self._at[Level.CONCERN]), alarm.kind)
        return self.alarm(kind, Level.CONCERN, alarm.because)

    def signs(self, plain: Sequence[str]) -> list[Alarm]:
        """Every certain sign in one sentence without sayings, imminent ones first."""
        return [self.alarm(kind, level, words) for kind, level, words in self._signs.find(plain)]

    def together(self, plain: Sequence[str]) -> list[Alarm]:
        """Every rule of clues that one sentence without sayings meets."""
        heard = {locale: clues.find(plain) for locale, clues in self._clues.items()}
        return [
            self.alarm(kind, level, ", ".join(sorted(heard[locale][name] for name in rule.needs)))
            for locale, kind, level, rule in self._rules
            if holds(rule, heard[locale])
        ]

    def without_sayings(self, tokens: Sequence[str]) -> list[str]:
        """The words left when ordinary sayings and job words are taken out."""
        left = _MY_SELF.taken_out(tokens, "myself")
        for sayings in self._ordinary:
            left = sayings.taken_out(left, MASKED)
        return left

    def alarm(self, kind: str, level: Level, because: str, *, certain: bool = True) -> Alarm:
        """An alarm of a known kind."""
        return Alarm(kind, level, self._kinds[kind].pauses_messages, because, certain)


def _can_be(kind: Kind, level: Level) -> bool:
    return any(level in one for one in (kind.phrases, kind.patterns, kind.together))


def divide(cleaned: str) -> list[str]:
    """The sentences of a cleaned message; a line break or a pause is not an end, people write like that."""
    return [piece for piece in _DIVIDER.split(cleaned) if piece.strip()]


def is_only_a_saying(plain: Sequence[str]) -> bool:
    """Whether next to nothing is left beside a saying: "i feel ..." says nothing without what was taken out."""
    return MASKED in plain and sum(word != MASKED for word in plain) <= _LITTLE


class _Signs:
    """The certain signs of every kind, level and language, imminent ones first."""

    def __init__(self, library: SafeguardingLibrary) -> None:
        readers = {locale: PatternReader(groups) for locale, groups in library.groups.items()}
        listed = [
            ((kind.id, level), readers.setdefault(locale, PatternReader({})).read(pattern))
            for level in Level
            for kind in library.kinds
            for locale, patterns in kind.patterns.get(level, {}).items()
            for pattern in patterns
        ]
        self._signs: list[_Sign] = [sign for sign, _ in listed]
        self._patterns = AnyOf(pattern for _, pattern in listed)

    def find(self, plain: Sequence[str]) -> list[tuple[str, Level, str]]:
        """The first match of each kind and level, in the order of the library."""
        found: dict[_Sign, tuple[int, str]] = {}
        for number, start, end in self._patterns.matches(plain):
            sign = self._signs[number]
            if sign not in found or number < found[sign][0]:
                found[sign] = number, " ".join(plain[start:end])
        ranked = sorted(found.items(), key=lambda item: item[1][0])
        return [(kind, level, words) for (kind, level), (_, words) in ranked]


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
    groups |= {
        f"clues {locale}{name}": listed for locale, named in library.clues.items() for name, listed in named.items()
    }
    return words_of(patterns, groups)
