"""Safeguarding concerns: apart from everything else, and kept until the lead closes them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from db.types import EncryptedText

_OPEN = text("state <> 'closed'")


class Concern(Base):
    """What somebody wrote that may mean danger; outlives its person's erasure while it is open, and says so there.

    `alerted_at`, `escalated_at` and `everybody_at` are when whoever is on call, the second person, and all leads and
    admins were told; they begin anew when it rises to imminent.
    """

    __tablename__ = "concerns"
    __table_args__ = (
        Index("ix_concerns_open", "person_id", sqlite_where=_OPEN, postgresql_where=_OPEN),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    reference: Mapped[str] = mapped_column(String(12))
    chat_id: Mapped[int]
    country: Mapped[str] = mapped_column(String(2))
    organisation: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(40))
    level: Mapped[str] = mapped_column(String(12))
    words: Mapped[str] = mapped_column(EncryptedText)
    state: Mapped[str] = mapped_column(String(12), default="open")
    reads_by: Mapped[datetime]
    created_at: Mapped[datetime]
    alerted_at: Mapped[datetime | None]
    escalated_at: Mapped[datetime | None]
    everybody_at: Mapped[datetime | None]
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    closed_at: Mapped[datetime | None]


class ConcernNote(Base):
    """What a lead wrote down about a concern; goes when the concern goes."""

    __tablename__ = "concern_notes"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    concern_id: Mapped[int] = mapped_column(ForeignKey("concerns.id", ondelete="CASCADE"), index=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    text: Mapped[str] = mapped_column(EncryptedText)
    written_at: Mapped[datetime]
