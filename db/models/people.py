"""People and what they told us: plain columns for what is counted and matched, encrypted ones for the rest."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, SmallInteger, String, Time
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from db.types import EncryptedJson


class Person(Base):
    """Somebody who chats with us; `reference` is how staff name them, `chat_id` is Telegram's private chat.

    An age is kept as the days its holder may have been born on, never narrower than a month. `places` are the
    councils or municipalities they may live in; `council` is the one, when it is certain. `verdicts_revision` is the
    content their verdicts were judged under, None as soon as an answer changes.
    `hours_from` and `hours_to` are the hours of the day, where they are, in which they want to be written to first;
    None is our own.
    """

    __tablename__ = "people"
    __table_args__ = (
        Index("ix_people_verdicts_revision", "verdicts_revision"),
        Index("ix_people_verdicts_valid_until", "verdicts_valid_until"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    chat_id: Mapped[int] = mapped_column(unique=True)
    locale: Mapped[str | None] = mapped_column(String(12))
    country: Mapped[str | None] = mapped_column(String(2))
    outcode: Mapped[str | None] = mapped_column(String(4))
    council: Mapped[str | None] = mapped_column(String(40))
    places: Mapped[list[str]] = mapped_column(default=list)
    born_from: Mapped[date | None] = mapped_column(Date)
    born_to: Mapped[date | None] = mapped_column(Date)
    answers: Mapped[Any] = mapped_column(EncryptedJson, default=dict)
    reach: Mapped[str] = mapped_column(String(12), default="active")
    verdicts_revision: Mapped[str | None] = mapped_column(String(64))
    verdicts_valid_until: Mapped[date | None] = mapped_column(Date)
    source: Mapped[str | None] = mapped_column(String(64))
    hours_from: Mapped[time | None] = mapped_column(Time)
    hours_to: Mapped[time | None] = mapped_column(Time)
    stopped_at: Mapped[datetime | None]
    news_paused_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]


class ProgrammeVerdict(Base):
    """How one programme stood for a person when it was last judged, under the content revision kept on the person."""

    __tablename__ = "verdicts"
    __table_args__ = (Index("ix_verdicts_programme_verdict", "programme", "verdict"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    programme: Mapped[str] = mapped_column(String(40), primary_key=True)
    verdict: Mapped[str] = mapped_column(String(12))
    judged_at: Mapped[datetime]


class Conversation(Base):
    """Where a chat stands; `revision` goes up with every change, so an old button can be told from a fresh one.

    While `live_until` lies ahead an adviser speaks here and the bot is silent. `case_id` is the open handoff or, until
    `case_ends_at`, the one just closed: what is written meanwhile may still be meant for its adviser.
    """

    __tablename__ = "conversations"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    step: Mapped[str] = mapped_column(String(60), default="")
    draft: Mapped[Any] = mapped_column(EncryptedJson, default=dict)
    revision: Mapped[int] = mapped_column(default=0)
    misses: Mapped[int] = mapped_column(SmallInteger, default=0)
    media_group_id: Mapped[str | None] = mapped_column(String(40))
    burst_told_at: Mapped[datetime | None]
    other_language_at: Mapped[datetime | None]
    live_until: Mapped[datetime | None]
    case_id: Mapped[int | None]
    case_ends_at: Mapped[datetime | None]
