"""Clues: words that alarm only together, wherever they stand in a sentence.

Patterns read words in order and miss what they were not written for. A rule of clues asks only that one word of each
of its groups is there: `@weapon @attacker @near` hears "he is outside with a blade"
and "blade in hand, he's at my door".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Groups = Mapping[str, Sequence[str]]

_STEM = 3


class ClueError(ValueError):
    """A rule that is not written as groups, or names one that does not exist; carries the rule only."""


@dataclass(frozen=True)
class Rule:
    """Groups that must all be heard, and groups that must not."""

    needs: frozenset[str]
    never: frozenset[str]


def read_rule(rule: str, groups: Groups) -> Rule:
    """A rule such as `@took @means !work`: every `@group` is needed, no `!group` may be there."""
    parts = rule.split()
    if not parts or any(part[0] not in "@!" or part[1:] not in groups for part in parts):
        raise ClueError(rule)
    return Rule(
        frozenset(part[1:] for part in parts if part[0] == "@"),
        frozenset(part[1:] for part in parts if part[0] == "!"),
    )


class Clues:
    """Finds which groups a sentence has a word of; a group's words may be several words, or a stem with `*`."""

    def __init__(self, groups: Groups) -> None:
        self._words: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._stems: dict[str, list[tuple[str, str]]] = {}
        for name, texts in groups.items():
            for text in texts:
                self._add(name, text)

    def _add(self, name: str, text: str) -> None:
        if text.endswith("*"):
            self._stems.setdefault(text[:_STEM], []).append((text[:-1], name))
        else:
            first, *rest = text.split()
            self._words.setdefault(first, []).append((tuple(rest), name))

    def find(self, tokens: Sequence[str]) -> dict[str, str]:
        """Each group that was heard, with the first of its words that stood there."""
        heard: dict[str, str] = {}
        for place, token in enumerate(tokens):
            for rest, name in self._words.get(token, ()):
                if tuple(tokens[place + 1 : place + 1 + len(rest)]) == rest:
                    heard.setdefault(name, " ".join((token, *rest)))
            for stem, name in self._stems.get(token[:_STEM], ()):
                if token.startswith(stem):
                    heard.setdefault(name, token)
        return heard


def holds(rule: Rule, heard: Mapping[str, str]) -> bool:
    """Whether a rule is met by what was heard."""
    return rule.needs <= heard.keys() and rule.never.isdisjoint(heard.keys())
