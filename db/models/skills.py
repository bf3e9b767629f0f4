"""Skills cards: what somebody says they can already do."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from db.types import EncryptedJson


class SkillsCard(Base):
    """One card a person; `lines` is what the domain's card writes, encrypted because it is their own words."""

    __tablename__ = "skills"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    lines: Mapped[Any] = mapped_column(EncryptedJson)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
