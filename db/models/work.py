"""Who may work and what work waits: role leases and jobs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from db.types import EncryptedJson

_OPEN = text("state IN ('waiting', 'running')")


class Role(Base):
    """A lease: one holder of `poller` or `worker` at a time; `epoch` goes up with every new holder."""

    __tablename__ = "roles"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    holder: Mapped[str] = mapped_column(String(60))
    epoch: Mapped[int]
    expires_at: Mapped[datetime]


class Job(Base):
    """Work over 100 ms, done by the worker in chunks of a transaction each; `cursor` says where to go on."""

    __tablename__ = "jobs"
    __table_args__ = (
        Index("ix_jobs_open", "due_at", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    arguments: Mapped[Any] = mapped_column(EncryptedJson)
    dedupe_key: Mapped[str | None] = mapped_column(String(120), unique=True)
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    cursor: Mapped[Any | None] = mapped_column(EncryptedJson)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int | None]
    attempts: Mapped[int] = mapped_column(SmallInteger, default=0)
    error: Mapped[str | None] = mapped_column(String(200))
    due_at: Mapped[datetime]
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
