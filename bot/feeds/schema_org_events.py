"""schema.org Event and its many sorts."""

from __future__ import annotations

from collections.abc import Iterable

from bot.feeds.collecting import Reading
from bot.feeds.faults import RowFaults
from bot.feeds.json_ld import Node
from bot.feeds.rows import EventRow
from bot.feeds.schema_org_places import cost, fields_of, identify, is_person, organisations, places
from bot.feeds.texts import summary
from bot.feeds.values import count, languages
from bot.feeds.vocabulary import EventKind, EventStatus, OrganisationRole, Topic

_NAMES = ["name", "description", "url", "startDate", "endDate", "inLanguage", "maximumAttendeeCapacity"]
_KINDS = {kind.value: kind for kind in EventKind}
_STATES = {"EventCancelled": EventStatus.CANCELLED, "EventPostponed": EventStatus.TENTATIVE}


def read_event(node: Node, reading: Reading, faults: RowFaults) -> Iterable[EventRow]:
    """One row. A postponed event has no date that holds, so it is tentative."""
    fields = fields_of(node, reading, faults, *_NAMES)
    number = identify(node, fields, "name", "startDate")
    starts = faults.need("startDate", fields.when("startDate"))
    ends = fields.when("endDate")
    if ends is not None and (ends.day < starts.day or (ends.at and starts.at and ends.at < starts.at)):
        faults.add("endDate", "This is before the start.")
    where, is_virtual = places(node, "location")
    attendance = node.first("eventAttendanceMode")
    apply = fields.apply("url")
    opening = fields.read("description", summary)
    private = is_person(node, "organizer")
    yield EventRow(
        source_id=number,
        title=fields.title("name"),
        starts=starts,
        row=faults.row,
        ends=ends,
        zone=reading.zone.key,
        status=_STATES.get(node.first("eventStatus").rpartition("/")[2], EventStatus.CONFIRMED),
        kind=_KINDS.get(node.first("additionalType")),
        summary=opening,
        details=fields.details((Topic.DESCRIPTION, "description"), beyond=opening),
        organisations=() if private else organisations(node, "organizer", OrganisationRole.OFFERS, faults),
        locations=where,
        online=is_virtual or attendance.endswith(("OnlineEventAttendanceMode", "MixedEventAttendanceMode")),
        capacity=fields.read("maximumAttendeeCapacity", count),
        cost=cost(node, reading, faults),
        apply=apply,
        link=apply.url if apply else None,
        languages=fields.read("inLanguage", languages) or (),
    )
