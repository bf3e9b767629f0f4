"""Words that point into the list that was shown last: "more", "2", "the first one"."""

from __future__ import annotations

import re

from bot.domain.number_words import NUMBER_WORDS
from bot.domain.places import fold

_MORE_EN = """
more | more pls | more please | show more | show me more | any more | any others | others | any other | next | what else
| anything else | something else | dont like these | i dont like these | not these | none of these | dont like any
| different ones"""
_MORE_SV = """
mer | mera | mer tack | fler | flera | visa fler | visa mer | fler förslag | fler jobb | några fler | något mer
| nåt mer | andra | något annat | nåt annat | inte dessa | inte de här | inga av dem | ingen av dem | gillar inte dessa
| finns det fler"""
_MORE = frozenset(fold(words) for words in f"{_MORE_EN}|{_MORE_SV}".split("|"))
_ORDINALS = (
    ("first", "1st", "forsta"),
    ("second", "2nd", "andra"),
    ("third", "3rd", "tredje"),
    ("fourth", "4th", "fjarde"),
    ("fifth", "5th", "femte"),
)
_NUMBER_OF = {word: number for number, words in enumerate(_ORDINALS, 1) for word in words}
_DIGITS = re.compile(r"\d{1,2}")
_NUMBERED = re.compile(r"(?:number|no|num|nr|nummer|option|jobb|job) (\d{1,2})")
_NTH = re.compile(r"(?:.* )?(?:the|den|det) (\w+)(?: (?:one|job|course|jobbet|kursen|jobb))?|(\w+) one")


def wants_more(text: str) -> bool:
    """Whether it asks for what else there is."""
    return fold(text) in _MORE


def is_small_number(text: str) -> bool:
    """Whether one or two digits, or a number as a word, are all there is."""
    said = fold(text)
    return said in NUMBER_WORDS or _DIGITS.fullmatch(said) is not None


def picked(text: str) -> int | None:
    """Which of a list is meant, counted from one."""
    said = fold(text)
    if _DIGITS.fullmatch(said):
        return int(said)
    if numbered := _NUMBERED.fullmatch(said):
        return int(numbered[1])
    nth = _NTH.fullmatch(said)
    return _NUMBER_OF.get(nth[1] or nth[2]) if nth else None
