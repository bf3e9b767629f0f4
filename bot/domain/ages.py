"""Reads an age as people type it: "im 24 turn 25 next week", "ninetean", "١٩", "jag är nitton", "born april 2007".

An age is kept as the days somebody may have been born on, so it stays true as time goes by.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from rapidfuzz import fuzz, process

from bot.domain.birthdays import BirthRange, birthday
from bot.domain.number_words import MONTHS, NUMBER_WORDS, SAID_ABOUT_OTHERS

OLDEST, YOUNGEST = 110, 5
_SPELLING = 80.0
_SOON = (
    (re.compile(r"\b(today|idag|i dag)\b"), 0, 0),
    (re.compile(r"\b(tomorrow|tmrw|tmr|imorgon|i morgon)\b"), 1, 1),
    (re.compile(r"\b(next|nasta) (week|vecka)\b"), 1, 14),
    (re.compile(r"\b(this|denna|den har) (week|vecka|veckan)\b"), 0, 7),
    (re.compile(r"\b(next|nasta) (month|manad)\b"), 1, 62),
    (re.compile(r"\b(this|denna|den har) (month|manad|manaden)\b"), 0, 31),
    (re.compile(r"\b(in|om) (?P<days>\d{1,2}) (days?|dagar?|dar)\b"), None, None),
    (re.compile(r"\b(soon|nearly|almost|snart|nastan)\b"), 1, 122),
    (re.compile(r"\bgoing on\b"), 1, 366),
)
"""How a coming birthday is said, and between how many days from now it then falls."""
_TURNING = re.compile(r"\b(turn|turning|be|fyller|fyll|blir)(?: \w+){0,2}? (?P<age>\d{1,3})\b")
_ISO_DAY = re.compile(r"\b(?P<year>19\d\d|20\d\d) (?P<month>\d{1,2})(?: (?P<day>\d{1,2}))?\b")
_DAY_FIRST = re.compile(r"\b(?:(?P<day>\d{1,2}) )?(?P<month>\d{1,2}) (?P<year>19\d\d|20\d\d)\b")
_NAMED_MONTH = re.compile(
    r"\b(?:(?P<day>\d{1,2})(?:st|nd|rd|th|e|a)? (?:of )?)?(?P<name>[a-z]{3,9}) (?P<year>19\d\d|20\d\d)\b"
)
_YEAR = re.compile(r"\b(19\d\d|20\d\d)\b")
_NUMBER = re.compile(r"(?<![\w])(-?\d{1,4})(?![\d])")
_TOKEN = re.compile(r"(?<!\w)-\d+|[^\W_]+")
_HALF = re.compile(r"[½¼¾]|(?<=\d)[.,]5\b|\band a half\b|\boch ett halvt\b")
# "M14 5RX": a postcode where an age was asked for is no age of five. Its last letters are never C, I, K, M, O or V.
_POSTCODE = re.compile(r"\b(?!im|ja)[a-z]{1,2}\d[a-z\d]? ?\d[abd-hjlnp-uw-z]{2}\b")
_STUCK = re.compile(r"\b(im|age|aged|jag)(\d)")


class Misread(StrEnum):
    """Why an age has to be asked for once more, in other words."""

    NOT_AN_AGE = "not_an_age"
    TOO_HIGH = "too_high"
    TOO_LOW = "too_low"
    SEVERAL = "several"
    SOMEBODY_ELSE = "somebody_else"
    IN_THE_FUTURE = "in_the_future"


@dataclass(frozen=True, slots=True)
class AgeAnswer:
    """What was understood: the age on the day it was told, and the days of birth that fit."""

    age: int
    births: BirthRange
    told_on: date


@dataclass(frozen=True, slots=True)
class AgeMisread:
    """Not understood; `numbers` are what could have been meant."""

    why: Misread
    numbers: tuple[int, ...] = ()


def parse_age(text: str, today: date) -> AgeAnswer | AgeMisread:
    """Understand an age, a birth year, month or day, typed in English or Swedish with any digits."""
    plain = _plain(text)
    born = _born(plain, today)
    if born is not None:
        return born
    if SAID_ABOUT_OTHERS.search(plain):
        return AgeMisread(Misread.SOMEBODY_ELSE)
    turning = _turning(plain, today)
    if turning is not None:
        return turning
    return _told(plain, today)


def parse_birth_month(text: str, today: date) -> BirthRange | None:
    """Understand "April 2007", "2007-04", "04/2007" or a whole date; None when there is no month in it."""
    for year, month, day in _dates(_plain(text)):
        try:
            births = BirthRange.on(date(year, month, day)) if day else BirthRange.from_month(year, month)
        except ValueError:
            continue
        if births.earliest <= today:
            return births
    return None


def parse_month_name(text: str) -> int | None:
    """A month typed on its own, as a name in either language or as a number."""
    plain = _plain(text)
    if plain.isdecimal():
        return int(plain) if 1 <= int(plain) <= 12 else None
    for word in plain.split():
        month = _month(word)
        if month is not None:
            return month
    return None


def _plain(text: str) -> str:
    """Lower case, every digit Western, no accents, words apart by one space, written numbers as digits."""
    western = "".join(str(unicodedata.digit(mark)) if mark.isdigit() else mark for mark in text.casefold())
    whole = _HALF.sub(" ", _POSTCODE.sub(" ", western))
    bare = "".join(mark for mark in unicodedata.normalize("NFKD", whole) if not unicodedata.combining(mark))
    bare = re.sub(r"(\d)\s*(?:yrs?|years?|yo|y/o|ar|arig)\b", r"\1 years", bare).replace("'", "").replace("\u2019", "")
    return " ".join(_joined(_TOKEN.findall(_STUCK.sub(r"\1 \2", bare))))


def _joined(words: list[str]) -> Iterator[str]:
    """ "twenty one" and "tjugo ett" are one number."""
    waiting: int | None = None
    for word in words:
        number = _number_word(word)
        if waiting is not None and number is not None and 0 < number < 10:
            yield str(waiting + number)
            waiting = None
            continue
        if waiting is not None:
            yield str(waiting)
            waiting = None
        if number is not None and number >= 20 and number % 10 == 0:
            waiting = number
        else:
            yield word if number is None else str(number)
    if waiting is not None:
        yield str(waiting)


def _number_word(word: str) -> int | None:
    if word in NUMBER_WORDS:
        return NUMBER_WORDS[word]
    if len(word) < 6 or word.isdecimal():  # short words are too near to others: "even", "fire", "tie"
        return None
    found = process.extractOne(word, NUMBER_WORDS.keys(), scorer=fuzz.ratio, score_cutoff=_SPELLING)
    return NUMBER_WORDS[found[0]] if found else None


def _dates(plain: str) -> Iterator[tuple[int, int, int | None]]:
    for pattern in (_ISO_DAY, _DAY_FIRST):
        for match in pattern.finditer(plain):
            yield int(match["year"]), int(match["month"]), int(match["day"]) if match["day"] else None
    for match in _NAMED_MONTH.finditer(plain):
        month = _month(match["name"])
        if month is not None:
            yield int(match["year"]), month, int(match["day"]) if match["day"] else None


def _month(word: str) -> int | None:
    if word in MONTHS:
        return MONTHS[word]
    long_names = [name for name in MONTHS if len(name) > 4]
    found = process.extractOne(word, long_names, scorer=fuzz.ratio, score_cutoff=_SPELLING)
    return MONTHS[found[0]] if found else None


def _born(plain: str, today: date) -> AgeAnswer | AgeMisread | None:
    births = parse_birth_month(plain, today)
    if births is None:
        years = _YEAR.findall(plain)
        if not years:
            return None
        births = BirthRange(date(int(years[0]), 1, 1), date(int(years[0]), 12, 31))
    if births.earliest > today:
        return AgeMisread(Misread.IN_THE_FUTURE)
    if births.latest > today:
        births = BirthRange(births.earliest, today)
    return _within(births.ages_on(today)[0], births, today)


def _turning(plain: str, today: date) -> AgeAnswer | AgeMisread | None:
    when = next(((found, low, high) for pattern, low, high in _SOON if (found := pattern.search(plain))), None)
    if when is None:
        return None
    found, low, high = when
    if low is None or high is None:
        low = high = int(found["days"])
    age = _turned(plain, plain.replace(found.group(), " "), high)
    if age is None:
        return None
    if not YOUNGEST <= age <= OLDEST:
        return AgeMisread(Misread.TOO_HIGH if age > OLDEST else Misread.TOO_LOW, (age,))
    if _contradicts(plain, age, found.group()):
        return AgeMisread(Misread.SEVERAL, (age,))
    births = BirthRange(_birth_for(today + timedelta(days=low), age), _birth_for(today + timedelta(days=high), age))
    if low > 0:  # not yet that age today, whatever the window says
        births = births.narrowed(BirthRange.from_age(age - 1, today)) or births
    return AgeAnswer(births.ages_on(today)[0], births, today)


def _turned(plain: str, besides: str, latest: int) -> int | None:
    """The age a coming birthday brings; "18 next month" needs no verb, "18 today" may be no birthday."""
    match = _TURNING.search(plain)
    if match is not None:
        return int(match["age"])
    numbers = {int(number) for number in _NUMBER.findall(besides)}
    return max(numbers) if numbers and latest and max(numbers) - min(numbers) <= 1 else None


def _contradicts(plain: str, turning: int, when: str) -> bool:
    """Another number in the sentence that is not the age until then."""
    others = {int(number) for number in _NUMBER.findall(plain.replace(when, " "))} - {turning}
    return bool(others - {turning - 1})


def _birth_for(day: date, age: int) -> date:
    """Whoever has that birthday on that day."""
    return birthday(day, -age)


def _told(plain: str, today: date) -> AgeAnswer | AgeMisread:
    numbers = tuple(dict.fromkeys(int(number) for number in _NUMBER.findall(plain)))
    if not numbers:
        return AgeMisread(Misread.NOT_AN_AGE)
    if len(numbers) > 1:
        return AgeMisread(Misread.SEVERAL, numbers)
    age = numbers[0]
    if age > OLDEST:
        return AgeMisread(Misread.TOO_HIGH, numbers)
    if age < YOUNGEST:
        return AgeMisread(Misread.TOO_LOW, numbers)
    return _within(age, BirthRange.from_age(age, today), today)


def _within(age: int, births: BirthRange, today: date) -> AgeAnswer | AgeMisread:
    if age > OLDEST:
        return AgeMisread(Misread.TOO_HIGH, (age,))
    if age < YOUNGEST:
        return AgeMisread(Misread.TOO_LOW, (age,))
    return AgeAnswer(age, births, today)
