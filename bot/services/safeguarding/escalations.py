"""The tick that looks for concerns nobody acknowledged in time, each in a transaction of its own."""

from __future__ import annotations

from collections.abc import Callable

from bot.clock import Clock
from bot.services.safeguarding.alerts import Alerts
from db.queries import alerts as queries
from db.session import Database


class Escalations:
    """Looks at the few open concerns only; what is due lives in their rows."""

    def __init__(self, database: Database, clock: Clock, alerts: Alerts, wake: Callable[[], None]) -> None:
        self._database = database
        self._clock = clock
        self._alerts = alerts
        self._wake = wake

    async def run(self) -> None:
        """Tell whoever is next about everything that waited too long."""
        async with self._database.read() as session:
            ids = await queries.waiting(session)
        told = False
        for concern_id in ids:
            async with self._database.write() as session:
                concern = await queries.locked_concern(session, concern_id)
                if concern is not None and await self._alerts.escalate(session, concern, self._clock()):
                    told = True
        if told:
            self._wake()
