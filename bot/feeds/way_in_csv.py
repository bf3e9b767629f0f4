"""`way-in-csv`: our own table for whoever has no system to export from; opportunities and events, one a row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import partial
from typing import TypeVar

from bot.feeds.collecting import Collector, Feed, Reading
from bot.feeds.csv_tables import Columns, read_table
from bot.feeds.faults import RowFaults
from bot.feeds.fields import Fields
from bot.feeds.pay import pay, with_period
from bot.feeds.places import as_home, postcode_in
from bot.feeds.rows import Cost, EventRow, Held, Hours, Location, OpportunityRow, Organisation, Pay, Recurrence, Row
from bot.feeds.texts import line, summary
from bot.feeds.values import amount, count, languages, link, listed, one_of, yes_or_no
from bot.feeds.vocabulary import (
    Contract,
    EventKind,
    EventStatus,
    HeldThing,
    Kind,
    OrganisationRole,
    Pattern,
    Period,
    Status,
    Topic,
)

FORMAT = "way-in-csv"
COLUMNS = (
    *("id", "kind", "status", "title", "summary", "organisation", "employers", "training_provider", "sector", "role"),
    *("venue", "address", "town", "postcode", "private_home", "areas", "online", "national"),
    *("starts", "ends", "starts_any_time", "closes", "length", "repeats"),
    *("hours_per_week", "hours_pattern", "hours_text", "guaranteed_hours", "contract"),
    *("pay", "pay_from", "pay_to", "pay_period", "cost", "cost_text", "positions"),
    *("description", "entry_requirements", "what_to_bring", "access", "training", "disability_confident", "languages"),
    *("apply_url", "apply_email", "apply_phone", "apply_text", "link"),
    *("programmes", "ring_fenced_for", "held", "held_candidates", "held_first_come", "adviser_confirms"),
    *("prepares_for", "interview_guaranteed"),
)
Word = TypeVar("Word")
REQUIRED = frozenset({"id", "kind", "title", "organisation"})


def _words(choices: Iterable[Word]) -> dict[str, Word]:
    return {str(choice).replace("_", " "): choice for choice in choices}


_KINDS: dict[str, Kind | EventKind | None] = {**_words(Kind), **_words(EventKind), "event": None}
_STATES = _words(Status)
_EVENT_STATES = {"open": EventStatus.CONFIRMED, **_words(EventStatus)}
_PATTERNS = _words(Pattern)
_CONTRACTS = _words(Contract)
_PERIODS = _words(Period)
_HELD = _words(HeldThing)
REPEATS = {"daily": "FREQ=DAILY", "weekly": "FREQ=WEEKLY", "every two weeks": "FREQ=WEEKLY;INTERVAL=2"}
TEXTS = ((Topic.DESCRIPTION, "description"), (Topic.BRING, "what_to_bring"), (Topic.ACCESS, "access"))
_HAS_A_FIRST_DAY = frozenset({Kind.COURSE, Kind.PRE_EMPLOYMENT})


def read(raw: bytes, reading: Reading) -> Feed:
    """Every opportunity and event of the table."""
    collector = Collector(FORMAT)
    for cells in read_table(raw, Columns(COLUMNS, REQUIRED)):
        if cells.fault is not None:
            collector.refuse(cells.number, "row", cells.fault)
        else:
            collector.take(cells.number, partial(_row, cells.values, reading))
    return collector.feed()


def _row(values: Mapping[str, str], reading: Reading, faults: RowFaults) -> Row:
    fields = Fields(values, reading, faults)
    fields.id("id")
    word = fields.need("kind", lambda text: (one_of(_KINDS, text),))[0]
    fields.title("title")
    fields.title("organisation")
    return _opportunity(fields, word) if isinstance(word, Kind) else _event(fields, word)


def _opportunity(fields: Fields, kind: Kind) -> OpportunityRow:
    starts, closes = fields.when("starts"), fields.when("closes")
    any_time = _is_yes(fields, "starts_any_time")
    last = closes or (starts if kind in _HAS_A_FIRST_DAY and not any_time else None)
    status = fields.read("status", lambda text: one_of(_STATES, text)) or Status.OPEN
    return OpportunityRow(
        source_id=fields.id("id"),
        kind=kind,
        title=fields.title("title"),
        row=fields.faults.row,
        status=Status.CLOSED if last and last.is_over(fields.reading.today) else status,
        summary=fields.read("summary", summary),
        details=fields.details(*TEXTS),
        organisations=_organisations(fields),
        sector=fields.line("sector"),
        role=fields.line("role"),
        locations=_location(fields),
        areas=_listed(fields, "areas"),
        online=_is_yes(fields, "online"),
        national=_is_yes(fields, "national"),
        starts=starts,
        ends=fields.when("ends"),
        starts_any_time=any_time,
        closes=closes,
        length=fields.line("length"),
        hours=_hours(fields),
        pay=_pay(fields),
        cost=_cost(fields),
        contract=fields.read("contract", lambda text: one_of(_CONTRACTS, text)),
        guaranteed_hours=fields.read("guaranteed_hours", amount),
        has_training=fields.read("training", yes_or_no),
        entry_requirements=fields.text("entry_requirements"),
        disability_confident=fields.read("disability_confident", yes_or_no),
        positions=fields.read("positions", count),
        apply=fields.apply("apply_url", "apply_email", "apply_phone", "apply_text"),
        link=fields.read("link", link),
        languages=fields.read("languages", languages) or (),
        programmes=_listed(fields, "programmes"),
        ring_fenced_for=_listed(fields, "ring_fenced_for"),
        held=_held(fields),
        prepares_for=_listed(fields, "prepares_for"),
        interview_guaranteed=fields.read("interview_guaranteed", yes_or_no),
    )


def _held(fields: Fields) -> Held | None:
    """What is held there; the other columns mean nothing without it."""
    what = fields.read("held", lambda text: one_of(_HELD, text))
    if what is None:
        return None
    candidates = fields.read("held_candidates", count)
    return Held(what, candidates, _is_yes(fields, "held_first_come"), _is_yes(fields, "adviser_confirms"))


def _event(fields: Fields, kind: EventKind | None) -> EventRow:
    starts = fields.faults.need("starts", fields.when("starts"))
    ends = fields.when("ends")
    if ends is not None and (ends.day < starts.day or (ends.at and starts.at and ends.at < starts.at)):
        fields.faults.add("ends", "This is before the start.")
    rule = fields.read("repeats", lambda text: one_of(REPEATS, text))
    return EventRow(
        source_id=fields.id("id"),
        title=fields.title("title"),
        starts=starts,
        row=fields.faults.row,
        ends=ends,
        zone=fields.reading.zone.key,
        status=fields.read("status", lambda text: one_of(_EVENT_STATES, text)) or EventStatus.CONFIRMED,
        recurrence=Recurrence(rule) if rule else None,
        kind=kind,
        summary=fields.read("summary", summary),
        details=fields.details(*TEXTS),
        organisations=_organisations(fields),
        locations=_location(fields),
        areas=_listed(fields, "areas"),
        online=_is_yes(fields, "online"),
        capacity=fields.read("positions", count),
        cost=_cost(fields),
        apply=fields.apply("apply_url", "apply_email", "apply_phone", "apply_text"),
        link=fields.read("link", link),
        languages=fields.read("languages", languages) or (),
        programmes=_listed(fields, "programmes"),
    )


def _organisations(fields: Fields) -> tuple[Organisation, ...]:
    """Who offers it, then every employer, then who trains."""
    employers = (Organisation(name, OrganisationRole.EMPLOYER) for name in _listed(fields, "employers"))
    trainer = fields.line("training_provider")
    trains = (Organisation(trainer, OrganisationRole.TRAINER),) if trainer else ()
    return (Organisation(fields.title("organisation")), *employers, *trains)


def _location(fields: Fields) -> tuple[Location, ...]:
    postcode, outcode = postcode_in(line(fields.raw("postcode")))
    if fields.raw("postcode") and not postcode and not outcode:
        fields.faults.add("postcode", "This is not a postcode we can read.")
    found = Location(fields.line("venue"), fields.line("address"), fields.line("town"), postcode, outcode)
    if _is_yes(fields, "private_home"):
        found = as_home(found)
    return (found,) if found != Location() else ()


def _hours(fields: Fields) -> Hours | None:
    weekly = fields.read("hours_per_week", _low_and_high)
    words = _listed(fields, "hours_pattern")
    patterns = [fields.faults.read("hours_pattern", lambda text: one_of(_PATTERNS, text), word) for word in words]
    found = Hours(
        weekly_low=weekly[0] if weekly else None,
        weekly_high=weekly[1] if weekly else None,
        patterns=tuple(pattern for pattern in patterns if pattern is not None),
        text=fields.line("hours_text"),
    )
    return found if found != Hours() else None


def _low_and_high(text: str) -> tuple[Decimal, Decimal]:
    """ "16", "16-20" or "16 to 20"."""
    parts = [amount(part) for part in re.split(r"\s*(?:-|–|to|till)\s*", text.strip())][:2]
    return min(parts), max(parts)


def _pay(fields: Fields) -> Pay | None:
    """Amounts in columns of their own, or words; an amount in `pay_from` alone is exactly that."""
    low, high = fields.read("pay_from", amount), fields.read("pay_to", amount)
    period = fields.read("pay_period", lambda text: one_of(_PERIODS, text))
    if low is None and high is None:
        return fields.read("pay", lambda text: pay(text, fields.reading.currency))
    if low is not None and high is not None and high < low:
        fields.faults.add("pay_to", "This is less than pay_from.")
    top = low if high is None else high
    return with_period(low, top, period, fields.reading.currency, fields.line("pay"))


def _cost(fields: Fields) -> Cost | None:
    price, words = fields.read("cost", amount), fields.line("cost_text")
    return Cost(price, fields.reading.currency, words) if price is not None or words else None


def _listed(fields: Fields, name: str) -> tuple[str, ...]:
    return fields.read(name, listed) or ()


def _is_yes(fields: Fields, name: str) -> bool:
    return bool(fields.read(name, yes_or_no))
