"""What a course is about, where people name it in a word: the languages, maths and driving."""

from __future__ import annotations

import re

_SUBJECTS = {
    "english": re.compile(r"\b(english|engelsk\w*|esol)\b"),
    "swedish": re.compile(r"\b(swedish|svensk\w*|sfi)\b"),
    "maths": re.compile(r"\b(maths?|matte\w*|matematik\w*|numeracy)\b"),
    "driving": re.compile(r"\b(driving|k[oö]rkort\w*)\b"),
}


def subjects_in(text: str) -> frozenset[str]:
    """Every subject that words name, in either language; "svenskakurs" is Swedish."""
    said = text.casefold()
    return frozenset(name for name, words in _SUBJECTS.items() if words.search(said))
