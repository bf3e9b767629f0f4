"""Events, their dates, and who comes: what repeats is a series, and everything people do belongs to one date."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, SmallInteger, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from db.types import EncryptedJson, EncryptedText

_WAITING = text("state = 'waiting'")
_OFFERED = text("state = 'offered'")
_OPEN = text("state = 'open'")


class Event(Base):
    """A fair, open day or workshop, once or by a rule; `starts_at` and `ends_at` are those of its first date.

    `rule` is an RFC 5545 rule read in `zone`; `organiser` the id of the organisation that staff belong to, while
    `organisation` is what people read. `employers` are `{"name": …, "next": {locale: …}, "contact":
    address}`, the address only where they have one. `contact` is a colleague
    on the day: `{"name": …, "phone": …}`. `min_age` is on the day itself. `source`, `source_id` and `fingerprint` are
    those of a feed; `exceptions` what its calendar left out, added or changed: `{"without": [at], "also": [at],
    "changed": {at: {"starts_at", "ends_at", "place"} or null}}`.
    """

    __tablename__ = "events"
    __table_args__ = (UniqueConstraint("source", "source_id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    country: Mapped[str] = mapped_column(String(2), index=True)
    state: Mapped[str] = mapped_column(String(10), default="open")
    sample: Mapped[bool] = mapped_column(default=False)
    title: Mapped[dict[str, Any]]
    summary: Mapped[dict[str, Any]]
    organisation: Mapped[str] = mapped_column(String(120))
    organiser: Mapped[str | None] = mapped_column(String(40), index=True)
    sector: Mapped[str | None] = mapped_column(String(40))
    councils: Mapped[list[str]]
    online: Mapped[bool] = mapped_column(default=False)
    link: Mapped[str | None] = mapped_column(String(300))
    programmes: Mapped[list[str]]
    languages: Mapped[list[str]] = mapped_column(default=list)
    details: Mapped[dict[str, Any]]
    employers: Mapped[list[Any]] = mapped_column(JSON, default=list)
    contact: Mapped[Any | None] = mapped_column(EncryptedJson)
    capacity: Mapped[int | None]
    most_guests: Mapped[int] = mapped_column(SmallInteger, default=1)
    min_age: Mapped[int | None] = mapped_column(SmallInteger)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    zone: Mapped[str] = mapped_column(String(40))
    rule: Mapped[str | None] = mapped_column(String(300))
    exceptions: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    checked_on: Mapped[date] = mapped_column(Date)
    source: Mapped[str | None] = mapped_column(String(40))
    source_id: Mapped[str | None] = mapped_column(String(200))
    fingerprint: Mapped[str | None] = mapped_column(String(64))


class Occurrence(Base):
    """One date of an event; `original_at` is when the rule put it, so that moving it does not make another.

    `sequence` goes up with every change a calendar should hear of. `place` replaces the event's place. `door_code` is
    what is written at the door: whoever knows it is there.
    """

    __tablename__ = "occurrences"
    __table_args__ = (
        UniqueConstraint("event_id", "original_at"),
        Index("ix_occurrences_open", "starts_at", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"))
    original_at: Mapped[datetime]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(10), default="open")
    sequence: Mapped[int] = mapped_column(default=0)
    place: Mapped[str | None] = mapped_column(String(300))
    capacity: Mapped[int | None]
    door_code: Mapped[str] = mapped_column(String(8), unique=True)
    changed_at: Mapped[datetime]


class Booking(Base):
    """Somebody's answer to one date; at most one row per person and date.

    States: `going`, `waiting` (for a place, since `waiting_since`), `offered` (a place, until `offered_until`),
    `declined`, `came`, `missed`. `source` is the poster, adviser or broadcast it came from; `late_at` is when
    they said on the day that they come later.
    """

    __tablename__ = "bookings"
    __table_args__ = (
        UniqueConstraint("person_id", "occurrence_id"),
        Index("ix_bookings_occurrence_id_state", "occurrence_id", "state"),
        Index("ix_bookings_offered", "offered_until", sqlite_where=_OFFERED, postgresql_where=_OFFERED),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrences.id", ondelete="CASCADE"))
    state: Mapped[str] = mapped_column(String(10), default="going")
    guests: Mapped[int] = mapped_column(SmallInteger, default=0)
    source: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    waiting_since: Mapped[datetime | None]
    offered_until: Mapped[datetime | None]
    came_at: Mapped[datetime | None]
    late_at: Mapped[datetime | None]


class AccessRequest(Base):
    """What would make coming easier for somebody: a task for the coordinator, with an answer to the person."""

    __tablename__ = "access_requests"
    __table_args__ = (
        Index("ix_access_requests_open", "booking_id", sqlite_where=_OPEN, postgresql_where=_OPEN),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("bookings.id", ondelete="CASCADE"), index=True)
    words: Mapped[str] = mapped_column(EncryptedText)
    state: Mapped[str] = mapped_column(String(10), default="open")
    answer: Mapped[str | None] = mapped_column(EncryptedText)
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    created_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]


class FairMeeting(Base):
    """An employer somebody met at a fair; `named` while the person agrees that the employer may see who they are."""

    __tablename__ = "fair_meetings"

    booking_id: Mapped[int] = mapped_column(ForeignKey("bookings.id", ondelete="CASCADE"), primary_key=True)
    employer: Mapped[str] = mapped_column(String(80), primary_key=True)
    named: Mapped[bool] = mapped_column(default=False)
    met_at: Mapped[datetime]


class PosterLink(Base):
    """A code that somebody hands out for one event: an ambassador, an adviser, a college, a Jobcentre.

    Who uses it sees how many came by it, and nobody's name.
    """

    __tablename__ = "poster_links"

    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), index=True)
    holder: Mapped[str] = mapped_column(EncryptedText)
    phone: Mapped[str | None] = mapped_column(EncryptedText)
    created_at: Mapped[datetime]
