"""The safeguarding rota: who is on call for an organisation, and who is next when they do not answer."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base


class DutyShift(Base):
    """One shift of one lead; shifts of an organisation may overlap at their ends."""

    __tablename__ = "duty_shifts"
    __table_args__ = (
        Index("ix_duty_shifts_organisation_ends_at", "organisation", "ends_at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation: Mapped[str] = mapped_column(String(40))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    second_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
