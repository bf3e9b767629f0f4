"""Events as `.ics`: a new one, a changed one and a cancelled one are the same UID with a larger SEQUENCE."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event
from icalendar.prop import vRecur

from bot.feeds.rows import EventRow, Location, When, full_text
from bot.feeds.vocabulary import EventStatus

A_YEAR = timedelta(days=366)
PRODUCT = "-//Way In//Events//EN"


class Method(StrEnum):
    """What a calendar does with the file: keep what is in it, or take it out."""

    PUBLISH = "PUBLISH"
    CANCEL = "CANCEL"


def calendar(
    events: Iterable[EventRow],
    host: str,
    now: datetime,
    method: Method = Method.PUBLISH,
    words: Callable[[EventRow], str] = full_text,
) -> bytes:
    """One file; `host` makes ids of ours unique in the world, `now` is when it was made, `words` its description."""
    whole = Calendar()
    whole.add("prodid", PRODUCT)
    whole.add("version", "2.0")
    whole.add("method", method.value)
    first = now.date()
    for row in events:
        first = min(first, row.starts.day)
        whole.add_component(_event(row, host, now, method, words(row)))
    whole.add_missing_timezones(first_date=first - A_YEAR, last_date=now.date() + 5 * A_YEAR)
    return bytes(whole.to_ical())


def uid(row: EventRow, host: str) -> str:
    """The same for every version of an event; one that came with an id of the world keeps it."""
    return row.source_id if "@" in row.source_id else f"{row.source_id}@{host}"


def _event(row: EventRow, host: str, now: datetime, method: Method, words: str) -> Event:
    event = Event()
    event.add("uid", uid(row, host))
    event.add("sequence", row.sequence)
    event.add("dtstamp", now)
    event.add("summary", row.title)
    event.add("dtstart", _moment(row, row.starts))
    if row.ends is not None:
        event.add("dtend", _moment(row, row.ends) if row.ends.at else row.ends.day + timedelta(days=1))
    status = EventStatus.CANCELLED if method is Method.CANCEL else row.status
    event.add("status", status.value.upper())
    _add_repeats(event, row)
    _add_words(event, row, words)
    if row.changed_at is not None:
        event.add("last-modified", row.changed_at)
    return event


def _add_repeats(event: Event, row: EventRow) -> None:
    if row.replaces is not None:
        event.add("recurrence-id", _moment(row, row.replaces))
    if row.recurrence is None:
        return
    if row.recurrence.rule:
        event.add("rrule", vRecur.from_ical(row.recurrence.rule))
    for name, moments in (("exdate", row.recurrence.without), ("rdate", row.recurrence.also)):
        if moments:
            event.add(name, [_moment(row, moment) for moment in moments])


def _add_words(event: Event, row: EventRow, words: str) -> None:
    if words:
        event.add("description", words)
    if where := _where(row):
        event.add("location", where)
    if row.link is not None:
        event.add("url", row.link)
    if row.kind is not None:
        event.add("categories", [row.kind.value.replace("_", " ")])
    place = next((place for place in row.locations if place.latitude is not None), None)
    if place is not None:
        event.add("geo", (place.latitude, place.longitude))


def _moment(row: EventRow, moment: When) -> date | datetime:
    """A whole day; a time in UTC, but of what repeats in its own zone, so that it keeps its hour through the year."""
    if moment.at is None:
        return moment.day
    repeats = row.recurrence is not None or row.replaces is not None
    return moment.at.astimezone(ZoneInfo(row.zone) if repeats else UTC)


def _where(row: EventRow) -> str:
    places = "; ".join(filter(None, map(_line, row.locations)))
    return places or (row.link or "Online" if row.online else "")


def _line(place: Location) -> str:
    """The parts of a place that do not already stand in another."""
    parts: list[str] = []
    for part in (place.venue, place.address, place.town, place.postcode or place.outcode):
        if part and not any(part in known for known in parts):
            parts.append(part)
    return ", ".join(parts)
