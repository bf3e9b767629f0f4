"""Read the small pattern language of the content files, and find patterns in plain words.

`(a|b c)` is one of these, `[a]` may be missing, `...3` is up to three words of any kind, `@name` is one of a named
group, `text*` is any word that begins so, `$` is the end of the sentence, and everything else is the word itself.

A pattern walks over the words with every place it may have come to, so no sentence, however long, makes it go back;
and reading a thousand patterns at start costs a tenth of compiling as many regular expressions.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace

_PIECE = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|\.\.\.(\d+)|@([a-z]+)|([^\s()\[\]@]+)")
_NO_WORD = re.compile(r"[\[\]()]|\.\.\.\d")
_LONGEST_GAP = 8
_END = "$"

Groups = Mapping[str, Sequence[str]]
Places = Set[int]


class PatternError(ValueError):
    """A pattern that is not written in the language; carries the pattern only."""


@dataclass(frozen=True, slots=True)
class _Gap:
    """Up to so many words of any kind."""

    most: int

    def after(self, tokens: Sequence[str], places: Places) -> Places:
        return {after for place in places for after in range(place, min(place + self.most, len(tokens)) + 1)}


@dataclass(frozen=True, slots=True)
class _Choice:
    """One of several words, stems, or pieces that follow each other."""

    words: frozenset[str] = frozenset()
    stems: tuple[str, ...] = ()
    longer: Mapping[str, tuple[tuple[_Piece, ...], ...]] = field(default_factory=dict)
    """Those of several words by the first one; under no word those that begin otherwise."""

    may_end: bool = False
    may_be_missing: bool = False

    def after(self, tokens: Sequence[str], places: Places) -> Places:
        found = set(places) if self.may_be_missing else set()
        for place in places:
            if place < len(tokens):
                token = tokens[place]
                if token in self.words or (self.stems and token.startswith(self.stems)):
                    found.add(place + 1)
                for rest in self.longer.get(token, ()):
                    found |= _walk(rest, tokens, place + 1)
            elif self.may_end:
                found.add(place)
            for pieces in self.longer.get("", ()):
                found |= _walk(pieces, tokens, place)
        return found

    def firsts(self) -> Iterator[str]:
        """The words it may begin with, `text*` for a stem and `$` for the end."""
        yield from self.words
        yield from (f"{stem}*" for stem in self.stems)
        yield from (first for first in self.longer if first)
        for pieces in self.longer.get("", ()):
            yield from _firsts(pieces)
        if self.may_end:
            yield _END


_Piece = _Gap | _Choice


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern, ready to be looked for."""

    pieces: tuple[_Piece, ...]
    needs: tuple[frozenset[str], ...]
    """Of each of these one word must be said somewhere: far quicker to see than to look for the whole."""

    def may_be_in(self, said: Set[str]) -> bool:
        """Whether a sentence of these words can hold it at all."""
        return not any(words.isdisjoint(said) for words in self.needs)

    def end(self, tokens: Sequence[str], start: int) -> int | None:
        """Where the longest match ends that begins at a place, or None."""
        return max(_walk(self.pieces, tokens, start), default=None)

    def firsts(self) -> tuple[frozenset[str], tuple[str, ...]] | None:
        """The words and the stems that a match may begin with; None where it may begin with any word."""
        found = frozenset(_firsts(self.pieces))
        if _END in found:
            return None
        return frozenset(filter(_is_plain, found)), tuple(word[:-1] for word in found if not _is_plain(word))


class PatternReader:
    """Reads patterns that name the same groups; each group is made ready once."""

    def __init__(self, groups: Groups) -> None:
        self._groups = groups
        self._ready: dict[str, _Choice] = {}

    def read(self, pattern: str) -> Pattern:
        """One pattern; raises PatternError where it is not written in the language."""
        if _PIECE.sub(" ", pattern).strip():
            raise PatternError(pattern)
        pieces = tuple(self._piece(match, pattern) for match in _PIECE.finditer(pattern))
        if all(isinstance(piece, _Gap) or piece.may_be_missing for piece in pieces):
            raise PatternError(pattern)  # it would be in every sentence
        return Pattern(pieces, _needs(pieces))

    def _piece(self, match: re.Match[str], pattern: str) -> _Piece:
        choices, maybe, gap, group, word = match.groups()
        if gap is not None:
            return _Gap(min(int(gap), _LONGEST_GAP))
        if group is not None:
            return self._group(group, pattern)
        if word is not None:
            return self._one_of([word], pattern)
        return replace(self._one_of((choices or maybe or "").split("|"), pattern), may_be_missing=maybe is not None)

    def _one_of(self, options: Sequence[str], pattern: str) -> _Choice:
        words: set[str] = set()
        stems: list[str] = []
        longer: dict[str, list[tuple[_Piece, ...]]] = {}
        for option in options:
            first, *rest = option.split() or [""]
            if not first or _NO_WORD.search(option):
                raise PatternError(pattern)
            if _is_plain(first):
                if rest:
                    longer.setdefault(first, []).append(self._steps(rest, pattern))
                else:
                    words.add(first)
            elif first.endswith("*") and not rest:
                stems.append(first[:-1])
            elif first != _END:
                longer.setdefault("", []).append(self._steps([first, *rest], pattern))
        ready = {first: tuple(listed) for first, listed in longer.items()}
        return _Choice(frozenset(words), tuple(stems), ready, any(option.strip() == _END for option in options))

    def _steps(self, words: Sequence[str], pattern: str) -> tuple[_Piece, ...]:
        return tuple(self._group(word[1:], pattern) if word[0] == "@" else _step(word) for word in words)

    def _group(self, name: str, pattern: str) -> _Choice:
        if name not in self._groups:
            raise PatternError(pattern)
        if name not in self._ready:
            self._ready[name] = self._one_of([text for text in self._groups[name] if text.strip()], pattern)
        return self._ready[name]


