"""Why a file is no YAML, in words for somebody who does not program: the reader itself points past the mistake."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_KEY = re.compile(r"^\s*(?:- +)*[\w-]+:(?: |$)")
_VALUE = re.compile(r"^\s*(?:- +)*(?:[\w-]+: +)?(?P<value>[\"'].*)$")
_NO_BREAK_SPACE = "\u00a0"
_AFTER_QUOTE = re.compile(r"\s*($|#|[,\]}:])")


def why_unreadable(text: str, line: int, problem: str) -> tuple[int, str]:
    """The line to look at, counted from 1, and what to do there; `line` and `problem` are what the reader said."""
    lines = text.splitlines()
    for number, written in enumerate(lines, 1):
        indent = written[: len(written) - len(written.lstrip())]
        if "\t" in indent:
            return number, "there is a tab at the start of the line; use spaces instead"
        if _NO_BREAK_SPACE in indent:
            return number, "there is an odd space at the start of the line (copied from a document?); type it anew"
    quote = next(_odd_quotes(lines[:line]), None)
    if quote is not None:
        return (
            quote,
            "the quotes do not go together; end the text with the mark it begins with, and use none inside",
        )
    if problem.startswith("mapping values"):
        return line, "there is a second colon, or the line does not line up; put a text with a colon in quotes"
    if problem.startswith("found character") or "undefined alias" in problem:
        return line, "a text cannot begin with this sign; put the text in quotes"
    if problem.startswith(("did not find expected", "could not find expected")):
        return line, "this does not line up with the lines above, or a colon or bracket is missing before it"
    return line, f"this cannot be read ({problem}); compare it with a file that works"


def _odd_quotes(lines: Sequence[str]) -> Iterator[int]:
    """Lines whose value begins with a quote that closes too early or swallows the keys below it."""
    number = 0
    while number < len(lines):
        number += 1
        found = _VALUE.match(lines[number - 1])
        if found is None:
            continue
        end = _closed_in(found["value"], lines[number:])
        if end is None:
            yield number
        else:
            number += end


def _closed_in(value: str, below: Sequence[str]) -> int | None:
    """How many lines further down a quoted value ends; None when it does not end well."""
    mark = value[0]
    inside = r"(?:\\.|[^\"\\])*" if mark == '"' else r"(?:''|[^'])*"
    for further, written in enumerate([value[1:], *below]):
        if further and _KEY.match(written):
            return None
        closing = re.match(inside + mark, written)
        if closing is not None:
            return further if _AFTER_QUOTE.match(written, closing.end()) else None
    return None
