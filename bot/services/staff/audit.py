"""The audit log: every view and change of a person, every sign-in, every change of staff; only ever added to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.access import Viewer
from db.queries import audit

PAGE = 25


@dataclass(frozen=True, slots=True)
class Noted:
    """One line of the log as an admin reads it."""

    staff_id: int
    staff_name: str
    act: str
    person_reference: str | None
    subject: str | None
    happened_at: datetime


@dataclass(frozen=True, slots=True)
class LogPage:
    """One page of the log, and how many lines there are altogether."""

    lines: Sequence[Noted]
    total: int


class Audit:
    """`act` is a short code such as `case.viewed`; `subject` names a thing (`staff:12`), never a person's words."""

    async def note(
        self,
        session: AsyncSession,
        staff_id: int | None,
        act: str,
        *,
        person_reference: str | None = None,
        subject: str | None = None,
        now: datetime,
    ) -> None:
        """Add a line, in the transaction of what it tells of."""
        await audit.add(session, staff_id, act, person_reference, subject, now)

    async def page(
        self,
        session: AsyncSession,
        viewer: Viewer,
        *,
        number: int,
        staff_id: int | None = None,
        person_reference: str | None = None,
    ) -> LogPage:
        """What staff of the viewer's organisation did, the newest first."""
        found = await audit.entries(
            session,
            viewer.organisation,
            staff_id=staff_id,
            person_reference=person_reference,
            skip=(number - 1) * PAGE,
            limit=PAGE,
        )
        total = await audit.count(session, viewer.organisation, staff_id=staff_id, person_reference=person_reference)
        lines = [
            Noted(member.id, member.name, entry.act, entry.person_reference, entry.subject, entry.happened_at)
            for entry, member in found
        ]
        return LogPage(lines, total)
