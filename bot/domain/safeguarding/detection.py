"""Decide whether a message needs a safeguarding card before anything else is done with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.intents.library import Kind, SafeguardingLibrary
from bot.domain.intents.patterns import compile_any, compile_pattern, first_words, spaced, words_of
from bot.domain.safeguarding.clues import Clues, holds, read_rule

MASKED = "\u2026"
"""Stands where an ordinary saying was taken out, so that the words around it do not run together."""

EVERYDAY = "everyday"
"""The group that names the groups of clues which say nothing alone: people, places, times."""

_LITTLE = 2
_AT_ONCE, _OTHER = "_imminent", "concern_other"
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
    certain: bool = True
    """A sign or a clue was there; otherwise the sentence is only like others that were grave."""


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
        moments = [text for named in library.groups.values() for text in named.get(_MOMENT, ())]
        self._moment = compile_any([f"({'|'.join(moments)})"], {}) if moments else None

    def kinds_at(self, level: Level) -> Sequence[str]:
        """The kinds that can be of a level."""
        return self._at[level]

    def has_a_clue(self, plain: Sequence[str]) -> bool:
        """Whether a sentence has a word that alarms by itself."""
        return any(clues.find(plain).keys() - self._everyday[locale] for locale, clues in self._clues.items())

    def is_now(self, plain: Sequence[str]) -> bool:
        """Whether a sentence speaks of this very moment."""
        return self._moment is not None and self._moment.search(spaced(plain)) is not None

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
        sentence = spaced(tokens).replace("my self ", "myself ")
        for saying in self._ordinary:
            sentence = saying.sub(f"{MASKED} ", sentence)
        return sentence.split()

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
