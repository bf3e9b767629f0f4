"""Turn words into weighted features: word pairs for meaning, letter groups for kinship between words."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import compress, pairwise

import numpy as np
import numpy.typing as npt

Ids = npt.NDArray[np.int32]
Values = npt.NDArray[np.float32]
Meanings = Mapping[str, tuple[str, ...]]
"""What each word means, under the names of groups of words that mean nearly the same."""

_LETTER_GROUPS = (2, 3, 4)
_NEAR = 4
"""Words this close are also counted as a pair in either order: "job at weekends" is "weekend job"."""
_CACHE_SIZE = 30_000
_BLOCK_WEIGHTS = (1.0, 1.0, 0.5)
_CONSTANT = np.ones(1, dtype=np.float32)
"""A feature every message has, so that a message without evidence scores low everywhere."""


@dataclass(frozen=True)
class Sparse:
    """One message as feature ids and values; `owners` holds each one's first and last word, without the constant's."""

    ids: Ids
    values: Values
    owners: list[tuple[int, int]]
    unknown: float


class FeatureSpace:
    """The features that the phrases use, and how telling each one is."""

    def __init__(self, names: Sequence[str], rarity: Values, meanings: Meanings) -> None:
        self.names = list(names)
        self.rarity = rarity
        self._meanings = meanings
        self._index = {name: number for number, name in enumerate(self.names)}
        self._letters: dict[str, tuple[list[int], int]] = {}
        self._rarest = float(rarity.max()) if len(rarity) else 1.0

    @classmethod
    def learn(cls, texts: Sequence[Sequence[str]], meanings: Meanings, rare_below: int) -> FeatureSpace:
        """Count features over the phrases; pairs and letter groups seen fewer than `rare_below` times are dropped."""
        counts: Counter[str] = Counter()
        letters: dict[str, list[str]] = {}
        for tokens in texts:
            found = set(_word_names(tokens))
            for token in tokens:
                if token not in letters:
                    letters[token] = _letter_names(token)
                found.update(letters[token])
            found.update(name for name, _, _ in _sense_names(tokens, meanings))
            counts.update(found)
        names = sorted(name for name, count in counts.items() if count >= rare_below or name[0] == "w")
        total = len(texts)
        rarity = np.array([math.log((1 + total) / (1 + counts[name])) + 1 for name in names], dtype=np.float32)
        return cls(names, rarity, meanings)

    def __len__(self) -> int:
        return len(self.names) + 1

    def read(self, tokens: Sequence[str]) -> Sparse:
        """The message's features; each block has length one, so long words do not drown short messages."""
        blocks = (self._words(tokens), self._groups(tokens), self._senses(tokens))
        ids: list[int] = []
        owners: list[tuple[int, int]] = []
        scales: list[npt.NDArray[np.float32]] = []
        for (found, owned, missing), weight in zip(blocks, _BLOCK_WEIGHTS, strict=True):
            values = self.rarity[found]
            norm = math.sqrt(float(values @ values) + missing * self._rarest**2) or 1.0
            scales.append(values * np.float32(weight / norm))
            ids += found
            owners += owned
        missing_words = blocks[0][2]
        scales.append(_CONSTANT)
        return Sparse(
            np.array([*ids, len(self.names)], dtype=np.int32),
            np.concatenate(scales),
            owners,
            missing_words / max(1, missing_words + len(blocks[0][0])),
        )

    def novelty(self, tokens: Sequence[str]) -> float:
        """How much of a phrase no other phrase has: what would be unknown in it, had it not been learned from."""
        found, _, missing = self._words(tokens)
        alone = int((self.rarity[found] >= self._rarest).sum()) if found else 0
        return (missing + alone) / max(1, missing + len(found))

    def row(self, tokens: Sequence[str]) -> tuple[Ids, Values]:
        """The message's features in order, each once: what is learned from."""
        sparse = self.read(tokens)
        order = sparse.ids.argsort(kind="stable")
        ids = sparse.ids[order]
        first = np.flatnonzero(np.concatenate(([True], ids[1:] != ids[:-1])))
        return ids[first], np.add.reduceat(sparse.values[order], first)

    def _words(self, tokens: Sequence[str]) -> tuple[list[int], list[tuple[int, int]], int]:
        index = self._index
        numbers = [index.get(name, -1) for name in _word_names(tokens)]
        missing = numbers.count(-1)
        owners = _word_owners(len(tokens))
        if not missing:
            return numbers, list(owners), 0
        known = [number >= 0 for number in numbers]
        return list(compress(numbers, known)), list(compress(owners, known)), missing

    def _groups(self, tokens: Sequence[str]) -> tuple[list[int], list[tuple[int, int]], int]:
        found: list[int] = []
        owned: list[tuple[int, int]] = []
        missing = 0
        for place, token in enumerate(tokens):
            known, unseen = self._letter_ids(token)
            found += known
            owned += [(place, place)] * len(known)
            missing += unseen
        return found, owned, missing

    def _senses(self, tokens: Sequence[str]) -> tuple[list[int], list[tuple[int, int]], int]:
        found: list[int] = []
        owned: list[tuple[int, int]] = []
        if self._meanings:
            for name, first, last in _sense_names(tokens, self._meanings):
                number = self._index.get(name)
                if number is not None:
                    found.append(number)
                    owned.append((first, last))
        return found, owned, 0

    def _letter_ids(self, token: str) -> tuple[list[int], int]:
        found = self._letters.get(token)
        if found is None:
            if len(self._letters) >= _CACHE_SIZE:
                self._letters.clear()
            names = _letter_names(token)
            known = [self._index[name] for name in names if name in self._index]
            found = self._letters[token] = (known, len(names) - len(known))
        return found


_Named = list[tuple[str, int, int]]


def _word_names(tokens: Sequence[str]) -> list[str]:
    """Words, pairs as they follow, pairs in either order, and the first and the last word."""
    if not tokens:
        return []
    names = [f"w{token}" for token in tokens]
    names += [f"p{left} {right}" for left, right in pairwise(tokens)]
    for first, left in enumerate(tokens):
        for right in tokens[first + 1 : first + _NEAR + 1]:
            names.append(f"n{left} {right}" if left < right else f"n{right} {left}")
    names.append(f"p^ {tokens[0]}")
    names.append(f"p{tokens[-1]} $")
    return names


@cache
def _word_owners(size: int) -> tuple[tuple[int, int], ...]:
    """The first and last word that each of the names of so many words came from, in the same order."""
    if not size:
        return ()
    owners = [(place, place) for place in range(size)]
    owners += [(place, place + 1) for place in range(size - 1)]
    owners += [(first, last) for first in range(size) for last in range(first + 1, min(first + _NEAR, size - 1) + 1)]
    return (*owners, (0, 0), (size - 1, size - 1))


def _letter_names(token: str) -> list[str]:
    padded = f" {token[:30]} "
    return [f"c{padded[i : i + size]}" for size in _LETTER_GROUPS for i in range(len(padded) - size + 1)]


def _sense_names(tokens: Sequence[str], meanings: Meanings) -> _Named:
    senses = [(meanings[token], place) for place, token in enumerate(tokens) if token in meanings]
    names = [(f"m{sense}", place, place) for listed, place in senses for sense in listed]
    for number, (listed, first) in enumerate(senses):
        for others, last in senses[number + 1 : number + 3]:
            names += [
                (f"o{left} {right}" if left < right else f"o{right} {left}", first, last)
                for left in listed
                for right in others
                if left != right
            ]
    return names
