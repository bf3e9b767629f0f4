"""When people are there to read: opening hours, holidays, and the moment a promise can be kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

_LOOK_AHEAD_DAYS = 60


@dataclass(frozen=True, slots=True)
class Opening:
    """Open between two times on these weekdays (Monday is 0), local time."""

    weekdays: frozenset[int]
    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """A week of openings without the holidays; both in the zone of the moment that is asked about."""

    openings: tuple[Opening, ...]
    holidays: frozenset[date] = frozenset()

    def is_open(self, moment: datetime) -> bool:
        """Whether somebody is there at that local moment."""
        return any(start <= moment < end for start, end in self._periods(moment, moment.date()))

    def reads_by(self, moment: datetime, within: timedelta) -> datetime:
        """When a message of that local moment is read at the latest: the end of the opening that `within` reaches.

        Without any opening in two months it falls back to `within` itself: a promise needs some date.
        """
        due = moment + within
        for offset in range(_LOOK_AHEAD_DAYS):
            for _, end in self._periods(moment, due.date() + timedelta(days=offset)):
                if end >= due:
                    return end
        return due

    def between(self, start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
        """Every opening that reaches into the time between two local moments."""
        days = (end.date() - start.date()).days + 1
        found = (item for offset in range(days) for item in self._periods(start, start.date() + timedelta(offset)))
        return [(opens, closes) for opens, closes in found if closes > start and opens < end]

    def _periods(self, moment: datetime, day: date) -> Iterator[tuple[datetime, datetime]]:
        if day in self.holidays:
            return
        for opening in sorted(self.openings, key=lambda item: item.opens):
            if day.weekday() in opening.weekdays:
                yield (
                    datetime.combine(day, opening.opens, moment.tzinfo),
                    datetime.combine(day, opening.closes, moment.tzinfo),
                )
