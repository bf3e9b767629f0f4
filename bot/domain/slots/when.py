"""Days and times as people say them, kept relative: "tomorrow" becomes a date only where today is known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

_DAYS = {
    "today": 0,
    "tonight": 0,
    "tomorrow": 1,
    "idag": 0,
    "ikväll": 0,
    "inatt": 0,
    "imorgon": 1,
    "övermorgon": 2,
}
_WEEKDAYS = {
    "monday": 0,
    "tuesday": 1,
    "wednesday": 2,
    "thursday": 3,
    "friday": 4,
    "saturday": 5,
    "sunday": 6,
    "mondays": 0,
    "tuesdays": 1,
    "wednesdays": 2,
    "thursdays": 3,
    "fridays": 4,
    "saturdays": 5,
    "sundays": 6,
    "måndag": 0,
    "tisdag": 1,
    "onsdag": 2,
    "torsdag": 3,
    "fredag": 4,
    "lördag": 5,
    "söndag": 6,
}
_WEEKEND = frozenset({"weekend", "helg", "helgen"})
_WEEK = frozenset({"week", "vecka", "veckan"})
_NEXT = frozenset({"next", "nästa"})
_BEFORE = frozenset({"before", "innan", "före"})
_NUMBERS = {"an": 1, "a": 1, "one": 1, "two": 2, "three": 3, "the": 1, "en": 1, "ett": 1, "två": 2, "tre": 3}
_UNITS = {
    "minute": timedelta(minutes=1),
    "minutes": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "hours": timedelta(hours=1),
    "day": timedelta(days=1),
    "days": timedelta(days=1),
    "night": timedelta(days=1),
    "evening": timedelta(days=1),
    "week": timedelta(days=7),
    "minuter": timedelta(minutes=1),
    "timme": timedelta(hours=1),
    "timmar": timedelta(hours=1),
    "dag": timedelta(days=1),
    "dagen": timedelta(days=1),
    "dagar": timedelta(days=1),
    "kvällen": timedelta(days=1),
    "vecka": timedelta(days=7),
}
_CLOCK = re.compile(r"(?<![\d:.])(\d{1,2})(?:[:.](\d{2}))? ?(am|pm)?(?![\d:.])")
_CLOCK_LEADS = frozenset({"at", "by", "after", "before", "from", "around", "kl", "klockan", "efter", "innan", "vid"})
_NAMED_TIMES = {"noon": time(12), "midday": time(12), "midnight": time(0), "lunch": time(12)}


@dataclass(frozen=True)
class When:
    """A day as a distance from today, a weekday, a weekend or a week; at most one of them is set."""

    days_ahead: int | None = None
    weekday: int | None = None
    is_weekend: bool = False
    is_week: bool = False
    is_next: bool = False

    def dates(self, today: date) -> tuple[date, date]:
        """The first and last day meant, seen from today."""
        later = timedelta(days=7 if self.is_next else 0)
        monday = today - timedelta(days=today.weekday())
        if self.is_weekend:
            saturday = monday + timedelta(days=5) + later
            return max(saturday, today), saturday + timedelta(days=1)
        if self.is_week:
            return max(monday + later, today), monday + timedelta(days=6) + later
        if self.weekday is not None:
            ahead = (self.weekday - today.weekday()) % 7
            day = today + timedelta(days=ahead)
            return (day, day) if not self.is_next or ahead > 6 - today.weekday() else (day + later, day + later)
        day = today + timedelta(days=self.days_ahead or 0)
        return day, day


def find_day(tokens: Sequence[str]) -> When | None:
    """The first day named, if any."""
    for place, token in enumerate(tokens):
        is_next = place > 0 and tokens[place - 1] in _NEXT
        if token in _DAYS:
            return When(days_ahead=_DAYS[token])
        if token in _WEEKDAYS:
            return When(weekday=_WEEKDAYS[token], is_next=is_next)
        if token in _WEEKEND:
            return When(is_weekend=True, is_next=is_next)
        if token in _WEEK and place > 0 and tokens[place - 1] in _NEXT | {"this", "denna", "i"}:
            return When(is_week=True, is_next=is_next)
    return None


def find_lead_time(tokens: Sequence[str]) -> timedelta | None:
    """How long before something: "the day before", "2 hours before", "dagen innan"."""
    for place, token in enumerate(tokens):
        if token in _BEFORE and place > 0 and tokens[place - 1] in _UNITS:
            number = tokens[place - 2] if place > 1 else ""
            count = int(number) if number.isdecimal() and len(number) < 4 else _NUMBERS.get(number, 1)
            return count * _UNITS[tokens[place - 1]]
    return None


def find_time(cleaned: str) -> time | None:
    """The first time of day: "7am", "7.30 pm", "kl 19", "at 18:00"; a bare number is not a time."""
    for match in _CLOCK.finditer(cleaned):
        hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
        before = cleaned[: match.start()].split()
        if half or match[2] or (before and before[-1] in _CLOCK_LEADS):
            found = _clock(hour, minute, half)
            if found is not None:
                return found
    return next((_NAMED_TIMES[word] for word in cleaned.split() if word in _NAMED_TIMES), None)


def _clock(hour: int, minute: int, half: str | None) -> time | None:
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
