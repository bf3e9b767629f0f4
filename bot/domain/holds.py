"""What is held for somebody: how many there are, who is next, and how long nobody else may have it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

_LEAST_DAYS = timedelta(days=5)
_LEAST_WORKING_DAYS = 2
_ENDS_AT = time(18)
_WARNS_AT = time(10)
WARNINGS = 2
_BETWEEN_WARNINGS = timedelta(hours=24)
_WEEKEND = 5


class What(StrEnum):
    """What exactly is held; only a post is a job."""

    INTERVIEW = "interview"
    SEAT = "seat"
    POST = "post"


class Allot(StrEnum):
    """How it is decided who gets one."""

    BY_DATE = "by_date"
    FIRST_COME = "first_come"


class HoldState(StrEnum):
    """Where somebody stands with it."""

    TO_CONFIRM = "to_confirm"
    ASKED = "asked"
    RESERVE = "reserve"
    HELD = "held"
    TAKEN = "taken"
    LAPSED = "lapsed"
    GIVEN_BACK = "given_back"
    REFUSED = "refused"
    GONE = "gone"


USES_ONE_UP = frozenset({HoldState.HELD, HoldState.TAKEN})
IN_LINE = frozenset({HoldState.ASKED, HoldState.RESERVE})
STANDING = frozenset({*USES_ONE_UP, *IN_LINE, HoldState.TO_CONFIRM})


@dataclass(frozen=True, slots=True)
class Holding:
    """What an organisation holds: 12 posts and 36 interviews for them are `posts=12, candidates=36`."""

    what: What
    posts: int
    candidates: int
    allot: Allot = Allot.BY_DATE
    confirm: bool = False

    def room(self, used: int) -> bool:
        """Whether one more can be held."""
        return used < self.candidates


def holding_of(written: Mapping[str, Any] | None) -> Holding | None:
    """As it stands in a row; None where nothing is held."""
    if not written:
        return None
    posts = int(written["posts"])
    return Holding(
        What(written["what"]),
        posts,
        int(written.get("candidates") or posts),
        Allot(written.get("allot") or Allot.BY_DATE),
        bool(written.get("confirm")),
    )


def is_working_day(day: date, holidays: Collection[date]) -> bool:
    """Whether offices are open: no weekend and no holiday."""
    return day.weekday() < _WEEKEND and day not in holidays


def held_until(now: datetime, holidays: Collection[date]) -> datetime:
    """The end of a hold that begins at this local moment: five full days on at least, with two working days in them."""
    # Counted in real hours: the clock may go forward meanwhile.
    earliest = (now.astimezone(UTC) + _LEAST_DAYS).astimezone(now.tzinfo)
    end = datetime.combine(earliest.date(), _ENDS_AT, now.tzinfo)
    while end < earliest or _working_days(now.date(), end.date(), holidays) < _LEAST_WORKING_DAYS:
        end += timedelta(days=1)
    return end


def warning_at(until: datetime, warned: int) -> datetime:
    """When the next warning is due, in the zone of the end: two mornings before it and one; then the end itself."""
    if warned >= WARNINGS:
        return until
    return datetime.combine(until.date() - timedelta(days=WARNINGS - warned), _WARNS_AT, until.tzinfo)


def after_warning(until: datetime, now: datetime) -> datetime:
    """The end once a warning has gone out now: whoever is warned late still has a day."""
    return max(until, now + _BETWEEN_WARNINGS)


def after_working_days(now: datetime, days: int, holidays: Collection[date]) -> datetime:
    """The same time of the day that many working days later."""
    moment = now
    while days:
        moment += timedelta(days=1)
        days -= is_working_day(moment.date(), holidays)
    return moment


def _working_days(first: date, last: date, holidays: Collection[date]) -> int:
    """Working days after the first day, up to and including the last."""
    days = (first + timedelta(days=ahead + 1) for ahead in range((last - first).days))
    return sum(is_working_day(day, holidays) for day in days)
