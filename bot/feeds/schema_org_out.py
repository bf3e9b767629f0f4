"""Opportunities and events as schema.org JSON-LD: one for a page, or all in one feed that `schema-org` reads again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from bot.feeds.rows import Apply, Cost, EventRow, Location, OpportunityRow, Organisation, Pay, Row, When, full_text
from bot.feeds.vocabulary import Contract, EventStatus, Kind, OrganisationRole, Pattern, Status

CONTEXT = "https://schema.org"
_UNSAFE = "&<>\u2028\u2029"
_COURSES = frozenset({Kind.COURSE, Kind.PRE_EMPLOYMENT, Kind.MENTORING})
_KIND_TYPES = {Kind.VOLUNTEERING: "VOLUNTEER", Kind.PLACEMENT: "INTERN", Kind.APPRENTICESHIP: "APPRENTICESHIP"}
_CONTRACT_TYPES = {
    Contract.SELF_EMPLOYED: "CONTRACTOR",
    Contract.TEMPORARY: "TEMPORARY",
    Contract.FIXED_TERM: "TEMPORARY",
    Contract.BANK: "PER_DIEM",
}
_PATTERN_TYPES = {Pattern.FULL_TIME: "FULL_TIME", Pattern.PART_TIME: "PART_TIME"}
_STATES = {
    EventStatus.CONFIRMED: "EventScheduled",
    EventStatus.TENTATIVE: "EventPostponed",
    EventStatus.CANCELLED: "EventCancelled",
}


def document(row: Row, zone: ZoneInfo, page: str | None = None, description: str | None = None) -> dict[str, Any]:
    """One row with its context; `page` is its own public page, `description` what that page says."""
    said = {"description": description} if description else {}
    return {"@context": CONTEXT, **_node(row, zone, page), **said}


def script(document: Mapping[str, Any]) -> str:
    """JSON for inside a `<script>`: nothing in it can end the script or begin a tag."""
    text = json.dumps(document, ensure_ascii=False, default=_plain)
    for sign in _UNSAFE:
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def feed(rows: Iterable[tuple[Row, str | None]], name: str, changed_at: datetime, zone: ZoneInfo) -> bytes:
    """Everything that is open, each with its page, as one DataFeed."""
    whole = {
        "@context": CONTEXT,
        "@type": "DataFeed",
        "name": name,
        "dateModified": changed_at.isoformat(timespec="seconds"),
        "dataFeedElement": [{"@type": "DataFeedItem", "item": _node(row, zone, page)} for row, page in rows],
    }
    return json.dumps(whole, ensure_ascii=False, default=_plain, separators=(",", ":")).encode()


def _node(row: Row, zone: ZoneInfo, page: str | None) -> dict[str, Any]:
    if isinstance(row, EventRow):
        found = _event(row, zone)
    elif row.kind in _COURSES:
        found = _course(row, zone)
    else:
        found = _job(row, zone)
    return _filled({**found, "identifier": row.source_id, "url": page or row.link, "inLanguage": list(row.languages)})


def _job(row: OpportunityRow, zone: ZoneInfo) -> dict[str, Any]:
    employers = [one for one in row.organisations if one.role is OrganisationRole.EMPLOYER] or list(row.organisations)
    return {
        "@type": "JobPosting",
        "additionalType": row.kind.value,
        "title": row.title,
        "description": full_text(row) or None,
        "datePosted": _when(row.posted, zone),
        "validThrough": _until(row.closes, zone),
        "jobStartDate": row.starts.day.isoformat() if row.starts else None,
        "jobImmediateStart": row.starts_any_time or None,
        "employmentType": _employment(row),
        "hiringOrganization": _organisations(employers),
        "jobLocation": [_place(place) for place in row.locations],
        "jobLocationType": "TELECOMMUTE" if row.online else None,
        "applicantLocationRequirements": [{"@type": "AdministrativeArea", "name": area} for area in row.areas],
        "baseSalary": _salary(row.pay),
        "industry": row.sector,
        "occupationalCategory": row.role,
        "workHours": row.hours.text if row.hours else None,
        "qualifications": row.entry_requirements,
        "totalJobOpenings": row.positions,
        "applicationContact": _contact(row.apply),
    }


def _course(row: OpportunityRow, zone: ZoneInfo) -> dict[str, Any]:
    mode = [word for word, is_so in (("online", row.online), ("onsite", bool(row.locations))) if is_so]
    start = {
        "@type": "CourseInstance",
        "startDate": _when(row.starts, zone),
        "endDate": _when(row.ends, zone),
        "courseMode": mode,
        "location": [_place(place) for place in row.locations],
        "courseWorkload": row.hours.text if row.hours else None,
        "eventStatus": f"{CONTEXT}/EventCancelled" if row.status is Status.CLOSED else None,
    }
    return {
        "@type": "Course",
        "additionalType": row.kind.value,
        "name": row.title,
        "description": full_text(row) or None,
        "provider": _organisations(row.organisations),
        "hasCourseInstance": _filled(start),
        "coursePrerequisites": row.entry_requirements,
        "educationalLevel": row.level,
        "timeRequired": row.length,
        "industry": row.sector,
        "offers": _offer(row.cost),
    }


def _event(row: EventRow, zone: ZoneInfo) -> dict[str, Any]:
    attendance = ("Mixed" if row.locations else "Online") if row.online else "Offline"
    online = [{"@type": "VirtualLocation", "url": row.link}] if row.online and row.link else []
    return {
        "@type": "Event",
        "additionalType": row.kind.value if row.kind else None,
        "name": row.title,
        "description": full_text(row) or None,
        "startDate": _when(row.starts, zone),
        "endDate": _when(row.ends, zone),
        "eventStatus": f"{CONTEXT}/{_STATES[row.status]}",
        "eventAttendanceMode": f"{CONTEXT}/{attendance}EventAttendanceMode",
        "location": [*(_place(place) for place in row.locations), *online],
        "organizer": _organisations(row.organisations),
        "offers": _offer(row.cost),
        "maximumAttendeeCapacity": row.capacity,
    }


def _employment(row: OpportunityRow) -> list[str]:
    found = [_KIND_TYPES.get(row.kind), _CONTRACT_TYPES.get(row.contract) if row.contract else None]
    found += [_PATTERN_TYPES.get(pattern) for pattern in (row.hours.patterns if row.hours else ())]
    return [one for one in dict.fromkeys(found) if one]


def _salary(pay: Pay | None) -> dict[str, Any] | str | None:
    """Amounts where they are certain; what was written otherwise."""
    if pay is None or (pay.low is None and pay.high is None) or pay.period is None or pay.period_is_guessed:
        return pay.text if pay else None
    value: dict[str, Any] = {"@type": "QuantitativeValue", "unitText": pay.period.value.upper()}
    if pay.low == pay.high:
        value["value"] = pay.low
    else:
        value |= {"minValue": pay.low, "maxValue": pay.high}
    return {"@type": "MonetaryAmount", "currency": pay.currency, "value": _filled(value)}


def _offer(cost: Cost | None) -> dict[str, Any] | None:
    if cost is None:
        return None
    offer = {"@type": "Offer", "price": cost.amount, "description": cost.text}
    return _filled({**offer, "priceCurrency": cost.currency if cost.amount is not None else None})


def _contact(apply: Apply | None) -> dict[str, Any] | None:
    if apply is None or not (apply.email or apply.phone):
        return None
    return _filled({"@type": "ContactPoint", "email": apply.email, "telephone": apply.phone})


def _organisations(organisations: Iterable[Organisation]) -> list[dict[str, Any]]:
    return [_filled({"@type": "Organization", "name": one.name, "sameAs": one.url}) for one in organisations]


def _place(place: Location) -> dict[str, Any]:
    address = _filled(
        {
            "@type": "PostalAddress",
            "streetAddress": place.address,
            "addressLocality": place.town,
            "postalCode": place.postcode or place.outcode,
        }
    )
    geo = {"@type": "GeoCoordinates", "latitude": place.latitude, "longitude": place.longitude}
    return _filled(
        {"@type": "Place", "name": place.venue, "address": address, "geo": geo if place.latitude is not None else None}
    )


def _when(moment: When | None, zone: ZoneInfo) -> str | None:
    """A day stays a day; a time carries its offset."""
    if moment is None:
        return None
    return moment.day.isoformat() if moment.at is None else moment.at.astimezone(zone).isoformat()


def _until(moment: When | None, zone: ZoneInfo) -> str | None:
    """A day as its last second: a day alone would be read as its beginning by some."""
    if moment is None or moment.at is not None:
        return _when(moment, zone)
    return (moment.end_instant(zone) - timedelta(seconds=1)).astimezone(zone).isoformat()


def _filled(item: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is not known; one of a list of one."""
    kept = {name: value[0] if isinstance(value, list) and len(value) == 1 else value for name, value in item.items()}
    return {name: value for name, value in kept.items() if value is not None and value != "" and value != []}


def _plain(value: object) -> int | float:
    """Amounts as numbers: schema.org wants them so, and no amount has more than two decimals."""
    if not isinstance(value, Decimal):
        raise TypeError(type(value).__name__)
    return int(value) if value == value.to_integral_value() else float(value)
