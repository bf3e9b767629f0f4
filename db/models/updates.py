"""Updates from Telegram: one row each for de-duplication, kept failures and the inbound side of a transcript."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from db.types import EncryptedBytes, EncryptedText


class InboundUpdate(Base):
    """One update; `text` is what the person wrote (known people only), `body` the raw bytes of one that failed."""

    __tablename__ = "updates"
    __table_args__ = (
        UniqueConstraint("bot_id", "update_id"),
        Index("ix_updates_chat_id_received_at", "chat_id", "received_at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    bot_id: Mapped[int]
    update_id: Mapped[int]
    chat_id: Mapped[int | None]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(24))
    state: Mapped[str] = mapped_column(String(12))
    message_id: Mapped[int | None]
    text: Mapped[str | None] = mapped_column(EncryptedText)
    body: Mapped[bytes | None] = mapped_column(EncryptedBytes)
    revision: Mapped[int | None]
    error: Mapped[str | None] = mapped_column(String(120))
    received_at: Mapped[datetime] = mapped_column(index=True)
