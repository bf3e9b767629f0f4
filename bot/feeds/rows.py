"""What every format is read into: one type for opportunities, one for events, frozen and with every field optional
that some format leaves out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from bot.feeds.vocabulary import (
    Contract,
    EventKind,
    EventStatus,
    HeldThing,
    Kind,
    OrganisationRole,
    Pattern,
    PayBasis,
    PayKind,
    Period,
    Status,
    Topic,
)


@dataclass(frozen=True, slots=True)
class When:
    """A day in the source's own zone and, only where a time was given, the instant in UTC."""

    day: date
    at: datetime | None = None

    def first_instant(self, zone: ZoneInfo) -> datetime:
        """The instant itself, or the day's first moment there."""
        return self.at or datetime(self.day.year, self.day.month, self.day.day, tzinfo=zone).astimezone(UTC)

    def end_instant(self, zone: ZoneInfo) -> datetime:
        """The first moment after it: a closing date without a time lasts until its midnight."""
        return self.at or When(self.day + timedelta(days=1)).first_instant(zone)

    def is_over(self, today: date) -> bool:
        """Whether its day has gone by."""
        return self.day < today


@dataclass(frozen=True, slots=True)
class Organisation:
    """Who stands behind it; `reference` is a UKPRN or the source's own number, with its zeros."""

    name: str
    role: OrganisationRole = OrganisationRole.OFFERS
    url: str | None = None
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class Location:
    """Where it is. A private home keeps its outcode and town only."""

    venue: str | None = None
    address: str | None = None
    town: str | None = None
    postcode: str | None = None
    outcode: str | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Pay:
    """What it pays. `low` and `high` are equal for one amount and half open when one is None.

    `period_is_guessed`: no period was written and the size of the amount suggests one. `pro_rata`: part-time pay is a
    share of it. `text` is what was written, always kept for free text.
    """

    low: Decimal | None = None
    high: Decimal | None = None
    period: Period | None = None
    currency: str = "GBP"
    basis: PayBasis | None = None
    text: str | None = None
    period_is_guessed: bool = False
    pro_rata: bool = False

    @property
    def kind(self) -> PayKind:
        """How much is known."""
        if self.low is not None or self.high is not None:
            return PayKind.AMOUNT if self.low == self.high else PayKind.RANGE
        if self.basis is not None:
            return PayKind.BASIS
        return PayKind.TEXT if self.text else PayKind.UNKNOWN


@dataclass(frozen=True, slots=True)
class Cost:
    """What it costs to take part; an amount of 0 is free."""

    amount: Decimal | None = None
    currency: str = "GBP"
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours a week, when they are, and how it was written."""

    weekly_low: Decimal | None = None
    weekly_high: Decimal | None = None
    patterns: tuple[Pattern, ...] = ()
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Apply:
    """Every way in that was given; `phone_only` marks what nobody can reach without a call."""

    url: str | None = None
    email: str | None = None
    phone: str | None = None
    text: str | None = None

    @property
    def phone_only(self) -> bool:
        """Whether a call is the only way."""
        return self.phone is not None and self.url is None and self.email is None


@dataclass(frozen=True, slots=True)
class Held:
    """What is held for people of `ring_fenced_for`, and for how many; `positions` says how many posts or seats."""

    what: HeldThing
    candidates: int | None = None
    first_come: bool = False
    adviser_confirms: bool = False


@dataclass(frozen=True, slots=True)
class Detail:
    """One longer text and what it is about."""

    topic: Topic
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpportunityRow:
    """One thing to say yes to, as its source tells it. `row` is where it stood in the file and is not compared."""

    source_id: str
    kind: Kind
    title: str
    row: int = field(default=0, compare=False)
    status: Status = Status.OPEN
    summary: str | None = None
    details: tuple[Detail, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    sector: str | None = None
    role: str | None = None
    level: str | None = None
    locations: tuple[Location, ...] = ()
    areas: tuple[str, ...] = ()
    online: bool = False
    national: bool = False
    national_details: str | None = None
    posted: When | None = None
    starts: When | None = None
    ends: When | None = None
    starts_any_time: bool = False
    closes: When | None = None
    length: str | None = None
    hours: Hours | None = None
    pay: Pay | None = None
    cost: Cost | None = None
    contract: Contract | None = None
    contract_text: str | None = None
    guaranteed_hours: Decimal | None = None
    has_training: bool | None = None
    entry_requirements: str | None = None
    disability_confident: bool | None = None
    positions: int | None = None
    apply: Apply | None = None
    link: str | None = None
    languages: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    ring_fenced_for: tuple[str, ...] = ()
    held: Held | None = None
    prepares_for: tuple[str, ...] = ()
    interview_guaranteed: bool | None = None


@dataclass(frozen=True, slots=True)
class Recurrence:
    """How an event repeats, as RFC 5545 writes it, in the event's own zone; `without` and `also` are single times."""

    rule: str | None = None
    without: tuple[When, ...] = ()
    also: tuple[When, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """One event, or with `replaces` one changed occurrence of a repeating one.

    `ends` of an event without times is its last day. A larger `sequence` is the newer word on the same event.
    """

    source_id: str
    title: str
    starts: When
    row: int = field(default=0, compare=False)
    ends: When | None = None
    zone: str = "Europe/London"
    status: EventStatus = EventStatus.CONFIRMED
    sequence: int = 0
    replaces: When | None = None
    recurrence: Recurrence | None = None
    kind: EventKind | None = None
    summary: str | None = None
    details: tuple[Detail, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    locations: tuple[Location, ...] = ()
    areas: tuple[str, ...] = ()
    online: bool = False
    capacity: int | None = None
    cost: Cost | None = None
    apply: Apply | None = None
    link: str | None = None
    languages: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    changed_at: datetime | None = None


Row = OpportunityRow | EventRow
NEEDS_HEADING = frozenset({Topic.BRING, Topic.ACCESS, Topic.ASSESSED})


def key(row: Row) -> str:
    """What tells a row from every other of its source: its id, and which occurrence it replaces."""
    if isinstance(row, EventRow) and row.replaces is not None:
        moment = row.replaces.at or row.replaces.day
        return f"{row.source_id}@{moment.isoformat()}"
    return row.source_id


def full_text(row: Row) -> str:
    """The summary and the texts that need no heading, without a summary that the longer one begins with."""
    rest = [detail.text for detail in row.details if detail.topic not in NEEDS_HEADING]
    start = (row.summary or "").removesuffix("…")
    repeats = any(start and text.startswith(start) for text in rest)
    return "\n\n".join(text for text in ("" if repeats else row.summary, *rest) if text)


def fingerprint(row: Row) -> str:
    """Changes when anything the source says changes, and never because the row moved in the file."""
    fields = ((name, getattr(row, name)) for name in sorted(row.__slots__) if name != "row")
    return hashlib.sha256(repr([(name, str(value)) for name, value in fields]).encode()).hexdigest()
