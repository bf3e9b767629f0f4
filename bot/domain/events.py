"""Events: who may still say yes, where a booking stands, and which reminders one date has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.quiet_hours import Hours

OFFERED_FOR = timedelta(hours=24)
"""How long a place from the waiting list is kept for an answer."""

_LATEST_OFFER = timedelta(hours=2)
_MORNING_AFTER = time(10)
_DOOR_OPENS, _DOOR_CLOSES = timedelta(hours=3), timedelta(hours=2)


class Kind(StrEnum):
    """What sort of event it is."""

    FAIR = "recruitment_fair"
    OPEN_DAY = "open_day"
    WORKSHOP = "workshop"
    DROP_IN = "drop_in"
    NETWORK = "network_meeting"
    MENTORING = "mentoring_hour"
    CELEBRATION = "celebration"


class Standing(StrEnum):
    """How a booking stands; `db.models.Booking` says what each means."""

    GOING = "going"
    WAITING = "waiting"
    OFFERED = "offered"
    DECLINED = "declined"
    CAME = "came"
    MISSED = "missed"


HOLDS_A_PLACE = frozenset({Standing.GOING, Standing.OFFERED, Standing.CAME})
COMING = frozenset({Standing.GOING, Standing.WAITING, Standing.OFFERED})


class Reminder(StrEnum):
    """What is sent about one date, and when; `OWN` is a time the person chose."""

    WEEK = "week"
    DAY = "day"
    HOURS = "hours"
    AFTER = "after"
    OWN = "own"


BEFORE: Mapping[Reminder, timedelta] = {
    Reminder.WEEK: timedelta(days=7),
    Reminder.DAY: timedelta(days=1),
    Reminder.HOURS: timedelta(hours=2),
}


@dataclass(frozen=True, slots=True)
class Dated:
    """One date as reminders see it; the zone is the event's."""

    starts_at: datetime
    ends_at: datetime
    zone: ZoneInfo


def room_left(capacity: int | None, taken: int) -> int | None:
    """How many places are free; None where there is no limit."""
    return None if capacity is None else max(0, capacity - taken)


def reminder_at(kind: Reminder, date: Dated, hours: Hours) -> datetime:
    """When a reminder goes: days are counted on the clock of the place, and quiet hours bring it forward."""
    if kind is Reminder.AFTER:
        morning = datetime.combine(date.ends_at.astimezone(date.zone).date() + timedelta(days=1), _MORNING_AFTER)
        return hours.next_from(morning.replace(tzinfo=date.zone), date.zone)
    if kind is Reminder.HOURS:
        return hours.last_until(date.starts_at - BEFORE[kind], date.zone)
    local = date.starts_at.astimezone(date.zone).replace(tzinfo=None) - BEFORE[kind]
    return hours.last_until(local.replace(tzinfo=date.zone), date.zone)


def reminders_of(date: Dated, hours: Hours, now: datetime) -> dict[Reminder, datetime]:
    """The reminders still to come; two that quiet hours push together are one, the later kind."""
    found = {kind: reminder_at(kind, date, hours) for kind in (*BEFORE, Reminder.AFTER)}
    ahead = {kind: at for kind, at in found.items() if at > now}
    if ahead.get(Reminder.DAY) == ahead.get(Reminder.HOURS):
        ahead.pop(Reminder.HOURS, None)
    return ahead


def offered_until(sent_at: datetime, starts_at: datetime) -> datetime:
    """How long an offered place is kept: a day, but never so late that the next in line could not come."""
    return max(min(sent_at + OFFERED_FOR, starts_at - _LATEST_OFFER), min(sent_at + timedelta(hours=1), starts_at))


def is_door_open(date: Dated, now: datetime) -> bool:
    """Whether somebody can arrive: from some hours before the start until some after the end."""
    return date.starts_at - _DOOR_OPENS <= now <= date.ends_at + _DOOR_CLOSES


def morning_after(date: Dated, hours: Hours) -> datetime:
    """When somebody hears what comes next: the morning after, in their own hours."""
    return reminder_at(Reminder.AFTER, date, hours)
