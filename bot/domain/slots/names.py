"""Spot names of known things in plain words, misspelt ones mended first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from bot.domain.intents.library import Name
from bot.domain.intents.repair import Repairer

_LONGEST = 6
_WORTH_REPAIRING = 5

Split = Callable[[str], list[str]]


class Spelling:
    """Mends misspelt names of several books at once: a word is no misspelling where another book has it."""

    def __init__(self, books: Iterable[NameBook], known: Callable[[str], bool]) -> None:
        self._repairer = Repairer(sum((book.words for book in books), Counter()))
        self._known = known

    def mend(self, tokens: Sequence[str]) -> list[str]:
        """The words with each that nobody knows and that is like a word of a name read as that word."""
        return [token if self._leave(token) else self._repairer.repair(token).words[0] for token in tokens]

    def _leave(self, token: str) -> bool:
        return len(token) < _WORTH_REPAIRING or self._repairer.knows(token) or self._known(token)


class NameBook:
    """Names of one sort with the ids they stand for; the longest name wins, so "West Ham" is not "Ham"."""

    def __init__(self, names: Iterable[Name], split: Split, ordinary: Iterable[str] = ()) -> None:
        self._ids: dict[tuple[str, ...], list[str]] = {}
        for name in names:
            for text in name.names:
                tokens = tuple(split(text))
                ids = self._ids.setdefault(tokens, []) if tokens else []
                if name.id not in ids:
                    ids.append(name.id)
        self._longest: dict[str, int] = {}
        for tokens in self._ids:
            self._longest[tokens[0]] = max(self._longest.get(tokens[0], 0), min(_LONGEST, len(tokens)))
        self._ordinary = frozenset(tuple(split(text)) for text in ordinary)

    @property
    def words(self) -> Counter[str]:
        """Every word of the names, and in how many of them it is."""
        return Counter(token for tokens in self._ids for token in tokens)

    def find(self, spelled: Sequence[str], lead: frozenset[str] = frozenset()) -> list[str]:
        """The ids named, in the order they were said; `lead` are the words that let an ordinary word be a name."""
        if self._longest.keys().isdisjoint(spelled):
            return []
        found: list[str] = []
        place = 0
        while place < len(spelled):
            size = self._size_at(spelled, place, lead)
            found += [one for one in self._ids.get(tuple(spelled[place : place + size]), ()) if one not in found]
            place += max(1, size)
        return found

    def _size_at(self, tokens: Sequence[str], place: int, lead: frozenset[str]) -> int:
        for size in range(min(self._longest.get(tokens[place], 0), len(tokens) - place), 0, -1):
            name = tuple(tokens[place : place + size])
            if name in self._ids and self._is_meant(name, tokens, place, lead):
                return size
        return 0

    def _is_meant(self, name: tuple[str, ...], tokens: Sequence[str], place: int, lead: frozenset[str]) -> bool:
        if name not in self._ordinary or len(name) == len(tokens):
            return True
        return place > 0 and tokens[place - 1] in lead
