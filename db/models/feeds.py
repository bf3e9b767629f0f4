"""Feeds: what was last fetched, which links work, and files that staff brought."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from db.types import EncryptedBytes


class FeedState(Base):
    """What is known of one fetched feed: what its server said last time, and what came of it."""

    __tablename__ = "feed_states"

    source: Mapped[str] = mapped_column(String(40), primary_key=True)
    etag: Mapped[str | None] = mapped_column(String(200))
    last_modified: Mapped[str | None] = mapped_column(String(60))
    checked_at: Mapped[datetime]
    changed_at: Mapped[datetime | None]
    problem: Mapped[str | None] = mapped_column(String(200))
    tally: Mapped[Any | None] = mapped_column(JSON(none_as_null=True))


class LinkCheck(Base):
    """When an address was last looked at; `failures` counts the times in a row that it did not answer well."""

    __tablename__ = "link_checks"
    __table_args__ = (Index("ix_link_checks_checked_at", "checked_at"),)

    url: Mapped[str] = mapped_column(String(500), primary_key=True)
    checked_at: Mapped[datetime]
    failures: Mapped[int] = mapped_column(SmallInteger, default=0)
    status: Mapped[int | None] = mapped_column(SmallInteger)


class Upload(Base):
    """A file that somebody of the staff brought. States: `waiting`, `rehearsed`,
    `confirmed`, `running`, `done`, `refused`, `left`.

    `rehearsal` and `outcome` are tallies as JSON; the file goes as soon as it is in.
    """

    __tablename__ = "uploads"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    organisation: Mapped[str | None] = mapped_column(String(120))
    country: Mapped[str] = mapped_column(String(2))
    format: Mapped[str] = mapped_column(String(20))
    source: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(12))
    data: Mapped[bytes | None] = mapped_column(EncryptedBytes)
    rehearsal: Mapped[Any | None] = mapped_column(JSON(none_as_null=True))
    outcome: Mapped[Any | None] = mapped_column(JSON(none_as_null=True))
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
