"""Unmatched messages: what nobody here understood, kept for a while so that it can be understood next time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from db.types import EncryptedText


class UnmatchedMessage(Base):
    """A message with names, numbers and addresses masked already.

    `person_id` is there so that erasing a person finds it; nobody who reviews is shown it.
    """

    __tablename__ = "unmatched"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    locale: Mapped[str] = mapped_column(String(12))
    country: Mapped[str | None] = mapped_column(String(2))
    asked: Mapped[str | None] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(EncryptedText)
    created_at: Mapped[datetime] = mapped_column(index=True)
