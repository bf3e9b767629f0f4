"""Matching a typed answer to one of a question's options."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rapidfuzz import fuzz, process

from bot.domain.places import fold

# Two letters wrong in a word of ten still match; a short word must be typed right.
_CLOSE = 85.0


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
