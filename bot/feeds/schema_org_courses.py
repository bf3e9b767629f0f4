"""schema.org Course: one row for each start of it, or one when no starts are given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.feeds.collecting import Reading
from bot.feeds.faults import RowFaults
from bot.feeds.json_ld import Node
from bot.feeds.rows import Hours, OpportunityRow
from bot.feeds.schema_org_places import cost, fields_of, identify, organisations, places
from bot.feeds.texts import length, line, summary
from bot.feeds.values import folded, languages
from bot.feeds.vocabulary import Kind, OrganisationRole, Status, Topic

_NAMES = (
    *("name", "description", "url", "coursePrerequisites", "educationalLevel"),
    *("teaches", "timeRequired", "inLanguage", "industry"),
)
_KINDS = {kind.value: kind for kind in (Kind.COURSE, Kind.PRE_EMPLOYMENT, Kind.MENTORING)}
_ONLINE = frozenset({"online", "blended", "distance", "remote", "virtual"})


def read_course(node: Node, reading: Reading, faults: RowFaults) -> Iterable[OpportunityRow]:
    """The course with each of its starts."""
    fields = fields_of(node, reading, faults, *_NAMES)
    number = identify(node, fields, "name", "provider")
    apply = fields.apply("url")
    opening = fields.read("description", summary)
    course = OpportunityRow(
        source_id=number,
        kind=_KINDS.get(node.first("additionalType"), Kind.COURSE),
        title=fields.title("name"),
        row=faults.row,
        summary=opening,
        details=fields.details((Topic.DESCRIPTION, "description"), (Topic.LEARN, "teaches"), beyond=opening),
        organisations=organisations(node, "provider", OrganisationRole.OFFERS, faults),
        sector=fields.line("industry"),
        level=fields.line("educationalLevel"),
        length=fields.read("timeRequired", length),
        entry_requirements=fields.text("coursePrerequisites"),
        cost=cost(node, reading, faults),
        apply=apply,
        link=apply.url if apply else None,
        languages=fields.read("inLanguage", languages) or (),
    )
    starts = node.nodes("hasCourseInstance")
    if not starts:
        yield course
    for start in starts:
        yield _start(course, start, reading, faults, alone=len(starts) == 1)


def _start(course: OpportunityRow, start: Node, reading: Reading, faults: RowFaults, *, alone: bool) -> OpportunityRow:
    """One start; its id lasts as long as its date and its way do."""
    fields = fields_of(start, reading, faults, "startDate", "endDate", "courseWorkload")
    mode = folded(start.words("courseMode"))
    where, is_virtual = places(start, "location")
    begins, workload = fields.when("startDate"), fields.read("courseWorkload", length)
    own = line(start.first("@id", "identifier"))
    told = own or "-".join(part for part in (begins.day.isoformat() if begins else "", mode.replace(" ", "-")) if part)
    stopped = start.first("eventStatus").endswith(("EventCancelled", "EventPostponed"))
    over = begins is not None and begins.is_over(reading.today)
    return replace(
        course,
        source_id=course.source_id if alone and not own else (own or f"{course.source_id}#{told}"),
        status=Status.CLOSED if stopped or over else Status.OPEN,
        locations=where,
        online=is_virtual or bool(_ONLINE & set(mode.split())),
        starts=begins,
        ends=fields.when("endDate"),
        hours=Hours(text=workload) if workload else None,
        cost=cost(start, reading, faults) or course.cost,
    )
