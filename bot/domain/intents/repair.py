"""Repair misspelt words to the nearest word the phrases use, by edit distance."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from rapidfuzz.distance import OSA, JaroWinkler, Prefix

_SHORTEST, _LONGEST = 3, 30
_ACCEPT = 0.70
_DOUBLED = re.compile(r"(.)\1+")
"""What is left of drawling ("noo", "yess"), too short to be found by its distance."""

_CACHE_SIZE = 20_000
_TRIED = 12
"""Only this many of the closest words are scored with care."""

_RARE, _COMMON, _LONG_ENOUGH = 6, 10, 7
_UNMISTAKABLE = 10
_ENDING = 2
"""Words that differ in their last letters only are forms of one word, not slips."""


@dataclass(frozen=True)
class Repair:
    """What one typed word was read as; `words` is the word itself when nothing was changed."""

    typed: str
    words: tuple[str, ...]
    score: float

    @property
    def changed(self) -> bool:
        """Whether the person's spelling was read as something else."""
        return self.words != (self.typed,)


class Repairer:
    """Finds the vocabulary word a misspelt token was meant to be; words it knows are left alone."""

    def __init__(self, counts: Mapping[str, int], known: Iterable[str] = ()) -> None:
        self._counts = dict(counts)
        self._known = frozenset(known)
        self._cache: dict[str, Repair] = {}

    @cached_property
    def _vocabulary(self) -> _Vocabulary:
        """Made for the first repair: who only reads words that are repaired already needs none."""
        return _Vocabulary(word for word in self._counts if _repairable(word))

    def knows(self, token: str) -> bool:
        """Whether the token is a word of the phrases (a merely known word says nothing about intents)."""
        return token in self._counts

    def repair(self, token: str) -> Repair:
        """The reading of one token; remembered, because people misspell the same words."""
        if self.is_word(token) or not _repairable(token):
            return Repair(token, (token,), 1.0)
        found = self._cache.get(token)
        if found is None:
            if len(self._cache) >= _CACHE_SIZE:
                self._cache.clear()
            found = self._cache[token] = self._find(token)
        return found

    def is_word(self, token: str) -> bool:
        """Whether it is a word as it was typed, of the phrases or of the language."""
        return token in self._counts or token in self._known

    def _find(self, token: str) -> Repair:
        drawled = _DOUBLED.sub(r"\1", token)
        if drawled in self._counts:
            return Repair(token, (drawled,), 0.9)
        single = self._nearest(token)
        if single.changed and single.score >= 0.8:
            return single
        halves = self._split(token)
        if halves is not None:
            return Repair(token, halves, 0.8)
        return single

    def _nearest(self, token: str) -> Repair:
        limit = _most_edits(len(token))
        best, best_score = token, _ACCEPT
        for candidate, distance in self._close(token, limit):
            score = self._score(token, candidate, distance)
            if score > best_score or (score == best_score and candidate < best):
                best, best_score = candidate, score
        return Repair(token, (best,), best_score if best != token else 0.0)

    def _close(self, token: str, limit: int) -> list[tuple[str, int]]:
        hits: list[tuple[str, int]] = []
        for candidate in self._vocabulary.alike(token, limit):
            distance = OSA.distance(token, candidate, score_cutoff=limit)
            if distance <= limit:
                hits.append((candidate, distance))
        hits.sort(key=lambda hit: (hit[1], -self._counts[hit[0]], hit[0]))
        return hits[:_TRIED]

    def _score(self, token: str, candidate: str, distance: int) -> float:
        shape = 0.3 * (JaroWinkler.similarity(token, candidate) - 1)
        return 1 - distance / len(token) + shape + 0.02 * math.log(self._counts[candidate] + 1)

    def _split(self, token: str) -> tuple[str, str] | None:
        best: tuple[int, str, str] | None = None
        if not 5 <= len(token) <= 24:
            return None
        for cut in range(2, len(token) - 1):
            left, right = token[:cut], token[cut:]
            if left in self._counts and right in self._counts:
                weight = min(self._counts[left], self._counts[right])
                best = max(best, (weight, left, right)) if best else (weight, left, right)
        return best[1:] if best else None


def slips_of(counts: Mapping[str, int], known: Container[str]) -> dict[str, str]:
    """The rare words of the phrases that are a common one misspelt, each with what was meant.

    Phrases are written as people type. Kept as words, their slips would draw other people's slips to themselves.
    """
    by_letter: dict[str, list[str]] = {}
    for word, count in counts.items():
        if count >= _COMMON and _repairable(word):
            by_letter.setdefault(word[0], []).append(word)
    common = {letter: _Vocabulary(words) for letter, words in by_letter.items()}
    found = {}
    for word, count in counts.items():
        if count <= _RARE and len(word) >= _LONG_ENOUGH and _repairable(word) and word not in known:
            meant = _meant_by(word, common[word[0]]) if word[0] in common else None
            if meant:
                found[word] = meant
    return found


def _meant_by(slip: str, common: _Vocabulary) -> str | None:
    limit = 1 if len(slip) <= _UNMISTAKABLE else 2
    near = [
        (distance, word)
        for word in common.alike(slip, limit)
        if _is_a_slip_of(slip, word) and not _is_another_form(slip, word)
        if (distance := OSA.distance(slip, word, score_cutoff=limit)) <= limit
    ]
    return min(near)[1] if near else None


def _is_a_slip_of(typed: str, word: str) -> bool:
    """Whether only letters were left out or changed places: with another letter in it, "massage" is no "message".

    Long words are seldom like each other by chance.
    """
    left = iter(word)
    return len(typed) >= _UNMISTAKABLE or sorted(typed) == sorted(word) or all(letter in left for letter in typed)


def _is_another_form(one: str, other: str) -> bool:
    return Prefix.similarity(one, other) >= min(len(one), len(other)) - _ENDING


def _repairable(token: str) -> bool:
    return len(token) >= _SHORTEST and token.isalpha() and len(token) <= _LONGEST


def _most_edits(length: int) -> int:
    if length <= 4:
        return 1
    return 2 if length <= 8 else 3


def _letters(word: str) -> int:
    mask = 0
    for letter in word:
        mask |= 1 << (ord(letter) % 32)
    return mask


class _Vocabulary:
    """Words ordered by length, so that those about as long as a token lie side by side."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = sorted(words, key=lambda word: (len(word), word))
        self._masks = np.array([_letters(word) for word in self._words], dtype=np.uint32)
        lengths = [len(word) for word in self._words]
        self._starts = [bisect_left(lengths, length) for length in range(_LONGEST + 2)]

    def alike(self, token: str, limit: int) -> list[str]:
        """Words within so many letters in length whose letters differ by no more than so many edits can explain."""
        first = self._starts[max(_SHORTEST, len(token) - limit)]
        masks = self._masks[first : self._starts[min(_LONGEST, len(token) + limit) + 1]]
        mask = np.uint32(_letters(token))
        # Each edit changes the set of letters by at most one on either side: a cheap and exact first sieve.
        possible = (np.bitwise_count(masks & ~mask) <= limit) & (np.bitwise_count(mask & ~masks) <= limit)
        return [self._words[first + place] for place in possible.nonzero()[0].tolist()]
