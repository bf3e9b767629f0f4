"""Telling advisers that somebody waits: whom of them, and with which link; nothing personal leaves the console."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.services.safeguarding.alerts import Alerts
from db.models import Handoff
from db.queries import staff as queries


class Pings:
    """One ping a case and colleague until they open it; whoever linked no Telegram account sees it in the console."""

    def __init__(self, alerts: Alerts, console_url: str) -> None:
        self._alerts = alerts
        self._console_url = console_url.rstrip("/")

    async def person_wrote(self, session: AsyncSession, case: Handoff, now: datetime) -> None:
        """Tell the adviser of a case, or whoever covers for them; a case that waits is everybody's and pings nobody."""
        adviser = await queries.reachable(session, case.adviser_id, now) if case.adviser_id is not None else None
        if adviser is not None:
            link = self._link(case)
            await self._alerts.ping(session, adviser, "alerts.person_wrote", link, about_id=case.id, now=now)

    async def promise_broken(self, session: AsyncSession, case: Handoff, now: datetime) -> None:
        """Tell every adviser of the organisation."""
        for colleague in await queries.advisers_of(session, case.organisation):
            link = self._link(case)
            await self._alerts.ping(session, colleague, "alerts.promise_broken", link, about_id=case.id, now=now)

    async def seen(self, session: AsyncSession, staff_id: int, case_id: int) -> None:
        """They opened the case: the next message pings them again."""
        await self._alerts.seen(session, staff_id, case_id)

    def _link(self, case: Handoff) -> str:
        return f"{self._console_url}/console/cases/{case.id}"
