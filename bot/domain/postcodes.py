"""Finds the outward part of a British postcode in what somebody typed; the rest is never returned."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

_OUT = r"([A-Z]{1,2}\d[A-Z\d]?)"
_FULL = re.compile(rf"\b{_OUT} ?\d[A-Z]{{2}}\b")
_BARE = re.compile(rf"\b{_OUT}\b")
_RUN_ON = re.compile(rf"\b{_OUT}\d[A-Z]?\b")
_SPLIT = re.compile(r"\b([A-Z]{1,2}) (\d{1,2}[A-Z]?)\b")
_AREA = re.compile(r"[A-Z]+")
_NOISE = re.compile(r"[^A-Z0-9]+")


def outcodes_in(text: str, known: Container[str], areas: Container[str]) -> list[str]:
    """Outcodes as typed: "ig117xx", "N4 2", "E 13"; one we do not know must at least be in a real postcode area."""
    shown = _NOISE.sub(" ", text.upper())
    found: list[str] = []
    for outcode in _candidates(shown, known):
        if outcode not in found and (outcode in known or area_of(outcode) in areas):
            found.append(outcode)
    return found


def area_of(outcode: str) -> str:
    """The letters an outcode begins with."""
    match = _AREA.match(outcode)
    return match.group() if match else ""


def _candidates(shown: str, known: Container[str]) -> Iterator[str]:
    rest = shown
    for match in _FULL.finditer(shown):
        yield match.group(1)
        rest = rest.replace(match.group(), " ", 1)
    for match in _BARE.finditer(rest):
        yield _trimmed(match.group(1), known)
    for match in _RUN_ON.finditer(rest):
        if match.group(1) in known and _BARE.fullmatch(match.group()) is None:
            yield match.group(1)
    for match in _SPLIT.finditer(rest):
        joined = match.group(1) + match.group(2)
        if joined in known:
            yield joined


def _trimmed(outcode: str, known: Container[str]) -> str:
    """ "N42" is N4 with the start of the second half, when there is no N42."""
    if outcode not in known and outcode[:-1] in known:
        return outcode[:-1]
    return outcode
