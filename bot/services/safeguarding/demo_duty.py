"""The demo's rota: its invented leads are on call in every opening of the next weeks. It exists only in the demo."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.services.safeguarding.duty import Duty
from bot.services.staff.door import Door
from db.models import DutyShift
from db.queries import duty as queries

_AHEAD = timedelta(days=28)


class DemoDuty:
    """Fills only what is empty, so that a rota somebody tried out stays as they left it."""

    def __init__(self, door: Door, duty: Duty, organisations: tuple[str, ...]) -> None:
        self._door = door
        self._duty = duty
        self._organisations = organisations

    async def load(self) -> None:
        """Put leads on call where nobody ever was for the weeks to come."""
        now = self._door.now
        for organisation in self._organisations:
            async with self._door.write() as session:
                leads = await self._duty.leads(session, organisation)
                if leads and not await queries.shifts(session, organisation, now, now + _AHEAD):
                    second = leads[1].id if len(leads) > 1 else None
                    session.add_all(self._shifts(organisation, leads[0].id, second, now))

    def _shifts(self, organisation: str, lead: int, second: int | None, now: datetime) -> list[DutyShift]:
        return [
            DutyShift(
                organisation=organisation, staff_id=lead, second_id=second, starts_at=span.starts, ends_at=span.ends
            )
            for span in self._duty.open_hours(organisation, now, now + _AHEAD)
        ]
