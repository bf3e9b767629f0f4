"""Broadcasts: what is sent to many, to whom, and what people want news about."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base

_DUE = text("state = 'approved'")


class Broadcast(Base):
    """One message to an audience of one country; each recipient is a row of the outbox that refers to it.

    States: `draft`, `waiting` (for a second person), `approved` (to go at `starts_at`), `sending`, `paused`,
    `cancelled`, `done`. `texts` is a map of locale to Telegram HTML with merge fields, `buttons` a list of
    `{"text": {locale: …}, "url": …}`. `about` and `about_id` name the occurrence or opportunity it is about: when that
    closes, nothing more is sent. `planned` is how many rows were written, `left_out` why others were not.
    """

    __tablename__ = "broadcasts"
    __table_args__ = (
        Index("ix_broadcasts_due", "starts_at", sqlite_where=_DUE, postgresql_where=_DUE),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    organisation: Mapped[str] = mapped_column(String(40), index=True)
    country: Mapped[str] = mapped_column(String(2))
    topic: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(10), default="draft")
    texts: Mapped[dict[str, Any]]
    buttons: Mapped[list[Any]] = mapped_column(JSON, default=list)
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachments.id", ondelete="SET NULL"))
    about: Mapped[str | None] = mapped_column(String(20))
    about_id: Mapped[int | None]
    audience: Mapped[dict[str, Any]]
    starts_at: Mapped[datetime | None]
    spread_minutes: Mapped[int] = mapped_column(default=0)
    expires_at: Mapped[datetime]
    check_by: Mapped[date | None] = mapped_column(Date)
    planned: Mapped[int] = mapped_column(default=0)
    left_out: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    tested_at: Mapped[datetime | None]
    approved_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    planned_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class BroadcastResponse(Base):
    """What somebody did with a broadcast, once a kind: `tapped`, `booked`, `opted_out`."""

    __tablename__ = "broadcast_responses"

    broadcast_id: Mapped[int] = mapped_column(ForeignKey("broadcasts.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    at: Mapped[datetime]


class NewsChoice(Base):
    """Whether somebody wants news of one topic; asked once, so a No is a row as well. `version` is of the question."""

    __tablename__ = "news_choices"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    topic: Mapped[str] = mapped_column(String(20), primary_key=True)
    wanted: Mapped[bool]
    version: Mapped[int] = mapped_column(SmallInteger)
    asked_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class SectorWish(Base):
    """A sector somebody is interested in, in plain sight for audiences; rewritten with their verdicts."""

    __tablename__ = "sector_wishes"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    sector: Mapped[str] = mapped_column(String(40), primary_key=True)
