"""The times of one calendar event: whole days, floating times, zones by their several names, what repeats."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from icalendar.cal.component import Component

from bot.feeds.dates import EARLIEST, LATEST, local
from bot.feeds.faults import RowFaults
from bot.feeds.rows import When

_OFTEN = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})
MOST_DAYS = 1000
Moment = date | datetime


class Times:
    """Reads the times of one event. A time without a zone is meant in the calendar's, else in the country's."""

    def __init__(self, event: Component, calendar: Component, country: ZoneInfo, faults: RowFaults) -> None:
        self._event = event
        self._faults = faults
        self._default = _named(str(calendar.get("X-WR-TIMEZONE", ""))) or country
        self.zone = self._zone()

    def starts(self) -> When:
        """When it begins; no event is without."""
        return self._faults.need("DTSTART", self._when("DTSTART"))

    def ends(self, starts: When) -> When | None:
        """When it ends: an end or a length. Of whole days the last one, not the day after."""
        given = self._when("DTEND")
        if given is None:
            return self._after(starts)
        if starts.at is None:
            given = When(max(starts.day, given.day - timedelta(days=1)))
        if given.day < starts.day or (given.at and starts.at and given.at < starts.at):
            self._faults.add("DTEND", "This is before the start.")
        return given

    def replaces(self) -> When | None:
        """Which occurrence of a repeating event this is a change of."""
        return self._when("RECURRENCE-ID")

    def rule(self) -> str | None:
        """How it repeats, as it is written; more than once a day is none of ours."""
        given = self._event.get("RRULE")
        if given is None:
            return None
        if isinstance(given, list):
            self._faults.add("RRULE", "It repeats in two ways at once. Make two events of it.")
            return None
        if set(map(str, given.get("FREQ", []))) & _OFTEN:
            self._faults.add("RRULE", "It repeats more often than once a day.")
            return None
        return str(given.to_ical().decode("utf-8"))

    def listed(self, name: str) -> tuple[When, ...]:
        """Single days it has or has not."""
        given = self._event.get(name)
        lists = given if isinstance(given, list) else [given] if given is not None else []
        moments = list(_moments(lists))
        if len(moments) > MOST_DAYS:
            self._faults.add(name, f"There are more than {MOST_DAYS} single days.")
            return ()
        found = (self._read(name, moment) for moment in moments)
        return tuple(one for one in found if one is not None)

    def moment(self, name: str) -> datetime | None:
        """An instant that is about the entry, not the event."""
        given = getattr(self._event.get(name), "dt", None)
        return given if isinstance(given, datetime) else None

    def _when(self, name: str) -> When | None:
        given = self._event.get(name)
        if isinstance(given, list):
            self._faults.add(name, "This is there twice.")
            return None
        if given is None:
            return None
        if _is_lost(given):
            self._faults.add(name, "The time zone of this time is not one we know.")
            return None
        return self._read(name, given.dt)

    def _read(self, name: str, moment: Moment) -> When | None:
        if not EARLIEST <= moment.year <= LATEST:
            self._faults.add(name, f"The year has to be between {EARLIEST} and {LATEST}.")
            return None
        if not isinstance(moment, datetime):
            return When(moment)
        return local(moment if moment.tzinfo is not None else moment.replace(tzinfo=self.zone), self.zone)

    def _after(self, starts: When) -> When | None:
        length = getattr(self._event.get("DURATION"), "dt", None)
        if not isinstance(length, timedelta):
            return None
        if starts.at is None:
            return When(max(starts.day, starts.day + length - timedelta(days=1)))
        return local(starts.at + length, self.zone)

    def _zone(self) -> ZoneInfo:
        """The zone its start is written in; that of the calendar where it is written in UTC and does not repeat."""
        given = getattr(self._event.get("DTSTART"), "dt", None)
        key = str(getattr(getattr(given, "tzinfo", None), "key", ""))
        if key in {"", "UTC"} and not (key and "RRULE" in self._event):
            return self._default
        return _named(key) or self._default


def _named(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _is_lost(given: Any) -> bool:
    """A time that names a zone which neither the file nor anybody explains."""
    moment = given.dt
    return isinstance(moment, datetime) and moment.tzinfo is None and bool(given.params.get("TZID"))


def _moments(lists: list[Any]) -> Iterator[Moment]:
    for one in lists:
        for entry in getattr(one, "dts", []):
            moment = entry.dt[0] if isinstance(entry.dt, tuple) else entry.dt
            if isinstance(moment, date):
                yield moment