class AnyOf:
    """Several patterns, each by the words that fewest of them need, so that a sentence is tried against few."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self._patterns = tuple(patterns)
        self._firsts = [pattern.firsts() for pattern in self._patterns]
        self._by_word: dict[str, list[int]] = {}
        self._always: list[int] = []
        needed = Counter(word for pattern in self._patterns for words in pattern.needs for word in words)
        for number, pattern in enumerate(self._patterns):
            telling = min(pattern.needs, key=lambda words: sum(needed[word] for word in words), default=None)
            if telling is None:
                self._always.append(number)
            for word in telling or ():
                self._by_word.setdefault(word, []).append(number)

    @classmethod
    def read(cls, patterns: Iterable[str], groups: Groups) -> AnyOf:
        """The patterns of one language; raises PatternError."""
        reader = PatternReader(groups)
        return cls(reader.read(one) for one in patterns)

    def matches(self, tokens: Sequence[str]) -> Iterator[tuple[int, int, int]]:
        """The number of each pattern that is there, where it begins and where it ends at the latest."""
        said = frozenset(tokens)
        possible = {number for word in said for number in self._by_word.get(word, ())}
        for number in (*self._always, *possible):
            pattern = self._patterns[number]
            if pattern.may_be_in(said):
                for start in self._beginnings(number, tokens):
                    end = pattern.end(tokens, start)
                    if end is not None:
                        yield number, start, end

    def _beginnings(self, number: int, tokens: Sequence[str]) -> Iterable[int]:
        firsts = self._firsts[number]
        if firsts is None:
            return range(len(tokens))
        words, stems = firsts
        return [start for start, token in enumerate(tokens) if token in words or (stems and token.startswith(stems))]

    def is_in(self, tokens: Sequence[str]) -> bool:
        """Whether any of them is somewhere in a sentence."""
        return any(True for _ in self.matches(tokens))

    def taken_out(self, tokens: Sequence[str], instead: str) -> list[str]:
        """The sentence with a word in the place of every match, the longest where several begin at the same word."""
        ends: dict[int, int] = {}
        for _, start, end in self.matches(tokens):
            ends[start] = max(end, ends.get(start, 0))
        left: list[str] = []
        place = 0
        while place < len(tokens):
            end = ends.get(place, place)
            left.append(instead if end > place else tokens[place])
            place = max(end, place + 1)
        return left


def words_of(patterns: Iterable[str], groups: Groups) -> frozenset[str]:
    """The plain words that patterns and groups are made of."""
    texts = [*patterns, *(text for group in groups.values() for text in group)]
    return frozenset(word for text in texts for word in re.findall(r"(?<![@\w])[^\W\d_]{3,}(?![\w*])", text))


def _walk(pieces: Sequence[_Piece], tokens: Sequence[str], start: int) -> Places:
    places: Places = {start}
    for piece in pieces:
        places = piece.after(tokens, places)
        if not places:
            break
    return places


def _needs(pieces: Sequence[_Piece]) -> tuple[frozenset[str], ...]:
    """For each piece that must be there: the words of which one must be said; fewest words first."""
    must = (piece for piece in pieces if isinstance(piece, _Choice) and not piece.may_be_missing)
    firsts = (frozenset(piece.firsts()) for piece in must)
    return tuple(sorted((one for one in firsts if all(_is_plain(word) for word in one)), key=len))


def _firsts(pieces: Iterable[_Piece]) -> Iterator[str]:
    """The words that pieces may begin with; `$` where they may begin with any, or with none."""
    for piece in pieces:
        if isinstance(piece, _Gap):
            break
        yield from piece.firsts()
        if not piece.may_be_missing:
            return
    yield _END


def _is_plain(word: str) -> bool:
    return word[0] != "@" and word != _END and not word.endswith("*")


def _step(word: str) -> _Choice:
    if word == _END:
        return _Choice(may_end=True)
    return _Choice(stems=(word[:-1],)) if word.endswith("*") else _Choice(words=frozenset([word]))
