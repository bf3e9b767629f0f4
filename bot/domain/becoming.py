"""Somebody who asks how one gets to a job: "how do i become a nurse", "hur blir man kock"."""

from __future__ import annotations

import re

_BECOME = re.compile(
    r"\bhow (?:do|can|could|would|to|does)\b(?: \w+){0,3} become\b|\b(?:steps|way|need|study|take|do) to become\b"
    r"|\bhur (?:blir|bli) (?:jag|man|en|ja)\b(?! av\b)|\b(?:hur|vad|vilka|vilken|vilket)\b.{0,40} för att bli\b"
)
_BE = re.compile(r"\b(?:how|what|which)\b.{0,40} to be an?\b|\bhow (?:do|can|could) i (?:be|train as|qualify as) an?\b")


def asks_the_way(text: str, *, names_a_job: bool) -> bool:
    """Whether it asks for the way to a job; "be a" alone says so only beside a job we know."""
    said = text.casefold()
    return _BECOME.search(said) is not None or (names_a_job and _BE.search(said) is not None)
