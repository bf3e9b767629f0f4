"""What a person can say yes to, and who said yes; events have tables of their own."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base


class Opportunity(Base):
    """A course, placement, apprenticeship, vacancy, … ; texts are maps of locale to finished Telegram HTML.

    States: `draft`, `open`, `paused`, `full`, `closed`. `organisation` is what people read, `organiser` the id of the
    organisation that staff belong to; a placement may have several `employers`. `pay` is `{"low", "high", "per",
    "currency", "basis", "text", "guessed", "pro_rata"}`, `hours` `{"low", "high", "patterns", "text", "guaranteed"}`,
    `apply` `{"url", "email", "phone", "text"}`, amounts as text. `prepares_for` names other opportunities. `source`
    and `source_id` say which feed it is from; `fingerprint` changes with what that feed says. `holding` is what is held
    for the people of `ring_fenced_for`: `{"what", "posts", "candidates", "allot", "confirm"}`.
    """

    __tablename__ = "opportunities"
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
    employers: Mapped[list[str]] = mapped_column(default=list)
    sector: Mapped[str] = mapped_column(String(40))
    role: Mapped[str | None] = mapped_column(String(40))
    councils: Mapped[list[str]]
    online: Mapped[bool] = mapped_column(default=False)
    programmes: Mapped[list[str]]
    ring_fenced_for: Mapped[list[str]]
    holding: Mapped[dict[str, Any] | None]
    rules: Mapped[dict[str, Any] | None]
    details: Mapped[dict[str, Any]]
    needs: Mapped[dict[str, Any] | None]
    hours: Mapped[dict[str, Any] | None]
    pay: Mapped[dict[str, Any] | None]
    contract: Mapped[str | None] = mapped_column(String(20))
    has_training: Mapped[bool | None]
    disability_confident: Mapped[bool | None]
    apply: Mapped[dict[str, Any] | None]
    prepares_for: Mapped[list[str]] = mapped_column(default=list)
    guarantees_interview: Mapped[bool] = mapped_column(default=False)
    starts_on: Mapped[date | None] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    closes_on: Mapped[date | None] = mapped_column(Date)
    checked_on: Mapped[date] = mapped_column(Date)
    check_by: Mapped[date | None] = mapped_column(Date)
    source: Mapped[str | None] = mapped_column(String(40))
    source_id: Mapped[str | None] = mapped_column(String(200))
    fingerprint: Mapped[str | None] = mapped_column(String(64))


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
