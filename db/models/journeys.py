"""From a yes to work: the places held for people, how far each got and who says so, and what was sent to whom."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, SmallInteger, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from db.types import EncryptedJson, EncryptedText

_HELD = text("state = 'held'")
_LINED_UP = text("state IN ('asked', 'reserve', 'to_confirm')")
_ASKS = text("asks_at IS NOT NULL")
_UNOPENED = text("state = 'sent'")


class Hold(Base):
    """A held interview, seat or post that somebody asked for; at most one row per person and opportunity.

    States: `to_confirm` (an adviser looks first), `asked` (in line), `reserve` (the draw is over and gave them none),
    `held` (until `until`), `taken` (their details were sent), `lapsed`, `given_back`, `refused`, `gone` (the
    opportunity closed). The line goes by `lot`, then by `id`. `next_at` is when a held one is warned or lapses next.
    """

    __tablename__ = "holds"
    __table_args__ = (
        UniqueConstraint("person_id", "opportunity_id"),
        Index("ix_holds_opportunity_id_state", "opportunity_id", "state"),
        Index("ix_holds_next_at", "next_at", sqlite_where=_HELD, postgresql_where=_HELD),
        Index("ix_holds_lined_up", "opportunity_id", "lot", "id", sqlite_where=_LINED_UP, postgresql_where=_LINED_UP),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunities.id", ondelete="CASCADE"))
    organisation: Mapped[str] = mapped_column(String(40), index=True)
    state: Mapped[str] = mapped_column(String(12))
    lot: Mapped[int] = mapped_column(default=0)
    until: Mapped[datetime | None]
    next_at: Mapped[datetime | None]
    warned: Mapped[int] = mapped_column(SmallInteger, default=0)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class Journey(Base):
    """How far somebody got with one opportunity, or with work they found themselves (`opportunity_id` is None).

    `said_by` tells who says that it stands so: `person`, `employer`, `adviser`, or `evidence` that an adviser has
    seen. `organisation` looks after it. `words` is what was written to the person last: an invitation, or what is
    missing. `kind` says what was started, `weeks` how long it lasted at the last check-in, and `asks_at` when the
    next question is due; `asked` counts those that nobody answered, and `is_quiet` is the person's wish for none.
    """

    __tablename__ = "journeys"
    __table_args__ = (
        UniqueConstraint("person_id", "opportunity_id"),
        Index("ix_journeys_asks_at", "asks_at", sqlite_where=_ASKS, postgresql_where=_ASKS),
        Index("ix_journeys_organisation_stage", "organisation", "stage"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    opportunity_id: Mapped[int | None] = mapped_column(ForeignKey("opportunities.id", ondelete="CASCADE"))
    organisation: Mapped[str] = mapped_column(String(40))
    stage: Mapped[str] = mapped_column(String(16), default="interested")
    said_by: Mapped[str] = mapped_column(String(10), default="person")
    kind: Mapped[str | None] = mapped_column(String(16))
    reason: Mapped[str | None] = mapped_column(String(24))
    words: Mapped[str | None] = mapped_column(EncryptedText)
    started_on: Mapped[date | None] = mapped_column(Date)
    weeks: Mapped[int] = mapped_column(SmallInteger, default=0)
    asks_at: Mapped[datetime | None]
    asked: Mapped[int] = mapped_column(SmallInteger, default=0)
    is_quiet: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class JourneyStep(Base):
    """One thing that happened on a journey, in order: nothing is ever changed here, a mistake is a step of its own."""

    __tablename__ = "journey_steps"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    journey_id: Mapped[int] = mapped_column(ForeignKey("journeys.id", ondelete="CASCADE"), index=True)
    stage: Mapped[str] = mapped_column(String(16))
    said_by: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str | None] = mapped_column(String(24))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    at: Mapped[datetime]


class Referral(Base):
    """What somebody sent to an organisation about themselves, and what became of it; `packet` is exactly that.

    `contact` is the organisation's own address. States: `sent`, `opened`, `accepted`, `returned` (nobody
    opened it by `return_at`), `done`. `agreed_version` is the version of the words the person said yes to.
    """

    __tablename__ = "referrals"
    __table_args__ = (
        Index("ix_referrals_return_at", "return_at", sqlite_where=_UNOPENED, postgresql_where=_UNOPENED),
        Index("ix_referrals_contact", "contact"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    journey_id: Mapped[int] = mapped_column(ForeignKey("journeys.id", ondelete="CASCADE"), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    contact: Mapped[str] = mapped_column(String(254))
    way: Mapped[str] = mapped_column(String(10))
    packet: Mapped[Any] = mapped_column(EncryptedJson)
    agreed_version: Mapped[int] = mapped_column(SmallInteger, default=1)
    state: Mapped[str] = mapped_column(String(10), default="sent")
    sent_at: Mapped[datetime]
    return_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]


class ReferralLink(Base):
    """A way for one contact to the candidates sent to them: the link opens once, then a browser holds `session`.

    Only digests are kept; nothing in a link says whom it is about.
    """

    __tablename__ = "referral_links"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    contact: Mapped[str] = mapped_column(String(254), index=True)
    country: Mapped[str] = mapped_column(String(2))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    session: Mapped[str | None] = mapped_column(String(64), unique=True)
    session_until: Mapped[datetime | None]


class StepPage(Base):
    """What somebody chose to show of what they did: the words as they stood, behind an address that runs out."""

    __tablename__ = "step_pages"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), unique=True)
    locale: Mapped[str] = mapped_column(String(12))
    lines: Mapped[Any] = mapped_column(EncryptedJson)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
