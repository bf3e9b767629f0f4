"""Whether anybody would be told of a concern: said at the start, every few hours, and by the health page."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.services.mail import Mail
from bot.services.organisations import Organisations
from bot.services.safeguarding.duty import AHEAD, Duty
from db.faults import Fault, fault_of
from db.session import Database

log = logging.getLogger(__name__)

WELL = "ok"
NOBODY = "nobody can be reached"
GAPS = "nobody is on call for part of the next 7 days"
UNKNOWN = "unknown"
_KEPT_FOR = timedelta(minutes=1)


class Reachability:
    """Looks at whoever answers for each country; a lead is reached by Telegram, or by e-mail where that is set up."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        duty: Duty,
        mail: Mail,
        organisations: Organisations,
        countries: tuple[str, ...],
    ) -> None:
        self._database = database
        self._clock = clock
        self._duty = duty
        self._mail = mail
        self._answerable = tuple(organisations.controller(country).id for country in countries)
        self._said: tuple[str, datetime] | None = None

    async def said(self) -> str:
        """The worst there is, looked up at most once a minute; the database being away changes no health page."""
        now = self._clock()
        if self._said is None or now - self._said[1] >= _KEPT_FOR:
            self._said = (await self._worst(now), now)
        return self._said[0]

    async def warn(self) -> None:
        """Say in the log where nobody would be told."""
        now = self._clock()
        async with self._database.read() as session:
            for organisation in self._answerable:
                state = await self._state(session, organisation, now)
                if state != WELL:
                    log.warning("safeguarding at %s: %s", organisation, state)

    async def _worst(self, now: datetime) -> str:
        try:
            async with self._database.read() as session:
                found = {await self._state(session, organisation, now) for organisation in self._answerable}
        except Exception as error:
            if fault_of(error) is Fault.BUG:
                raise
            return UNKNOWN
        return next((state for state in (NOBODY, GAPS) if state in found), WELL)

    async def _state(self, session: AsyncSession, organisation: str, now: datetime) -> str:
        leads = await self._duty.leads(session, organisation)
        if not any(lead.telegram_chat_id is not None or self._mail.is_set_up for lead in leads):
            return NOBODY
        return GAPS if await self._duty.gaps(session, organisation, now, now + AHEAD) else WELL
