"""`ncs-csv`: what colleges upload to the National Careers Service course directory, one row a start of a course.

The file does not say which college it is from, and rows have no id: what tells two starts of one course apart is.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from bot.feeds.collecting import Collector, Feed, Reading
from bot.feeds.csv_tables import Columns, read_table
from bot.feeds.faults import FeedRefused, RowFaults, Unreadable
from bot.feeds.fields import Fields
from bot.feeds.places import postcode_in
from bot.feeds.rows import Cost, Hours, Location, OpportunityRow, When
from bot.feeds.texts import SPOILT, SPOILT_NUMBER, line, summary
from bot.feeds.values import amount, count, folded, listed, one_of, yes_or_no
from bot.feeds.vocabulary import Kind, Pattern, Status, Topic

FORMAT = "ncs-csv"
COLUMNS = (
    "LARS_QAN",
    "WHO_THIS_COURSE_IS_FOR",
    "ENTRY_REQUIREMENTS",
    "WHAT_YOU_WILL_LEARN",
    "HOW_YOU_WILL_LEARN",
    "WHAT_YOU_WILL_NEED_TO_BRING",
    "HOW_YOU_WILL_BE_ASSESSED",
    "WHERE_NEXT",
    "COURSE_NAME",
    "YOUR_REFERENCE",
    "DELIVERY_MODE",
    "START_DATE",
    "FLEXIBLE_START_DATE",
    "VENUE_NAME",
    "YOUR_VENUE_REFERENCE",
    "NATIONAL_DELIVERY",
    "SUB_REGION",
    "COURSE_WEBPAGE",
    "COST",
    "COST_DESCRIPTION",
    "DURATION",
    "DURATION_UNIT",
    "STUDY_MODE",
    "ATTENDANCE_PATTERN",
)
_TEXTS = (
    (Topic.LEARN, "WHAT_YOU_WILL_LEARN"),
    (Topic.HOW, "HOW_YOU_WILL_LEARN"),
    (Topic.BRING, "WHAT_YOU_WILL_NEED_TO_BRING"),
    (Topic.ASSESSED, "HOW_YOU_WILL_BE_ASSESSED"),
    (Topic.NEXT, "WHERE_NEXT"),
)
_STUDY = {"full time": Pattern.FULL_TIME, "part time": Pattern.PART_TIME, "flexible": Pattern.FLEXIBLE}
_ATTENDANCE = {
    "daytime": Pattern.DAYTIME,
    "evening": Pattern.EVENING,
    "weekend": Pattern.WEEKEND,
    "day/block release": Pattern.BLOCK,
}
_UNITS = ("hours", "days", "weeks", "months", "years")
_TELL_APART = (*COLUMNS[8:17], *COLUMNS[22:])
_OPEN_DATA = frozenset({b"COURSE_RUN_ID", b"PROVIDER_UKPRN"})


@dataclass(frozen=True, slots=True)
class _Mode:
    """How a course is given: on the internet, in rooms, at work."""

    online: bool
    in_rooms: bool


_MODES = {
    "classroom": _Mode(online=False, in_rooms=True),
    "classroom based": _Mode(online=False, in_rooms=True),
    "classroombased": _Mode(online=False, in_rooms=True),
    "online": _Mode(online=True, in_rooms=False),
    "work based": _Mode(online=False, in_rooms=False),
    "workbased": _Mode(online=False, in_rooms=False),
    "work": _Mode(online=False, in_rooms=False),
    "blended learning": _Mode(online=True, in_rooms=True),
    "blended": _Mode(online=True, in_rooms=True),
}


def read(raw: bytes, reading: Reading) -> Feed:
    """Every start of every course in the file."""
    if all(name in raw[:4000] for name in _OPEN_DATA):
        raise FeedRefused(
            "This is the open data of the course directory. Send the file that “Download your courses” gives instead."
        )
    collector = Collector(FORMAT)
    for cells in read_table(raw, Columns(COLUMNS, frozenset(COLUMNS), may_have_others=True)):
        if cells.fault is not None:
            collector.refuse(cells.number, "row", cells.fault)
        else:
            collector.take(cells.number, partial(_row, cells.values, reading))
    return collector.feed()


def _row(values: Mapping[str, str], reading: Reading, faults: RowFaults) -> OpportunityRow:
    fields = Fields(values, reading, faults)
    lars = fields.read("LARS_QAN", _lars)
    name = fields.title("COURSE_NAME")
    mode = fields.need("DELIVERY_MODE", lambda text: one_of(_MODES, text))
    starts, any_time = fields.day("START_DATE"), _is_yes(fields, "FLEXIBLE_START_DATE")
    if starts is None and not any_time and not fields.raw("START_DATE"):
        faults.add("START_DATE", "Fill in a start date, or “Yes” under FLEXIBLE_START_DATE.")
    number = _id(values, lars, starts)
    # With a fault in what tells starts apart, this would be the id of another one.
    faults.source_id = None if faults.has_any(("LARS_QAN", *_TELL_APART)) else number
    apply = fields.apply("COURSE_WEBPAGE")
    return OpportunityRow(
        source_id=number,
        kind=Kind.COURSE,
        title=name,
        row=faults.row,
        status=Status.CLOSED if starts and not any_time and starts.is_over(reading.today) else Status.OPEN,
        summary=fields.read("WHO_THIS_COURSE_IS_FOR", summary),
        details=fields.details(*_TEXTS),
        entry_requirements=fields.text("ENTRY_REQUIREMENTS"),
        locations=_venue(fields, mode),
        areas=fields.read("SUB_REGION", listed) or (),
        online=mode.online,
        national=_is_yes(fields, "NATIONAL_DELIVERY"),
        starts=starts,
        starts_any_time=any_time,
        length=_length(fields),
        hours=_hours(fields),
        cost=_cost(fields),
        apply=apply,
        link=apply.url if apply else None,
    )


def _lars(text: str) -> str:
    """A learning aim has eight signs; a spreadsheet takes the zeros from its front."""
    if SPOILT_NUMBER.match(text):
        raise Unreadable(SPOILT)
    sign = line(text).upper().removesuffix(".0")
    if not re.fullmatch(r"[0-9A-Z]{1,8}", sign):
        raise Unreadable("This is not a learning aim: it has eight letters and numbers.")
    return sign.zfill(8)


def _id(values: Mapping[str, str], lars: str | None, starts: When | None) -> str:
    """What tells one start of one course from every other; its texts and its price may change."""
    day = starts.day.isoformat() if starts else ""
    parts = (lars or "", day, *(folded(values.get(name, "")) for name in _TELL_APART if name != "START_DATE"))
    return f"ncs-{hashlib.sha256('|'.join(parts).encode()).hexdigest()[:20]}"


def _is_yes(fields: Fields, name: str) -> bool:
    return bool(fields.read(name, yes_or_no))


def _venue(fields: Fields, mode: _Mode) -> tuple[Location, ...]:
    if not mode.in_rooms:
        return ()
    venue, reference = fields.line("VENUE_NAME"), fields.line("YOUR_VENUE_REFERENCE")
    if venue is None and reference is None:
        fields.faults.add("VENUE_NAME", "A course in a classroom needs a venue.")
    if venue is None:
        return ()
    postcode, outcode = postcode_in(venue)
    return (Location(venue=venue, postcode=postcode, outcode=outcode),)


def _length(fields: Fields) -> str | None:
    number = fields.read("DURATION", count)
    unit = folded(fields.raw("DURATION_UNIT"))
    if number is None:
        return None
    if unit not in _UNITS:
        fields.faults.add("DURATION_UNIT", f"This has to be one of: {', '.join(_UNITS)}.")
    return f"{number} {unit.removesuffix('s') if number == 1 else unit}"


def _hours(fields: Fields) -> Hours | None:
    study = fields.read("STUDY_MODE", lambda text: one_of(_STUDY, text))
    attendance = fields.read("ATTENDANCE_PATTERN", lambda text: one_of(_ATTENDANCE, text))
    patterns = tuple(pattern for pattern in (study, attendance) if pattern is not None)
    return Hours(patterns=patterns) if patterns else None


def _cost(fields: Fields) -> Cost | None:
    price, words = fields.read("COST", amount), fields.text("COST_DESCRIPTION")
    return Cost(amount=price, text=words) if price is not None or words else None
