"""Handoffs: a person asked for a person, and what was said since."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, SmallInteger, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from db.types import EncryptedJson, EncryptedText

_OPEN = text("state IN ('waiting', 'claimed', 'parked')")
_WAITING = text("state = 'waiting'")


class Handoff(Base):
    """One request for a person; `packet` is exactly what the person left in when they sent it.

    States: `waiting` (in the queue), `claimed` (an adviser speaks with them), `parked` (an adviser keeps the case and
    the bot works as usual), `closed`, `withdrawn`. Whether a conversation is live is on the person's conversation.
    `counter` goes up, under the lock of the person, with everything that happens: whoever watches a case goes on from
    the last they saw. `person_wrote_at` and `staff_wrote_at` say whose turn it is; `returned_at` is when a promise was
    broken. `contact_agreed_at` is set while the person agrees that their adviser may write first once it is closed.
    """

    __tablename__ = "handoffs"
    __table_args__ = (
        Index("uq_handoffs_open", "person_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_handoffs_waiting", "organisation", "promised_by", sqlite_where=_WAITING, postgresql_where=_WAITING),
        Index("ix_handoffs_adviser_id_state", "adviser_id", "state"),
        Index("ix_handoffs_organisation_created_at", "organisation", "created_at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    organisation: Mapped[str] = mapped_column(String(40))
    topic: Mapped[str] = mapped_column(String(24))
    locale: Mapped[str] = mapped_column(String(12))
    country: Mapped[str] = mapped_column(String(2))
    council: Mapped[str | None] = mapped_column(String(40))
    programme: Mapped[str | None] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(12), default="waiting")
    packet: Mapped[Any] = mapped_column(EncryptedJson)
    promised_by: Mapped[datetime]
    created_at: Mapped[datetime]
    adviser_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    counter: Mapped[int] = mapped_column(default=0)
    claimed_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    returned_at: Mapped[datetime | None]
    person_wrote_at: Mapped[datetime | None]
    staff_wrote_at: Mapped[datetime | None]
    next_action: Mapped[str | None] = mapped_column(EncryptedText)
    next_action_on: Mapped[date | None] = mapped_column(Date)
    closed_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(24))
    rating: Mapped[int | None] = mapped_column(SmallInteger)
    contact_agreed_at: Mapped[datetime | None]


class CaseEntry(Base):
    """One thing in a case, in order of `number`; `version` is the case's counter when it last changed.

    Kinds: `person` and `staff` (said to each other), `note` (never sent), `event` (claimed, moved, closed, …, named in
    `text`). `earlier` holds the words before each edit. `file` is what Telegram knows of something the person sent;
    `attachment_id` is a file an adviser sent. `message_id` is Telegram's, of what a person wrote.
    """

    __tablename__ = "case_entries"
    __table_args__ = (
        UniqueConstraint("handoff_id", "number"),
        Index("ix_case_entries_outbox_id", "outbox_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    handoff_id: Mapped[int] = mapped_column(ForeignKey("handoffs.id", ondelete="CASCADE"))
    number: Mapped[int]
    version: Mapped[int]
    kind: Mapped[str] = mapped_column(String(8))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    text: Mapped[str | None] = mapped_column(EncryptedText)
    earlier: Mapped[Any | None] = mapped_column(EncryptedJson)
    file: Mapped[Any | None] = mapped_column(EncryptedJson)
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachments.id", ondelete="SET NULL"))
    outbox_id: Mapped[int | None] = mapped_column(ForeignKey("outbox.id", ondelete="SET NULL"))
    message_id: Mapped[int | None]
    written_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]
