"""The outbox: everything anybody receives is a row here, before it is sent and after."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from db.types import EncryptedBytes, EncryptedJson

_OPEN = text("state IN ('queued', 'sending')")
_QUEUED = text("state = 'queued'")
_SENDING = text("state = 'sending'")
_KEYED = text("dedupe_key IS NOT NULL")
_ABOUT = text("about_id IS NOT NULL")


class OutboxMessage(Base):
    """One message to one chat.

    `content` is our own OutgoingMessage as JSON; `about` and `about_id` name what must still hold when it is sent.
    `due_at` is when it should go: from then on it holds back what is behind it in its chat and lane. `ready_at` is
    when the sender looks at it next: the due time, the time of a retry, or later while its chat is busy.
    `uncertain` counts attempts whose answer was lost: each may have arrived.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_queued",
            "channel",
            "lane",
            "ready_at",
            "id",
            sqlite_where=_QUEUED,
            postgresql_where=_QUEUED,
        ),
        Index("ix_outbox_open", "chat_id", "lane", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_outbox_sending", "epoch", sqlite_where=_SENDING, postgresql_where=_SENDING),
        # Most rows have no key; leaving them out keeps the cheapest insert cheap.
        Index("uq_outbox_dedupe_key", "dedupe_key", unique=True, sqlite_where=_KEYED, postgresql_where=_KEYED),
        Index("ix_outbox_about", "about", "about_id", "id", sqlite_where=_ABOUT, postgresql_where=_ABOUT),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    channel: Mapped[str] = mapped_column(String(10), default="telegram")
    chat_id: Mapped[int | None]
    lane: Mapped[int] = mapped_column(SmallInteger, default=0)
    due_at: Mapped[datetime]
    ready_at: Mapped[datetime]
    dedupe_key: Mapped[str | None] = mapped_column(String(120))
    state: Mapped[str] = mapped_column(String(10), default="queued")
    content: Mapped[Any | None] = mapped_column(EncryptedJson)
    about: Mapped[str | None] = mapped_column(String(20))
    about_id: Mapped[int | None]
    attempts: Mapped[int] = mapped_column(SmallInteger, default=0)
    uncertain: Mapped[int] = mapped_column(SmallInteger, default=0)
    epoch: Mapped[int | None]
    message_id: Mapped[int | None]
    reason: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]


class Attachment(Base):
    """A file we send: uploaded once, then sent again by Telegram's `file_id`."""

    __tablename__ = "attachments"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    mime: Mapped[str] = mapped_column(String(80))
    content: Mapped[bytes | None] = mapped_column(EncryptedBytes)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    file_id: Mapped[str | None] = mapped_column(String(255))
    created_at: Mapped[datetime]
