"""`icalendar`: events of a calendar file (RFC 5545), with what repeats, what moved and what is cancelled.

Who organises is not taken: the organiser of a calendar entry is a person more often than not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from icalendar import Calendar
from icalendar.cal.component import Component

from bot.feeds.calendar_times import Times
from bot.feeds.collecting import Collector, Feed, Reading
from bot.feeds.dates import local
from bot.feeds.faults import FeedRefused, RowFaults
from bot.feeds.fields import Fields
from bot.feeds.opening import check_utf8, expect
from bot.feeds.places import located, point, says_online
from bot.feeds.rows import Apply, EventRow, Location, Recurrence
from bot.feeds.texts import identifier, line, summary
from bot.feeds.values import folded, link
from bot.feeds.vocabulary import EventKind, EventStatus, Topic

FORMAT = "icalendar"
MOST_EVENTS = 10_000
_TEXTS = ("UID", "SUMMARY", "DESCRIPTION", "LOCATION", "URL", "STATUS", "CLASS", "CONFERENCE")
_STATES = {state.value: state for state in EventStatus}
_KINDS = {
    "open day": EventKind.OPEN_DAY,
    "open evening": EventKind.OPEN_DAY,
    "recruitment fair": EventKind.RECRUITMENT_FAIR,
    "recruitment event": EventKind.RECRUITMENT_FAIR,
    "job fair": EventKind.RECRUITMENT_FAIR,
    "jobs fair": EventKind.RECRUITMENT_FAIR,
    "careers fair": EventKind.RECRUITMENT_FAIR,
    "jobbmässa": EventKind.RECRUITMENT_FAIR,
    "workshop": EventKind.WORKSHOP,
    "verkstad": EventKind.WORKSHOP,
    "drop in": EventKind.DROP_IN,
    "celebration": EventKind.CELEBRATION,
}
_PLAIN_FAULTS = {
    "DTSTART": "The start is not a date and time we can read.",
    "DTEND": "The end is not a date and time we can read.",
    "DURATION": "The length is not one we can read.",
    "RRULE": "How it repeats cannot be read.",
    "EXDATE": "The days it leaves out cannot be read.",
    "RDATE": "The extra days cannot be read.",
    "RECURRENCE-ID": "Which day of a repeating event this is cannot be read.",
    "SEQUENCE": "The version number is not a number.",
}
_PRIVATE = frozenset({"PRIVATE", "CONFIDENTIAL"})


def read(raw: bytes, reading: Reading) -> Feed:
    """Every event; of several versions of one the newest."""
    body = check_utf8(raw)
    expect(body, "icalendar")
    calendars = _calendars(body.decode("utf-8"))
    collector = Collector(FORMAT)
    events = [(calendar, event) for calendar in calendars for event in calendar.walk("VEVENT")]
    if len(events) > MOST_EVENTS:
        raise FeedRefused(f"This calendar has more than {MOST_EVENTS} events. Split it.")
    newest = _newest([event for _, event in events])
    for number, (calendar, event) in enumerate(events, start=1):
        if newest.get(_key(event), number) == number:
            collector.take(number, partial(_row, event, calendar, reading))
    collector.name = next((name for one in calendars if (name := line(_said(one, "X-WR-CALNAME")))), None)
    if older := len(events) - collector.rows:
        collector.notes.append(f"Older versions of events left out: {older}.")
    return collector.feed()


def _calendars(text: str) -> Sequence[Component]:
    lines = re.findall(r"(?im)^(BEGIN|END):(\w+)[ \t]*\r?$", text)
    opened = [name.upper() for word, name in lines if word.upper() == "BEGIN"]
    closed = [name.upper() for word, name in lines if word.upper() == "END"]
    if sorted(opened) != sorted(closed):
        raise FeedRefused("This calendar file is cut off: a part of it never ends.")
    try:
        found = Calendar.from_ical(text, multiple=True)
    except (ValueError, KeyError, IndexError) as fault:
        raise FeedRefused("This calendar file is not written correctly.") from fault
    calendars = [calendar for calendar in found if calendar.name == "VCALENDAR"]
    if not calendars:
        raise FeedRefused("There is no calendar (VCALENDAR) in this file.")
    return calendars


def _newest(events: Sequence[Component]) -> dict[tuple[str, str], int]:
    """Which place in the file the newest version of each event has."""
    best: dict[tuple[str, str], tuple[int, int]] = {}
    for number, event in enumerate(events, start=1):
        version = _sequence(event)
        if _key(event)[0] and version > best.get(_key(event), (-1, 0))[0]:
            best[_key(event)] = (version, number)
    return {key: number for key, (_, number) in best.items()}


def _key(event: Component) -> tuple[str, str]:
    return _said(event, "UID"), _said(event, "RECURRENCE-ID")


def _sequence(event: Component) -> int:
    said = _said(event, "SEQUENCE")
    return int(said) if said.isdecimal() and len(said) < 10 else 0


def _row(event: Component, calendar: Component, reading: Reading, faults: RowFaults) -> EventRow:
    fields = Fields({name: _said(event, name) for name in _TEXTS}, reading, faults)
    faults.source_id = faults.need("UID", fields.read("UID", identifier))
    if fields.raw("CLASS").upper() in _PRIVATE:
        faults.add("CLASS", "This event is marked private.")
    for name in _broken(event):
        faults.add(name, _PLAIN_FAULTS[name])
    faults.check()
    times = Times(event, calendar, reading.zone, faults)
    starts = times.starts()
    opening = fields.read("DESCRIPTION", summary)
    page, online = _page(fields), says_online(fields.raw("LOCATION"))
    return EventRow(
        source_id=faults.source_id,
        title=fields.title("SUMMARY"),
        starts=starts,
        row=faults.row,
        ends=times.ends(starts),
        zone=times.zone.key,
        status=_status(fields, calendar),
        sequence=_sequence(event),
        replaces=times.replaces(),
        recurrence=_repeats(times),
        kind=next((_KINDS[one] for one in _categories(event) if one in _KINDS), None),
        summary=opening,
        details=fields.details((Topic.DESCRIPTION, "DESCRIPTION"), beyond=opening),
        locations=_places(event, fields) if not online else (),
        online=online or bool(fields.raw("CONFERENCE")) or _is_link(fields.raw("LOCATION")),
        apply=Apply(url=page) if page else None,
        link=page,
        changed_at=local(changed, reading.zone).at if (changed := times.moment("LAST-MODIFIED")) else None,
    )


def _repeats(times: Times) -> Recurrence | None:
    found = Recurrence(times.rule(), times.listed("EXDATE"), times.listed("RDATE"))
    return found if found != Recurrence() else None


def _broken(event: Component) -> Iterator[str]:
    """The properties that matter and that the parser could not read."""
    names = {str(name).upper() for name, _ in event.errors}
    return (name for name in _PLAIN_FAULTS if name in names)


def _status(fields: Fields, calendar: Component) -> EventStatus:
    if _said(calendar, "METHOD").upper() == "CANCEL":
        return EventStatus.CANCELLED
    return _STATES.get(fields.raw("STATUS").lower(), EventStatus.CONFIRMED)


def _page(fields: Fields) -> str | None:
    """The address given for it, or the place when that is an address of the web."""
    where = fields.raw("LOCATION")
    return fields.read("URL", link) or (fields.read("LOCATION", link) if _is_link(where) else None)


def _places(event: Component, fields: Fields) -> tuple[Location, ...]:
    words = fields.line("LOCATION")
    if words is None or _is_link(words):
        return ()
    place = located(words)
    geo, _, east_of = _said(event, "GEO").partition(";")
    north, east = point(geo, east_of)
    return (Location(place.venue, words, place.town, place.postcode, place.outcode, north, east),)


def _categories(event: Component) -> Iterator[str]:
    return (folded(part) for part in _said(event, "CATEGORIES").split(","))


def _is_link(text: str) -> bool:
    return bool(re.match(r"https?://", text, re.IGNORECASE))


def _said(component: Component, name: str) -> str:
    """A property as text; the first one where it stands twice."""
    value: Any = component.get(name)
    first = value[0] if isinstance(value, list) and value else value
    if first is None:
        return ""
    if isinstance(first, str):
        return str(first)
    written = first.to_ical()
    return written.decode("utf-8", errors="replace") if isinstance(written, bytes) else str(written)
