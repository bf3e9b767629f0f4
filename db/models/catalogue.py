"""Around the opportunities: where each is found, what changed, what needs a person's eye, and who saw which."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, SmallInteger, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base

_TO_DO = text("done_at IS NULL")


class Find(Base):
    """One opportunity as one audience finds it; there are rows only while it is open.

    An audience is a council's id, `p:` and a programme, `online:` or `all:` and a country. `near` is 0 for what is the
    audience's own and 1 for what is next to it. `hours` is a set of bits, `last_day` the last day it may be shown.
    Both indexes hold every column that is asked for, in the order in which the best come first, so that a search reads
    as many rows as it shows and no more, whatever the size of the catalogue.
    """

    __tablename__ = "finds"
    __table_args__ = (
        Index("ix_finds_all", "audience", "near", "last_day", "opportunity_id", "kind", "hours", "role", "sector"),
        Index("ix_finds_sector", "audience", "sector", "near", "last_day", "opportunity_id", "kind", "hours", "role"),
    )

    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunities.id", ondelete="CASCADE"), primary_key=True)
    audience: Mapped[str] = mapped_column(String(50), primary_key=True)
    near: Mapped[int] = mapped_column(SmallInteger)
    last_day: Mapped[date] = mapped_column(Date)
    kind: Mapped[str] = mapped_column(String(20))
    sector: Mapped[str] = mapped_column(String(40))
    role: Mapped[str] = mapped_column(String(40), default="")
    hours: Mapped[int] = mapped_column(default=0)


class OpportunityChange(Base):
    """What somebody or a feed changed, when: `fields` maps each changed column to its value before."""

    __tablename__ = "opportunity_changes"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunities.id", ondelete="CASCADE"), index=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    source: Mapped[str | None] = mapped_column(String(40))
    fields: Mapped[Any] = mapped_column(JSON)
    at: Mapped[datetime]


class OpportunityCheck(Base):
    """Something a person should look at: a broken link, a day that passed, what people say is wrong; nobody's name."""

    __tablename__ = "opportunity_checks"
    __table_args__ = (
        UniqueConstraint("opportunity_id", "reason"),
        Index("ix_opportunity_checks_open", "id", sqlite_where=_TO_DO, postgresql_where=_TO_DO),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunities.id", ondelete="CASCADE"))
    reason: Mapped[str] = mapped_column(String(20))
    times: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))


class Sighting(Base):
    """The day somebody was first shown an opportunity, and whether they said that it is not their kind."""

    __tablename__ = "sightings"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunities.id", ondelete="CASCADE"), primary_key=True)
    seen_on: Mapped[date] = mapped_column(Date)
    refused: Mapped[bool] = mapped_column(default=False)
