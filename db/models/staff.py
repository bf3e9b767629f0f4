"""Staff: who may open the console, how they prove it, and what they have seen."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from db.types import EncryptedText


class StaffMember(Base):
    """Somebody who works for one organisation; `email` is in small letters.

    `roles` are adviser, coordinator, safeguarding_lead and admin. Empty `councils` or `programmes` mean all of the
    organisation's. `totp_step` is the time step of the last code used: each code works once.
    """

    __tablename__ = "staff"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(EncryptedText)
    organisation: Mapped[str] = mapped_column(String(40), index=True)
    roles: Mapped[list[str]]
    councils: Mapped[list[str]] = mapped_column(default=list)
    programmes: Mapped[list[str]] = mapped_column(default=list)
    locale: Mapped[str] = mapped_column(String(12), default="en")
    password_hash: Mapped[str | None] = mapped_column(String(200))
    totp_secret: Mapped[str | None] = mapped_column(EncryptedText)
    totp_step: Mapped[int | None]
    failures: Mapped[int] = mapped_column(SmallInteger, default=0)
    locked_until: Mapped[datetime | None]
    disabled_at: Mapped[datetime | None]
    telegram_chat_id: Mapped[int | None] = mapped_column(unique=True)
    away_until: Mapped[datetime | None]
    cover_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    created_at: Mapped[datetime]
    signed_in_at: Mapped[datetime | None]


class StaffLink(Base):
    """A link for one purpose (`invite`, `reset`, `telegram`), used once; only the digest of its token is kept."""

    __tablename__ = "staff_links"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[str] = mapped_column(String(12))
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]


class StaffSession(Base):
    """One signed-in browser; `is_verified` once the second factor was given, where one is set up."""

    __tablename__ = "staff_sessions"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    is_verified: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class AuditEntry(Base):
    """One view or change: who, what, of whom; never what was written. Only ever added to."""

    __tablename__ = "audit"
    __table_args__ = (
        Index("ix_audit_person_reference_id", "person_reference", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"), index=True)
    act: Mapped[str] = mapped_column(String(40))
    person_reference: Mapped[str | None] = mapped_column(String(12))
    subject: Mapped[str | None] = mapped_column(String(60))
    happened_at: Mapped[datetime] = mapped_column(index=True)
