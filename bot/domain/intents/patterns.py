"""Compile the small pattern language of the content files into expressions that are tried on plain words.

`(a|b c)` is one of these, `[a]` may be missing, `...3` is up to three words of any kind, `@name` is one of a named
group, `text*` is any word that begins so, `$` is the end of the sentence, and everything else is the word itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

_PIECE = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|\.\.\.(\d+)|@([a-z]+)|([^\s()\[\]@]+)")
_LONGEST_GAP = 8

Groups = Mapping[str, Sequence[str]]


class PatternError(ValueError):
    """A pattern that is not written in the language; carries the pattern only."""


def compile_pattern(pattern: str, groups: Groups) -> str:
    """One pattern as a regular expression over words that are each followed by one space."""
    if _PIECE.sub(" ", pattern).strip():
        raise PatternError(pattern)
    return "".join(_piece(match, groups, pattern) for match in _PIECE.finditer(pattern))


def compile_any(patterns: Sequence[str], groups: Groups) -> re.Pattern[str] | None:
    """All patterns as one expression that begins at a word, or None where there are none."""
    if not patterns:
        return None
    return re.compile(r"(?<!\S)(?:" + "|".join(f"(?:{compile_pattern(one, groups)})" for one in patterns) + ")")


def first_words(pattern: str, groups: Groups) -> frozenset[str]:
    """Every word a match may begin with, `text*` for a stem; empty where it may begin with any word."""
    found: set[str] = set()
    for piece in _PIECE.finditer(pattern):
        choices, maybe, gap, group, word = piece.groups()
        if gap is not None:
            return frozenset()
        options = (
            [f"@{group}"] if group else [word] if word else [one.split()[0] for one in (choices or maybe).split("|")]
        )
        for option in options:
            found |= {text.split()[0] for text in groups[option[1:]]} if option[0] == "@" else {option}
        if maybe is None:
            return frozenset() if "$" in found else frozenset(found)
    return frozenset()


def words_of(patterns: Iterable[str], groups: Groups) -> frozenset[str]:
    """The plain words that patterns and groups are made of."""
    texts = [*patterns, *(text for group in groups.values() for text in group)]
    return frozenset(word for text in texts for word in re.findall(r"(?<![@\w])[^\W\d_]{3,}(?![\w*])", text))


def spaced(tokens: Iterable[str]) -> str:
    """Words as the compiled expressions read them."""
    return "".join(f"{token} " for token in tokens)


def _piece(match: re.Match[str], groups: Groups, pattern: str) -> str:
    choices, maybe, gap, group, word = match.groups()
    if choices is not None:
        return f"(?:{_choices(choices, groups, pattern)})"
    if maybe is not None:
        return f"(?:{_choices(maybe, groups, pattern)})?"
    if gap is not None:
        return rf"(?:\S+ ){{0,{min(int(gap), _LONGEST_GAP)}}}"
    if group is not None:
        return _step(f"@{group}", groups, pattern)
    return _step(word, groups, pattern)


def _choices(text: str, groups: Groups, pattern: str) -> str:
    options = [option.split() for option in text.split("|")]
    if not all(options):
        raise PatternError(pattern)
    return "|".join("".join(_step(word, groups, pattern) for word in option) for option in options)


def _step(word: str, groups: Groups, pattern: str) -> str:
    """One word with the space behind it; the end of the sentence has none."""
    if word == "$":
        return r"\Z"
    if word[0] == "@":
        return f"(?:{_group(word[1:], groups, pattern)}) "
    return f"{re.escape(word[:-1])}\\S* " if word.endswith("*") else f"{re.escape(word)} "


def _group(name: str, groups: Groups, pattern: str) -> str:
    if name not in groups:
        raise PatternError(pattern)
    return "|".join(re.escape(one) for one in sorted(groups[name], key=len, reverse=True))
