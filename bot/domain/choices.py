"""Matching a typed answer to one of a question's options."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from rapidfuzz import fuzz, process

from bot.domain.places import fold

# Two letters wrong in a word of ten still match; a short word must be typed right.
_CLOSE = 85.0


_A_FEW_WORDS = 3
_NO_MORE_EN = "not dont isnt arent never except finished finishing left leaving quit dropped kicked was used"
_NO_MORE_SV = "inte ej aldrig utom forutom slutat slutade hoppat hoppade klar fardig var gick"
_NO_MORE = frozenset(f"{_NO_MORE_EN} {_NO_MORE_SV}".split())
_BUT = re.compile(r"\b(?:(?:anything|everything|all) but|except|apart from|other than|utom|f[oö]rutom)\b")
_NOT_EN = "not no dont cant except but without hate other"
_NOT_SV = "inte ej ingen inget utom forutom hatar annat"
_NOT = frozenset(f"{_NOT_EN} {_NOT_SV}".split())


def named_choice(text: str, names: Mapping[str, Sequence[str]]) -> str | None:
    """The one that is named: by any name in a few words, in a sentence only by the first, which is its own.

    Who writes "i dont speak swedish" writes English; who writes "svenska" anywhere writes Swedish. A flag is a name.
    """
    bare = text.strip()
    marked = {name: one for one, every in names.items() for name in every if not fold(name)}
    if bare in marked:
        return marked[bare]
    words = fold(text).split()
    allowed = {one: every if len(words) <= _A_FEW_WORDS else every[:1] for one, every in names.items()}
    said = {one for one, every in allowed.items() for name in every if fold(name) and _holds(words, fold(name).split())}
    return said.pop() if len(said) == 1 else None


def _holds(words: Sequence[str], name: Sequence[str]) -> bool:
    return any(list(words[start : start + len(name)]) == list(name) for start in range(len(words)))


def is_only_a_choice(text: str, wordings: Mapping[str, Iterable[str]]) -> bool:
    """Whether an option's label or other wording is all that was typed."""
    folded = fold(text)
    return any(folded == fold(wording) for every in wordings.values() for wording in every)


def leaves_out(text: str) -> bool:
    """Whether what is named is to be left out: "anything but care"."""
    return _BUT.search(fold(text)) is not None


def may_leave_out(text: str) -> bool:
    """Whether anything in it may say no to what is named; enough to keep nothing as an answer."""
    return not _NOT.isdisjoint(fold(text).split())


def _says(folded: str, name: str) -> bool:
    """Whether a name stands in what was said, and the rest does not make it untrue: "finished college"."""
    rest = f" {folded} ".replace(f" {name} ", " ")
    return rest != f" {folded} " and _NO_MORE.isdisjoint(rest.split())


def typed_choice(text: str, wordings: Mapping[str, Iterable[str]]) -> str | None:
    """The option whose label or other wording was typed, misspelt or not; None when none or several are as near."""
    folded = fold(text)
    if folded.isdigit() and 1 <= int(folded) <= len(wordings):
        return list(wordings)[int(folded) - 1]
    names = {fold(wording): option for option, every in wordings.items() for wording in every}
    if folded in names:
        return names[folded]
    inside = {option for name, option in names.items() if name and _says(folded, name)}
    if len(inside) == 1:
        return inside.pop()
    close = {names[name] for name, _, _ in process.extract(folded, list(names), scorer=fuzz.ratio, score_cutoff=_CLOSE)}
    return close.pop() if len(close) == 1 and len(folded) > 3 else None
