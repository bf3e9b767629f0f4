"""When somebody may have been born, read as a range: an age told is only true to within a year.

A person born on 29 February has their birthday on 1 March in other years.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

_DAY = timedelta(days=1)


def age_on(birth: date, day: date) -> int:
    """Whole years lived on that day."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def birthday(birth: date, age: int) -> date:
    """The day that age is reached; 1 March for a leap-day birth in a common year."""
    try:
        return birth.replace(year=birth.year + age)
    except ValueError:
        return date(birth.year + age, 3, 1)


def _back(day: date, years: int) -> date:
    """The last birth date of somebody who has reached that age on that day."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 2, 28)


@dataclass(frozen=True, slots=True)
class BirthRange:
    """Born on one of these days, both ends included."""

    earliest: date
    latest: date

    def __post_init__(self) -> None:
        if self.earliest > self.latest:
            raise ValueError("a birth range ends before it begins")

    @classmethod
    def from_age(cls, age: int, told_on: date) -> BirthRange:
        """Everyone who is that age on the day it was told."""
        latest = _back(told_on, age)
        earliest = _back(told_on, age + 1)
        while age_on(earliest, told_on) > age:
            earliest += _DAY
        return cls(earliest, latest)

    @classmethod
    def from_month(cls, year: int, month: int) -> BirthRange:
        """Everyone born in that month."""
        return cls(date(year, month, 1), date(year, month, monthrange(year, month)[1]))

    @classmethod
    def on(cls, birth: date) -> BirthRange:
        """Somebody who gave the whole date."""
        return cls(birth, birth)

    def ages_on(self, day: date) -> tuple[int, int]:
        """The youngest and the oldest this person may be that day."""
        return age_on(self.latest, day), age_on(self.earliest, day)

    def reaches(self, age: int) -> tuple[date, date]:
        """The first and the last day on which that birthday may fall."""
        return birthday(self.earliest, age), birthday(self.latest, age)

    def narrowed(self, other: BirthRange) -> BirthRange | None:
        """Both pieces of knowledge together, or None when they contradict each other."""
        earliest, latest = max(self.earliest, other.earliest), min(self.latest, other.latest)
        return None if earliest > latest else BirthRange(earliest, latest)
