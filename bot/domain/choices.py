"""Matching a typed answer to one of a question's options."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rapidfuzz import fuzz, process

from bot.domain.places import fold

# Two letters wrong in a word of ten still match; a short word must be typed right.
_CLOSE = 85.0


_A_FEW_WORDS = 3


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


def typed_choice(text: str, wordings: Mapping[str, Iterable[str]]) -> str | None:
    """The option whose label or other wording was typed, misspelt or not; None when none or several are as near."""
    folded = fold(text)
    if folded.isdigit() and 1 <= int(folded) <= len(wordings):
        return list(wordings)[int(folded) - 1]
    names = {fold(wording): option for option, every in wordings.items() for wording in every}
    if folded in names:
        return names[folded]
    inside = {option for name, option in names.items() if name and f" {name} " in f" {folded} "}
    if len(inside) == 1:
        return inside.pop()
    close = {names[name] for name, _, _ in process.extract(folded, list(names), scorer=fuzz.ratio, score_cutoff=_CLOSE)}
    return close.pop() if len(close) == 1 and len(folded) > 3 else None
