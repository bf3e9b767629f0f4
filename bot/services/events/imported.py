"""An event of a feed in our own words: a series with the dates that a calendar moved, added or left out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.feeds.rows import EventRow, Location, When, fingerprint, full_text
from bot.feeds.vocabulary import EventStatus, Topic
from bot.messages.texts import escape
from bot.services.opportunities.imported import LONGEST_NAME, LONGEST_SUMMARY, Imported, Unknown, short

# Where a source does not say how long it takes: long enough for nobody to come when it is over.
_USUAL_LENGTH = timedelta(hours=2)
_LONGEST_RULE, _LONGEST_LINK, _LONGEST_PLACE = 300, 300, 300
_NO_KIND = "event"
_STATES = {EventStatus.CONFIRMED: "open", EventStatus.TENTATIVE: "paused", EventStatus.CANCELLED: "cancelled"}


@dataclass(slots=True)
class Series:
    """One event of a feed and its changed dates, which come as rows of their own."""

    source_id: str
    row: EventRow
    changed: list[EventRow] = field(default_factory=list)

    @property
    def fingerprint(self) -> str:
        """Changes with the event and with each of its dates."""
        parts = [fingerprint(self.row), *sorted(fingerprint(row) for row in self.changed)]
        return parts[0] if len(parts) == 1 else hashlib.sha256("".join(parts).encode()).hexdigest()


def series_of(rows: Iterable[EventRow]) -> list[Series]:
    """Each event once. A changed date of an event that is not in the file stands for itself."""
    given = list(rows)
    found = {row.source_id: Series(row.source_id[:200], row) for row in given if row.replaces is None}
    for row in given:
        if row.replaces is None:
            continue
        if row.source_id in found:
            found[row.source_id].changed.append(row)
        else:
            alone = f"{row.source_id}@{row.replaces.day.isoformat()}"
            found[alone] = Series(alone[:200], row)
    return list(found.values())


def event_values(imported: Imported, one: Series, organisation: str | None, calendar: str | None) -> dict[str, Any]:
    """The columns of an event, its day of checking apart; `calendar` is its calendar's own name. Raises Unknown."""
    row, zone = one.row, ZoneInfo(one.row.zone)
    starts_at = row.starts.first_instant(zone)
    said = imported.said(row.title)
    return {
        "kind": str(row.kind or _NO_KIND),
        "country": str(imported.country),
        "state": _STATES[row.status],
        "title": {imported.locale: escape(row.title)},
        "summary": {imported.locale: escape(short(full_text(row), LONGEST_SUMMARY))},
        "organisation": _organisation(row, organisation, calendar)[:LONGEST_NAME],
        "sector": said.sectors[0] if said.sectors else None,
        "councils": imported.councils(row),
        "online": row.online,
        "link": row.link if row.link and len(row.link) <= _LONGEST_LINK else None,
        "programmes": imported.known_programmes("programmes", row.programmes),
        "languages": list(row.languages),
        "details": _details(row, imported.locale),
        "capacity": row.capacity,
        "starts_at": starts_at,
        "ends_at": _end(row, starts_at, zone),
        "zone": row.zone,
        "rule": _rule(row),
        "exceptions": _exceptions(one, zone),
        "fingerprint": one.fingerprint,
        **({"organiser": imported.organiser} if imported.organiser else {}),
    }


def _organisation(row: EventRow, organisation: str | None, calendar: str | None) -> str:
    named = (*(one.name for one in row.organisations), calendar, *(place.venue for place in row.locations))
    found = organisation or next((name for name in named if name), None)
    if found is None:
        raise Unknown("organisation", "Nothing says who holds this: name the organisation.")
    return found


def _end(row: EventRow, starts_at: datetime, zone: ZoneInfo) -> datetime:
    if row.ends is None and row.starts.at is not None:
        return starts_at + _USUAL_LENGTH
    return max((row.ends or row.starts).end_instant(zone), starts_at + timedelta(minutes=1))


def _rule(row: EventRow) -> str | None:
    rule = row.recurrence.rule if row.recurrence else None
    if rule is not None and len(rule) > _LONGEST_RULE:
        raise Unknown("RRULE", "How it repeats is too long to keep.")
    return rule


def _exceptions(one: Series, zone: ZoneInfo) -> dict[str, Any] | None:
    """Dates left out, added and changed, as instants; None for an event that has none."""
    row, recurrence = one.row, one.row.recurrence
    found: dict[str, Any] = {
        "without": [_instant(when, row, zone) for when in recurrence.without] if recurrence else [],
        "also": [_instant(when, row, zone) for when in recurrence.also] if recurrence else [],
        "changed": {_instant(other.replaces, row, zone): _changed(other) for other in one.changed if other.replaces},
    }
    return {name: value for name, value in found.items() if value} or None


def _changed(row: EventRow) -> Mapping[str, Any] | None:
    """One date as it is now; None for one that does not take place."""
    if row.status is EventStatus.CANCELLED:
        return None
    zone = ZoneInfo(row.zone)
    starts_at = row.starts.first_instant(zone)
    place = _place_words(row)
    return {
        "starts_at": starts_at.isoformat(),
        "ends_at": _end(row, starts_at, zone).isoformat(),
        **({"place": place} if place else {}),
    }


def _instant(when: When, row: EventRow, zone: ZoneInfo) -> str:
    """A day without a time means the event's own time on that day."""
    if when.at is None and row.starts.at is not None:
        wall = row.starts.at.astimezone(zone).time()
        return datetime.combine(when.day, wall, zone).astimezone(row.starts.at.tzinfo).isoformat()
    return when.first_instant(zone).isoformat()


def _place_words(row: EventRow) -> str:
    first = next(iter(row.locations), Location())
    parts = dict.fromkeys(part for part in (first.venue, first.address, first.town) if part)
    # An address that begins with the venue says it already.
    named = [part for part in parts if not any(part != other and part in other for other in parts)]
    return ", ".join(named)[:_LONGEST_PLACE]


def _details(row: EventRow, locale: str) -> dict[str, Any]:
    texts = {
        name: {locale: escape(detail.text)}
        for name, topic in (("bring", Topic.BRING), ("access", Topic.ACCESS))
        for detail in row.details
        if detail.topic is topic
    }
    apply = {name: value for name, value in asdict(row.apply).items() if value} if row.apply else None
    found = {
        "place_name": _place_words(row) or None,
        "all_day": row.starts.at is None,
        "apply": apply,
        "free": row.cost is not None and row.cost.amount == 0,
        **texts,
    }
    return {name: value for name, value in found.items() if value}
