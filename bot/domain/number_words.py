"""Numbers and months as words, English and Swedish, accents removed; with spellings people really type."""

from __future__ import annotations

import re

NUMBER_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "forteen": 14, "fifteen": 15, "fiveteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "eightteen": 18, "nineteen": 19, "ninteen": 19, "ninetean": 19,
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
    "ett": 1, "tva": 2, "tre": 3, "fyra": 4, "fem": 5, "sju": 7, "atta": 8, "nio": 9, "tio": 10,
    "elva": 11, "tolv": 12, "tretton": 13, "fjorton": 14, "femton": 15, "sexton": 16, "sjutton": 17, "arton": 18,
    "nitton": 19, "tjugo": 20, "trettio": 30, "fyrtio": 40, "femtio": 50, "sextio": 60, "sjuttio": 70, "attio": 80,
    "nittio": 90,
}
"""Swedish six is left out on its own ("sex"): it is never an age, and it is a word of another kind in English."""

_UNITS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ett": 1, "en": 1, "tva": 2, "tre": 3, "fyra": 4, "fem": 5, "sex": 6, "sju": 7, "atta": 8, "nio": 9,
}
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "tjugo": 20, "trettio": 30, "fyrtio": 40}
NUMBER_WORDS |= {ten + unit: _TENS[ten] + _UNITS[unit] for ten in _TENS for unit in _UNITS}

MONTHS = {
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8,
    "september": 9, "october": 10, "november": 11, "december": 12,
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10,
    "nov": 11, "dec": 12,
    "januari": 1, "februari": 2, "mars": 3, "maj": 5, "juni": 6, "juli": 7, "augusti": 8, "oktober": 10, "okt": 10,
}

SAID_ABOUT_OTHERS = re.compile(
    r"\b(my|min|mitt) (mum|mom|dad|brother|sister|son|daughter|friend|cousin|partner|mamma|pappa|bror|syster|dotter|"
    r"kompis|van|kusin)\b"
)
"""An age in such a sentence is somebody else's; better to ask than to guess."""
