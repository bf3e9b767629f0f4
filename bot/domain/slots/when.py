"""Days as people say them, kept relative: "tomorrow" becomes a date only where today is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

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
_BEFORE = frozenset({"before", "b4", "beforehand", "earlier", "prior", "innan", "före", "tidigare"})
_NUMBERS = {"two": 2, "three": 3, "four": 4, "två": 2, "tre": 3, "fyra": 4}
"""What stands before a unit and is no number is an article: one of it."""

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
    "min": timedelta(minutes=1),
    "mins": timedelta(minutes=1),
    "hr": timedelta(hours=1),
    "hrs": timedelta(hours=1),
    "minuter": timedelta(minutes=1),
    "kvart": timedelta(minutes=15),
    "halvtimme": timedelta(minutes=30),
    "tim": timedelta(hours=1),
    "timme": timedelta(hours=1),
    "timmar": timedelta(hours=1),
    "dag": timedelta(days=1),
    "dagen": timedelta(days=1),
    "dan": timedelta(days=1),
    "dagar": timedelta(days=1),
    "kvällen": timedelta(days=1),
    "vecka": timedelta(days=7),
}


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
            is_half = "half" in tokens[max(0, place - 3) : place - 1]
            number = tokens[place - 2] if place > 1 else ""
            count = int(number) if number.isdecimal() and len(number) < 4 else _NUMBERS.get(number, 1)
            return _UNITS[tokens[place - 1]] / 2 if is_half else count * _UNITS[tokens[place - 1]]
    return None
