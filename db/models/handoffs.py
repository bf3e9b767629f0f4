"""Handoffs: a person asked for a person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from db.types import EncryptedJson

_OPEN = text("state IN ('waiting', 'claimed')")


class Handoff(Base):
    """One request for a person; `packet` is exactly what the person left in when they sent it."""

    __tablename__ = "handoffs"
    __table_args__ = (
        Index("uq_handoffs_open", "person_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    organisation: Mapped[str] = mapped_column(String(40))
    topic: Mapped[str] = mapped_column(String(24))
    locale: Mapped[str] = mapped_column(String(12))
    country: Mapped[str] = mapped_column(String(2))
    council: Mapped[str | None] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(12), default="waiting")
    packet: Mapped[Any] = mapped_column(EncryptedJson)
    promised_by: Mapped[datetime]
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
