"""The lead's side of safeguarding: the log, one concern, acknowledge, note, close, let news come again. All audited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.access import Subject, Viewer
from bot.errors import BadInput, NotFound
from bot.services.safeguarding.alerts import ABOUT, Alerts
from bot.services.staff.audit import Audit
from db.models import Concern, ConcernNote, OutboxMessage, StaffMember
from db.queries import alerts, concerns, people

LONGEST_NOTE = 4000


@dataclass(frozen=True, slots=True)
class ConcernPage:
    """One concern with everything about it, and who acknowledged it."""

    concern: Concern
    notes: Sequence[tuple[ConcernNote, StaffMember | None]]
    acknowledged_by: StaffMember | None
    told: Sequence[OutboxMessage]
    news_paused: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many concerns are open, and how many of these nobody has yet."""

    open: int
    nobodys: int


class SafeguardingDesk:
    """A concern of another organisation does not exist here; without a lead it is the command line that reads."""

    def __init__(self, alerts: Alerts, audit: Audit) -> None:
        self._alerts = alerts
        self._audit = audit

    async def listed(
        self, session: AsyncSession, lead: Viewer | None, now: datetime, *, closed: bool = False
    ) -> Sequence[Concern]:
        """The open concerns, danger first and then by when they must be read; or the closed ones, newest first."""
        found = await concerns.listed(session, lead.organisation if lead else None, closed=closed)
        await self._note(session, lead, "concern.listed", None, now)
        return found

    async def waiting(self, session: AsyncSession, lead: Viewer) -> Waiting:
        """How many concerns are open; a number tells of nobody, so no look is noted."""
        counted = await concerns.counted(session, lead.organisation)
        nobodys = counted.get("open", 0)
        return Waiting(nobodys + counted.get("acknowledged", 0), nobodys)

    async def read(self, session: AsyncSession, lead: Viewer | None, concern_id: int, now: datetime) -> ConcernPage:
        """One concern: the words, the notes, who was told and when; raises NotFound."""
        concern = await self._found(session, lead, concern_id)
        await self._note(session, lead, "concern.viewed", concern, now)
        person = await people.get(session, concern.person_id) if concern.person_id is not None else None
        return ConcernPage(
            concern,
            await concerns.notes(session, concern.id),
            await concerns.acknowledger(session, concern),
            await alerts.sent_about(session, ABOUT, concern.id),
            person is not None and person.news_paused_at is not None,
        )

    async def acknowledge(self, session: AsyncSession, lead: Viewer | None, concern_id: int, now: datetime) -> bool:
        """ "I have it": the timer stops and nobody else is told; False when somebody had it before."""
        concern = await self._found(session, lead, concern_id)
        if concern.state != "open":
            return False
        concern.state, concern.acknowledged_at = "acknowledged", now
        concern.acknowledged_by = lead.id if lead else None
        await self._alerts.settled(session, concern)
        await self._note(session, lead, "concern.acknowledged", concern, now)
        return True

    async def write_note(self, session: AsyncSession, lead: Viewer, concern_id: int, text: str, now: datetime) -> None:
        """What was done or decided; never sent to anybody."""
        text = text.strip()
        if not text or len(text) > LONGEST_NOTE:
            raise BadInput("text", "long" if text else "missing")
        concern = await self._found(session, lead, concern_id)
        session.add(ConcernNote(concern_id=concern.id, staff_id=lead.id, text=text, written_at=now))
        await self._note(session, lead, "concern.noted", concern, now)

    async def close(self, session: AsyncSession, lead: Viewer | None, concern_id: int, now: datetime) -> bool:
        """It is dealt with; False when it was closed already. What an erased person left goes with it."""
        concern = await self._found(session, lead, concern_id)
        if concern.state == "closed":
            return False
        concern.acknowledged_at = concern.acknowledged_at or now
        concern.state, concern.closed_at = "closed", now
        await self._alerts.settled(session, concern)
        await self._note(session, lead, "concern.closed", concern, now)
        if concern.person_id is None:
            await session.delete(concern)
        return True

    async def resume_news(self, session: AsyncSession, lead: Viewer, concern_id: int, now: datetime) -> bool:
        """Let bulk messages reach the person again, silently; False when nothing was paused or nobody is there."""
        concern = await self._of(await concerns.get(session, concern_id), lead, concern_id)
        locked = await people.locked(session, concern.person_id) if concern.person_id is not None else None
        if locked is None or locked[0].news_paused_at is None:
            return False
        locked[0].news_paused_at = None
        await self._note(session, lead, "concern.news_resumed", concern, now)
        return True

    async def subject(self, session: AsyncSession, concern_id: int) -> Subject | None:
        """A concern as access sees it; None when there is none."""
        found = await concerns.get(session, concern_id)
        return Subject(found.organisation) if found is not None else None

    async def _found(self, session: AsyncSession, lead: Viewer | None, concern_id: int) -> Concern:
        return await self._of(await alerts.locked_concern(session, concern_id), lead, concern_id)

    async def _of(self, concern: Concern | None, lead: Viewer | None, concern_id: int) -> Concern:
        if concern is None or (lead is not None and concern.organisation != lead.organisation):
            raise NotFound("concern", concern_id)
        return concern

    async def _note(
        self, session: AsyncSession, lead: Viewer | None, act: str, concern: Concern | None, now: datetime
    ) -> None:
        await self._audit.note(
            session,
            lead.id if lead else None,
            act,
            person_reference=concern.reference if concern else None,
            subject=f"concern:{concern.id}" if concern else None,
            now=now,
        )
