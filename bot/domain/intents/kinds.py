"""Replace words whose exact spelling says nothing about what is wanted by their kind: numbers, places, programmes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

_POSTCODE = re.compile(r"^(?:e|w|n|se|sw|nw|ec|wc|ig|rm|br|cr|da|en|ha|kt|sm|tw|ub)\d{1,2}[a-z]?$")
_CLOCK = re.compile(r"^\d{1,2}(?:am|pm)$")
_LONGEST = 4
_FIRST_YOUTH, _LAST_YOUTH = 16, 24

NUMBER, POSTCODE, CLOCK = "0num", "0postcode", "0clock"
TOO_YOUNG, YOUTH, OLDER = "0younger", "0youth", "0older"
"""Two figures are often an age: "im 19" asks what there is, "im 42" asks whether it is too late."""
PLACE, ELSEWHERE, PROGRAMME = "0place", "0elsewhere", "0programme"


@dataclass(frozen=True)
class Kinds:
    """Names by their kind; a name that is also an ordinary word counts only after a word such as "in"."""

    names: Mapping[tuple[str, ...], str] = field(default_factory=dict)
    ordinary: frozenset[tuple[str, ...]] = frozenset()
    leads: frozenset[str] = frozenset()
    longest: Mapping[str, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """How many words the longest name has that begins with a word."""
        longest: dict[str, int] = {}
        for name in self.names:
            longest[name[0]] = max(longest.get(name[0], 0), min(_LONGEST, len(name)))
        object.__setattr__(self, "longest", longest)

    def generalise(self, tokens: Sequence[str]) -> list[str]:
        """The words with every number, postcode, clock time and known name replaced by its kind."""
        found: list[str] = []
        place = 0
        while place < len(tokens):
            size = self._name_at(tokens, place)
            if size:
                found.append(self.names[tuple(tokens[place : place + size])])
            else:
                found.append(tokens[place] if tokens[place].isalpha() else _kind(tokens[place]))
            place += size or 1
        return found

    def _name_at(self, tokens: Sequence[str], place: int) -> int:
        for size in range(min(self.longest.get(tokens[place], 0), len(tokens) - place), 0, -1):
            name = tuple(tokens[place : place + size])
            if name in self.names and (name not in self.ordinary or (place > 0 and tokens[place - 1] in self.leads)):
                return size
        return 0


def _kind(token: str) -> str:
    if token.isdecimal():
        return _number(token)
    if _CLOCK.match(token):
        return CLOCK
    return POSTCODE if _POSTCODE.match(token) else token


def _number(token: str) -> str:
    if len(token) != 2 or token[0] == "0":
        return NUMBER
    age = int(token)
    if age < _FIRST_YOUTH:
        return TOO_YOUNG
    return YOUTH if age <= _LAST_YOUTH else OLDER
