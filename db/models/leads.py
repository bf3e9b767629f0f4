"""Leads: employers who wrote to us and want somebody to call back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from db.types import EncryptedText

_WAITING = text("state = 'waiting'")


class Lead(Base):
    """What an employer offers and how to reach them; `organisation` is ours, whose coordinator reads it."""

    __tablename__ = "leads"
    __table_args__ = (
        Index("ix_leads_waiting", "organisation", "id", sqlite_where=_WAITING, postgresql_where=_WAITING),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    organisation: Mapped[str] = mapped_column(String(40))
    country: Mapped[str] = mapped_column(String(2))
    programme: Mapped[str] = mapped_column(String(40))
    locale: Mapped[str] = mapped_column(String(12))
    employer: Mapped[str] = mapped_column(EncryptedText)
    offer: Mapped[str] = mapped_column(EncryptedText)
    contact: Mapped[str] = mapped_column(EncryptedText)
    state: Mapped[str] = mapped_column(String(12), default="waiting")
    promised_by: Mapped[datetime]
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
