"""Days and times as people and machines write them. A time without a zone is meant where the source is."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from bot.feeds.faults import Unreadable
from bot.feeds.rows import When

EARLIEST, LATEST = 2000, 2100
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_TIME = re.compile(
    r"(?:[T ]\s*|\s+(?:at|kl\.?)\s+)(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d{1,9})?)?\s*(am|pm)?", re.I
)
_OFFSET = re.compile(r"\s*(?:(Z|UTC|GMT)|([+-])(\d{2}):?(\d{2}))", re.I)
_SHORT_YEAR = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2}$")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?$")
_HOW = "Write it like 31/01/2027 or 2027-01-31."


def when(text: str, zone: ZoneInfo) -> When:
    """A day, with the instant where a time was written: "31/01/2027", "2027-01-31T18:00", "2027-01-31 18:00+01:00"."""
    day, rest = _day_and_rest(text.strip())
    if not rest.strip():
        return When(day)
    match = _TIME.match(rest)
    if match is None:
        raise Unreadable(f"This is not a date and time we can read. {_HOW} A time follows after a blank, like 18:00.")
    moment = datetime.combine(day, _clock(match), tzinfo=zone)
    offset = rest[match.end() :].strip()
    return local(moment.replace(tzinfo=_zone_of(offset)) if offset else moment, zone)


def day_only(text: str, zone: ZoneInfo) -> When:
    """The day of a field that never means a time, such as "2027-01-31T00:00:00Z" for a start.

    It is the day as written, unless what is written is midnight of the next day there: 23:00 UTC in a British summer.
    """
    read = when(text, zone)
    if read.at is not None and read.at.astimezone(zone).time() == time.min:
        return When(read.day)
    return When(_day_and_rest(text.strip())[0])


def local(moment: datetime, zone: ZoneInfo) -> When:
    """An instant and the day it falls on in that zone; of an hour that comes twice in autumn it is the first."""
    aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)
    return When(aware.astimezone(zone).date(), aware.astimezone(UTC).replace(fold=0))


def _day_and_rest(text: str) -> tuple[date, str]:
    if match := _ISO.match(text):
        year, month, day = match.groups()
    elif match := _DAY_FIRST.match(text):
        day, month, year = match.groups()
    else:
        raise Unreadable(_why_not(text))
    return _checked(int(year), int(month), int(day)), text[match.end() :]


def _checked(year: int, month: int, day: int) -> date:
    if not EARLIEST <= year <= LATEST:
        raise Unreadable(f"The year has to be between {EARLIEST} and {LATEST}.")
    if month > 12 and day <= 12:
        raise Unreadable(f"There is no month {month}: write the day before the month, like 31/01/2027.")
    try:
        return date(year, month, day)
    except ValueError as fault:
        raise Unreadable("There is no such day in the calendar.") from fault


def _why_not(text: str) -> str:
    if _SHORT_YEAR.match(text):
        return "Write the year with four numbers, like 31/01/2027."
    if _SERIAL.match(text):
        return f"A spreadsheet has changed this date into a number. {_HOW}"
    return f"This is not a date we can read. {_HOW}"


def _clock(match: re.Match[str]) -> time:
    hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
    if match[4] and 1 <= hour <= 12:
        hour = hour % 12 + (12 if match[4].lower() == "pm" else 0)
    if hour > 23 or minute > 59 or second > 59:
        raise Unreadable("There is no such time of day.")
    return time(hour, minute, second)


def _zone_of(offset: str) -> timezone:
    match = _OFFSET.fullmatch(offset)
    if match is None:
        raise Unreadable("This is not a time zone we can read. Leave it out, or write it like +01:00.")
    if match[1]:
        return UTC
    if int(match[3]) > 14 or int(match[4]) > 59:
        raise Unreadable("There is no such time zone.")
    ahead = timedelta(hours=int(match[3]), minutes=int(match[4]))
    return timezone(ahead if match[2] == "+" else -ahead)
