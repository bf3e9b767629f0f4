"""When somebody may be written to first: hours of the day where they are, and the moments that fall into them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_EVERY_DAY = frozenset(range(7))
_LOOK_AHEAD_DAYS = 8
_A_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Hours:
    """From `opens` up to but not including `closes`, on these weekdays (Monday is 0); local time, within one day."""

    opens: time
    closes: time
    weekdays: frozenset[int] = _EVERY_DAY

    def within(self, opens: time | None, closes: time | None) -> Hours:
        """These hours narrowed to somebody's own; where nothing would be left their own win."""
        if opens is None or closes is None or opens >= closes:
            return self
        narrowed = replace(self, opens=max(self.opens, opens), closes=min(self.closes, closes))
        return narrowed if narrowed.opens < narrowed.closes else replace(self, opens=opens, closes=closes)

    def allow(self, moment: datetime, zone: ZoneInfo) -> bool:
        """Whether somebody there may be written to at that moment."""
        local = moment.astimezone(zone)
        return local.weekday() in self.weekdays and self.opens <= local.time() < self.closes

    def next_from(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """The moment itself if it is allowed, else the next opening."""
        if self.allow(moment, zone):
            return moment.astimezone(UTC)
        today = moment.astimezone(zone).date()
        for ahead in range(_LOOK_AHEAD_DAYS):
            opening = self._opening(today + timedelta(days=ahead), zone)
            if opening is not None and opening >= moment:
                return opening
        raise ValueError("these hours never open")

    def last_until(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """The moment itself if it is allowed, else the last allowed minute before it."""
        if self.allow(moment, zone):
            return moment.astimezone(UTC)
        today = moment.astimezone(zone).date()
        for back in range(_LOOK_AHEAD_DAYS):
            day = today - timedelta(days=back)
            closing = datetime.combine(day, self.closes, zone).astimezone(UTC) - _A_MINUTE
            if day.weekday() in self.weekdays and closing <= moment:
                return closing
        raise ValueError("these hours never open")

    def _opening(self, day: date, zone: ZoneInfo) -> datetime | None:
        if day.weekday() not in self.weekdays:
            return None
        return datetime.combine(day, self.opens, zone).astimezone(UTC)


FOR_BROADCASTS = Hours(time(9), time(18), frozenset(range(6)))
FOR_REMINDERS = Hours(time(8), time(20))
