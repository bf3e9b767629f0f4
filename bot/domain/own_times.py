"""Times that people choose in their own words: when to be reminded, and the hours they want to be written to in."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta

from bot.domain.slots.filling import Slots

_MORNING = time(9)
_EARLIEST, _LATEST = time(8), time(20)
_NOT_BEFORE = re.compile(r"\b(before|earlier|until|till|innan|före|tidigare)\b", re.IGNORECASE)
_NOT_AFTER = re.compile(r"\b(after|later|past|efter|senare)\b", re.IGNORECASE)
_A_DAY = timedelta(days=1)


def own_moment(slots: Slots, starts_at: datetime, now: datetime) -> datetime | None:
    """When somebody wants to be reminded of something that begins then; None when they named no time.

    A lead of whole days is counted on the clock of the place; a bare time of day is that of the day itself.
    """
    zone = starts_at.tzinfo
    if slots.lead_time is not None and (slots.lead_time < _A_DAY or slots.time is None):
        if slots.lead_time < _A_DAY:
            return (starts_at.astimezone(UTC) - slots.lead_time).astimezone(zone)
        return (starts_at.replace(tzinfo=None) - slots.lead_time).replace(tzinfo=zone)
    if slots.lead_time is not None and slots.time is not None:
        return datetime.combine(starts_at.date() - timedelta(days=slots.lead_time.days), slots.time, zone)
    if slots.day is not None:
        today = now.astimezone(zone).date()
        return datetime.combine(slots.day.dates(today)[0], slots.time or _MORNING, zone)
    if slots.time is not None:
        return datetime.combine(starts_at.date(), slots.time, zone)
    return None


def own_hours(text: str, named: time | None) -> tuple[time, time] | None:
    """From when to when somebody wants to be written to, from "not before 10" or "not after 6"; None when unclear."""
    if named is None:
        return None
    if _NOT_BEFORE.search(text) and named < time(23):
        return named, max(_LATEST, time(min(named.hour + 1, 23), named.minute))
    if _NOT_AFTER.search(text) and named > time(0):
        return min(_EARLIEST, time(max(named.hour - 1, 0))), named
    return None
