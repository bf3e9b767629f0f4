"""Decide whether a message needs a safeguarding card before anything else is done with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.intents.library import SafeguardingLibrary
from bot.domain.intents.patterns import compile_any, compile_pattern, first_words, spaced, words_of
from bot.domain.safeguarding.clues import Clues, holds, read_rule

MASKED = "\u2026"
"""Stands where an ordinary saying was taken out, so that the words around it do not run together."""

LIKELY = 0.62
"""From this share of belief on, the matcher alone is enough for the soft card: better one too many than one missed."""

LIKELY_WITH_A_CLUE = 0.35
"""So much is enough where the sentence has a word that alarms by itself."""

_EVERYDAY = "everyday"
"""The group that names the groups of clues which say nothing alone: people, places, times."""

SURE = 0.6
"""From this share of belief in imminent kinds on, the matcher alone is enough for the imminent card."""

_LITTLE = 2
_Sign = tuple[int, str, "Level", re.Pattern[str]]
_MOMENT = "thismoment"
"""The group of words for this very moment: with them a concern of a grave kind is danger."""

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
        self._signs = _Signs(library)

        self._everyday = {locale: {*named.get(_EVERYDAY, ()), _EVERYDAY} for locale, named in library.clues.items()}
        self._clues = {locale: Clues(groups) for locale, groups in library.clues.items()}
        self._rules = [
            (locale, kind.id, level, read_rule(rule, library.clues[locale]))
            for level in Level
            for kind in library.kinds
            for locale, rules in kind.together.get(level, {}).items()
            for rule in rules
        ]
        moments = [text for named in library.groups.values() for text in named.get(_MOMENT, ())]
        self._moment = compile_any([f"({'|'.join(moments)})"], {}) if moments else None

    def likely(self, plain: Sequence[str]) -> float:
        """How much belief is enough for the soft card on this sentence."""
        is_grave = any(clues.find(plain).keys() - self._everyday[locale] for locale, clues in self._clues.items())
        return LIKELY_WITH_A_CLUE if is_grave else LIKELY

    def is_now(self, plain: Sequence[str]) -> bool:
        """Whether a sentence speaks of this very moment."""
        return self._moment is not None and self._moment.search(spaced(plain)) is not None

    def graver(self, alarm: Alarm) -> Alarm:
        """The alarm when it is about this very moment: imminent where the kind is grave and the sign certain."""
        is_graver = alarm.because and self._kinds[alarm.kind].is_urgent_now
        return self.alarm(alarm.kind, Level.IMMINENT, alarm.because) if is_graver else alarm

    def signs(self, plain: Sequence[str]) -> list[Alarm]:
        """Every certain sign in one sentence without sayings, imminent ones first."""
        found = [self.alarm(kind, level, words) for kind, level, words in self._signs.find(plain)]
        return found + self._together(plain)

    def _together(self, plain: Sequence[str]) -> list[Alarm]:
        heard = {locale: clues.find(plain) for locale, clues in self._clues.items()}
        return [
            self.alarm(kind, level, ", ".join(sorted(heard[locale][name] for name in rule.needs)))
            for locale, kind, level, rule in self._rules
            if holds(rule, heard[locale])
        ]

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


def is_only_a_saying(plain: Sequence[str]) -> bool:
    """Whether next to nothing is left beside a saying: "i feel ..." says nothing without what was taken out."""
    return MASKED in plain and sum(word != MASKED for word in plain) <= _LITTLE


def choose(alarms: Sequence[Alarm], belief: Mapping[str, float]) -> Alarm | None:
    """The alarm to act on: the highest level, then the kind the matcher believes in most."""
    if not alarms:
        return None
    return min(alarms, key=lambda alarm: (alarm.level is not Level.IMMINENT, -belief.get(alarm.kind, 0.0)))


class _Signs:
    """Every pattern by the word it begins with, so that a sentence is tried against few of them."""

    def __init__(self, library: SafeguardingLibrary) -> None:
        self._by_word: dict[str, list[_Sign]] = {}
        self._by_stem: dict[str, list[_Sign]] = {}
        self._anywhere: list[_Sign] = []
        listed = (
            (kind.id, level, pattern, library.groups.get(locale, {}))
            for level in Level
            for kind in library.kinds
            for locale, patterns in kind.patterns.get(level, {}).items()
            for pattern in patterns
        )
        for order, (kind, level, pattern, groups) in enumerate(listed):
            self._add((order, kind, level, re.compile(compile_pattern(pattern, groups))), first_words(pattern, groups))

    def _add(self, sign: _Sign, firsts: frozenset[str]) -> None:
        if not firsts:
            self._anywhere.append(sign)
        for first in firsts:
            if first.endswith("*"):
                self._by_stem.setdefault(first[:-1], []).append(sign)
            else:
                self._by_word.setdefault(first, []).append(sign)

    def find(self, plain: Sequence[str]) -> list[tuple[str, Level, str]]:
        """The first match of each kind and level, in the order of the library."""
        sentence, start = spaced(plain), 0
        found: dict[tuple[str, Level], tuple[int, str]] = {}
        for token in plain:
            for order, kind, level, pattern in self._beginning(token):
                known = found.get((kind, level))
                match = pattern.match(sentence, start) if known is None or order < known[0] else None
                if match:
                    found[kind, level] = order, match.group().strip()
            start += len(token) + 1
        ranked = sorted(found.items(), key=lambda item: item[1][0])
        return [(kind, level, words) for (kind, level), (_, words) in ranked]

    def _beginning(self, token: str) -> Iterator[_Sign]:
        yield from self._by_word.get(token, ())
        for stem, signs in self._by_stem.items():
            if token.startswith(stem):
                yield from signs
        yield from self._anywhere


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
