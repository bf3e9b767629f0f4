"""When an event repeats: RFC 5545 rules that end within a year, read on the clock of the event's own zone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rruleset, rrulestr

LONGEST = timedelta(days=366)
AHEAD = timedelta(days=90)
"""Dates are written down this long before they come."""

MOST_DATES = 366

_UNTIL = re.compile(r"UNTIL=(\d{8})(?:T(\d{6})(Z?))?", re.IGNORECASE)
_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY")
_UNBOUNDED = re.compile(r"\b(?:COUNT|UNTIL)=", re.IGNORECASE)
_TOO_FINE = re.compile(r"\bBY(?:HOUR|MINUTE|SECOND)=", re.IGNORECASE)


class BadRule(ValueError):
    """A rule we do not take; `why` is the key of the reason."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def check_rule(rule: str, first: datetime) -> None:
    """Raise BadRule for what is no rule, repeats within a day, or does not end within twelve months of `first`."""
    if "\n" in rule or not _UNBOUNDED.search(rule):
        raise BadRule("no_end")
    if _TOO_FINE.search(rule) or not any(f"FREQ={name}" in rule.upper() for name in _FREQUENCIES):
        raise BadRule("frequency")
    # A COUNT may end late: one date past the year is enough to know.
    for number, moment in enumerate(_walls(rule, first)):
        if moment.replace(tzinfo=first.tzinfo) - first > LONGEST or number >= MOST_DATES:
            raise BadRule("no_end")


def dates(rule: str | None, first: datetime, until: datetime) -> Iterator[datetime]:
    """Every start from `first` on and before `until`, in UTC; a time the clocks skip is the moment they jump to."""
    zone = first.tzinfo
    if rule is None:
        yield first.astimezone(UTC)
        return
    for wall in _walls(rule, first):
        moment = wall.replace(tzinfo=zone).astimezone(UTC)
        if moment >= until.astimezone(UTC):
            return
        yield moment


def ending_before(rule: str, first: datetime, moment: datetime) -> str | None:
    """The same rule without its dates from a moment on; None where only the first is left."""
    last = max((at for at in dates(rule, first, moment)), default=None)
    if last is None or last == first.astimezone(UTC):
        return None
    parts = [part for part in rule.split(";") if not _UNBOUNDED.match(part)]
    return ";".join([*parts, f"UNTIL={last.astimezone(first.tzinfo):%Y%m%d}"])


def _walls(rule: str, first: datetime) -> Iterator[datetime]:
    """The rule's moments on the wall clock, the first date among them whatever the rule says."""
    start = first.replace(tzinfo=None)
    try:
        parsed = rrulestr(_with_local_end(rule, first), dtstart=start)
    except (ValueError, TypeError, KeyError, AttributeError):
        raise BadRule("unreadable") from None
    if isinstance(parsed, rruleset) or not isinstance(parsed, rrule):
        raise BadRule("unreadable")
    is_first_seen = False
    for wall in parsed:
        if not is_first_seen:
            is_first_seen = True
            if wall != start:
                yield start
        yield wall
    if not is_first_seen:
        yield start


def _with_local_end(rule: str, first: datetime) -> str:
    """The rule with its UNTIL on the same clock as its start."""

    def local(match: re.Match[str]) -> str:
        day, clock, is_utc = match.groups()
        if clock is None:
            return f"UNTIL={day}T235959"
        moment = datetime.strptime(day + clock, "%Y%m%d%H%M%S").replace(tzinfo=UTC if is_utc else first.tzinfo)
        zone = first.tzinfo if isinstance(first.tzinfo, ZoneInfo) else UTC
        return f"UNTIL={moment.astimezone(zone):%Y%m%dT%H%M%S}"

    return _UNTIL.sub(local, rule)
