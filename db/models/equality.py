"""Equality questions: sealed answers, the log of consent, one-time links and published tables, apart from all else."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from db.types import EncryptedJson


class EqualityAnswer(Base):
    """One answer, sealed with its follow-up and padded: which row is there and how long it is say nothing of it."""

    __tablename__ = "equality_answers"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    question: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[Any] = mapped_column(EncryptedJson)
    consent_version: Mapped[str] = mapped_column(String(20))
    answered_at: Mapped[datetime] = mapped_column(index=True)


class EqualityConsent(Base):
    """One act in the consent log: offered, declined, given or withdrawn, with the version of the text that was shown.

    Only ever added to; `door` is where it was done, `chat` or `page`.
    """

    __tablename__ = "equality_consents"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    act: Mapped[str] = mapped_column(String(12))
    version: Mapped[str] = mapped_column(String(20))
    door: Mapped[str] = mapped_column(String(4))
    happened_at: Mapped[datetime]


class EqualityLink(Base):
    """A link to the private page, used once; only the digest of its token is kept."""

    __tablename__ = "equality_links"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]


class EqualityTables(Base):
    """What was published for one month, small numbers suppressed already; never computed again, so never subtracted."""

    __tablename__ = "equality_tables"

    country: Mapped[str] = mapped_column(String(2), primary_key=True)
    month: Mapped[date] = mapped_column(Date, primary_key=True)
    tables: Mapped[dict[str, Any]]
    published_at: Mapped[datetime]
