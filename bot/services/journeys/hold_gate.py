"""The last word before somebody reads that something is held for them: it still is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.holds import HoldState
from bot.services.gates import Due, Verdict
from db.queries import holds as queries
from db.queries import people

HOLD = "hold"


class HoldGate:
    """What was closed, given back or used meanwhile is not told as held."""

    async def judge(self, session: AsyncSession, rows: Sequence[Due], now: datetime) -> Mapping[int, Verdict]:
        """Why not, for those that are not to be sent; the rest goes as it was queued."""
        verdicts: dict[int, Verdict] = {}
        for row in rows:
            found, person = await queries.get(session, row.about_id or 0), await people.get(session, row.person_id or 0)
            if found is None or person is None:
                verdicts[row.id] = "the held place is gone"
            elif person.stopped_at is not None:
                verdicts[row.id] = "stopped"
            elif found[0].state != HoldState.HELD or found[1].state in ("closed", "paused"):
                verdicts[row.id] = "not held any more"
        return verdicts
