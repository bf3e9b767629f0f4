"""Where advisers say who may have a held place: the list, yes, and no."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.access import Subject
from bot.domain.holds import HoldState
from bot.errors import NotFound, NotPossible
from bot.messages import holds as messages
from bot.services.journeys.holds import Holds, end
from bot.services.journeys.next_moves import NextMoves
from bot.services.journeys.voice import tell, turn_of_ours
from bot.services.languages import Languages
from bot.services.turns import Turn
from db.models import Hold, Opportunity, Person
from db.queries import holds as queries
from db.queries import people

_MOST = 100
_SHOWN_AFTER = timedelta(days=14)


class HoldDesk:
    """Everything here is one transaction that locks the person first, then the opportunity."""

    def __init__(self, languages: Languages, holds: Holds, next_moves: NextMoves) -> None:
        self._languages = languages
        self._holds = holds
        self._next_moves = next_moves

    async def waiting(self, session: AsyncSession, organisation: str) -> list[tuple[Hold, Opportunity, Person]]:
        """What waits for a look, oldest first."""
        return await queries.to_confirm(session, organisation, _MOST)

    async def out_of_reach(
        self, session: AsyncSession, organisation: str, now: datetime
    ) -> list[tuple[Hold, Opportunity, Person]]:
        """Whose place runs out, or ran out, without their reading so: they said stop, or blocked the bot."""
        return await queries.out_of_reach(session, organisation, now - _SHOWN_AFTER, _MOST)

    async def subject(self, session: AsyncSession, hold_id: int) -> Subject | None:
        """Whose business a held place is."""
        found = await queries.get(session, hold_id)
        person = await people.get(session, found[0].person_id) if found else None
        return Subject(found[0].organisation, person.council) if found and person else None

    async def confirm(self, session: AsyncSession, staff_id: int, hold_id: int, now: datetime) -> str:
        """The programme takes them: they get one, or their place in line. Their reference."""
        turn, hold, row = await self._open(session, staff_id, hold_id, now)
        await self._holds.settle(turn, hold, row)
        await tell(turn)
        return turn.known()[0].reference

    async def refuse(self, session: AsyncSession, staff_id: int, hold_id: int, now: datetime) -> str:
        """It does not fit now; they read so at once, with what is nearest. Their reference."""
        turn, hold, row = await self._open(session, staff_id, hold_id, now)
        end(hold, HoldState.REFUSED, now)
        turn.say(messages.standing(self._languages.of(turn), self._holds.view(turn, hold, row)))
        await self._next_moves.offer(turn)
        await tell(turn)
        return turn.known()[0].reference

    async def _open(
        self, session: AsyncSession, staff_id: int, hold_id: int, now: datetime
    ) -> tuple[Turn, Hold, Opportunity]:
        """Raises NotFound, or NotPossible when a colleague was faster."""
        found = await queries.get(session, hold_id)
        locked = await people.locked(session, found[0].person_id) if found else None
        found = await queries.get(session, hold_id) if locked else None
        if found is None or locked is None:
            raise NotFound("hold", hold_id)
        if found[0].state != HoldState.TO_CONFIRM:
            raise NotPossible("confirm", found[0].state)
        found[0].staff_id = staff_id
        return turn_of_ours(session, *locked, now), *found
