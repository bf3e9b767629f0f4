"""How hard a text is to read, by formulas with a name. They sort what to look at; people decide.

English: the Flesch-Kincaid grade level (0.39 words a sentence + 11.8 syllables a word - 15.59), plus 5 for the age.
Swedish: LIX (words a sentence + per cent of words longer than six letters), by C. H. Björnsson.
"""

from __future__ import annotations

import re
from collections.abc import Collection

_SENTENCE_END = re.compile(r"[.!?:;]+(?:\s|$)|\n+")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_VOWELS = re.compile(r"[aeiouy]+")
_TAG = re.compile(r"<[^>]+>")
_VALUE = re.compile(r"\{[^}]*\}")
_SILENT_E = re.compile(r"(?<![aeiouyl])e$|(?<=[aeiouy]l)e$|(?<=[^aeiouytd])ed$|(?<=[aeiouy][^aeiouysxzch])es$")


def reading_age(text: str, known: Collection[str] = ()) -> float:
    """The age that reads it without effort; words in `known` (names, terms we explain) count as short."""
    words = _words(text)
    if not words:
        return 5.0
    syllables = sum(1 if word.casefold() in known else _syllables(word.casefold()) for word in words)
    grade = 0.39 * len(words) / _sentences(text) + 11.8 * syllables / len(words) - 15.59
    return max(5.0, grade + 5)


def lix(text: str, known: Collection[str] = ()) -> float:
    """Björnsson's readability index; below 30 is what children's books have."""
    words = _words(text)
    if not words:
        return 0.0
    long_words = [word for word in words if len(word) > 6 and word.casefold() not in known]
    return len(words) / _sentences(text) + 100 * len(long_words) / len(words)


def word_count(text: str) -> int:
    """Words as a person counts them."""
    return len(_plain(text).split())


def _plain(text: str) -> str:
    return _VALUE.sub(" ", _TAG.sub("", text))


def _words(text: str) -> list[str]:
    return _WORD.findall(_plain(text))


def _sentences(text: str) -> int:
    pieces = [piece for piece in _SENTENCE_END.split(_plain(text)) if _WORD.search(piece)]
    return max(1, len(pieces))


def _syllables(word: str) -> int:
    return max(1, len(_VOWELS.findall(_SILENT_E.sub("", word))))
