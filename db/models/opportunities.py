"""What a person can say yes to, and who said yes; events have tables of their own."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base


class Opportunity(Base):
    """A course, placement, apprenticeship, vacancy, … ; texts are maps of locale to text."""

    __tablename__ = "opportunities"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    country: Mapped[str] = mapped_column(String(2), index=True)
    state: Mapped[str] = mapped_column(String(10), default="open")
    sample: Mapped[bool] = mapped_column(default=False)
    title: Mapped[dict[str, Any]]
    summary: Mapped[dict[str, Any]]
    organisation: Mapped[str] = mapped_column(String(120))
    sector: Mapped[str] = mapped_column(String(40))
    councils: Mapped[list[str]]
    online: Mapped[bool] = mapped_column(default=False)
    programmes: Mapped[list[str]]
    ring_fenced_for: Mapped[list[str]]
    rules: Mapped[dict[str, Any] | None]
    details: Mapped[dict[str, Any]]
    starts_on: Mapped[date | None] = mapped_column(Date)
    closes_on: Mapped[date | None] = mapped_column(Date)
    checked_on: Mapped[date] = mapped_column(Date)


class Interest(Base):
    """A person's saved "I'm interested" in one thing; at most one row per person and thing."""

    __tablename__ = "interests"
    __table_args__ = (UniqueConstraint("person_id", "about", "slug"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    about: Mapped[str] = mapped_column(String(12))
    slug: Mapped[str] = mapped_column(String(60))
    source: Mapped[str | None] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(12), default="interested")
    created_at: Mapped[datetime]
    guests: Mapped[int] = mapped_column(SmallInteger, default=0)
