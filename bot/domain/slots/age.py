"""An age stated in passing: "im 17", "18 male barking no job"; a question's own answer is read with more care."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.domain.number_words import NUMBER_WORDS

YOUNGEST, OLDEST = 10, 99
_WITH_A_LETTER = re.compile(r"(1[3-9]|2\d)(?:f|m|yo|yrs?)")
_LEADS = frozenset(
    {"am", "age", "aged", "turned", "turning", "är", "fyllt", "fyllde", "only", "bara", "just", "nearly"}
)
_AFTER = frozenset({"year", "years", "yo", "yrs", "år", "åring", "y"})
_OTHER_THINGS = frozenset(
    {
        "hour",
        "hours",
        "day",
        "days",
        "week",
        "weeks",
        "month",
        "months",
        "minute",
        "minutes",
        "pound",
        "pounds",
        "am",
        "pm",
        "percent",
        "miles",
        "mile",
        "times",
        "jobs",
        "job",
        "applications",
        "kids",
        "timmar",
        "dagar",
        "veckor",
        "månader",
        "minuter",
        "kr",
        "kronor",
        "people",
        "messages",
        "to",
        "k",
        "ago",
        "o",
        "clock",
        "p",
    }
)
_BEFORE_OTHER_THINGS = frozenset(
    {
        "level",
        "band",
        "pound",
        "zone",
        "grade",
        "at",
        "until",
        "till",
        "after",
        "before",
        "klockan",
        "kl",
        "under",
        "over",
        "above",
        "by",
        "section",
        "route",
        "bus",
        "unit",
        "step",
        "for",
        "about",
        "över",
        "efter",
        "innan",
    }
)
_SOMEBODY_ELSE = frozenset({"my", "min", "mitt", "his", "her", "he", "she", "son", "daughter", "brother", "sister"})


def find_age(tokens: Sequence[str]) -> int | None:
    """The person's own age, or None when a number could be anything else or there are two ages."""
    found = {_number(token, is_first=place == 0) for place, token in enumerate(tokens) if _is_age(tokens, place)}
    return found.pop() if len(found) == 1 else None


def _is_age(tokens: Sequence[str], place: int) -> bool:
    if _number(tokens[place], is_first=place == 0) is None:
        return False
    before = tokens[place - 1] if place else ""
    after = tokens[place + 1] if place + 1 < len(tokens) else ""
    if before in _BEFORE_OTHER_THINGS or after in _OTHER_THINGS or _SOMEBODY_ELSE & set(tokens[:place]):
        return False
    if after in _AFTER:
        return not (after == "year" and "level" in tokens) and tokens[place + 2 : place + 3] != ["ago"]
    return (place == 0 and tokens[0][0].isdecimal()) or before in _LEADS


def _number(token: str, *, is_first: bool) -> int | None:
    """The age a token could be: two figures, a number word, or the "22f" that a message begins with."""
    written = _WITH_A_LETTER.fullmatch(token) if is_first else None
    if written:
        return int(written[1])
    found = int(token) if len(token) == 2 and token.isdecimal() and token.isascii() else NUMBER_WORDS.get(token)
    return found if found is not None and YOUNGEST <= found <= OLDEST else None
