"""A tick for held places: warnings, ends that are told, what closed early, and whose turn it is next."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.content.model import Content
from bot.domain.holds import (
    IN_LINE,
    STANDING,
    USES_ONE_UP,
    WARNINGS,
    HoldState,
    after_warning,
    holding_of,
    warning_at,
)
from bot.messages import holds as messages
from bot.services.eligibility.eligibility import Eligibility
from bot.services.events.reminder_plans import hours_of
from bot.services.journeys.hold_gate import HOLD
from bot.services.journeys.holds import Holds, end
from bot.services.journeys.next_moves import NextMoves
from bot.services.journeys.voice import tell, turn_of_ours
from bot.services.languages import Languages
from bot.services.turns import Turn
from db.models import Hold, Opportunity
from db.queries import holds as queries
from db.queries import people
from db.session import Database

_AT_ONCE = 50
_EACH_LINE = 200
Act = Callable[[Turn, Hold, Opportunity], Awaitable[None]]


class HoldUpkeep:
    """Each person in a transaction of their own; nothing lapses that was not warned of twice."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        content: Content,
        languages: Languages,
        eligibility: Eligibility,
        holds: Holds,
        next_moves: NextMoves,
    ) -> None:
        self._database = database
        self._clock = clock
        self._content = content
        self._languages = languages
        self._eligibility = eligibility
        self._holds = holds
        self._next_moves = next_moves

    async def run(self) -> None:
        """Everything that is due."""
        now = self._clock()
        async with self._database.read() as session:
            due = await queries.due(session, now, _AT_ONCE)
            closed = await queries.of_closed(session, STANDING - {HoldState.TAKEN}, now.date(), _AT_ONCE)
            lines = [row.id for row in await queries.with_a_line(session, _EACH_LINE) if self._is_due(row, now)]
        for hold_id, person_id in closed:
            await self._with(hold_id, person_id, self._close)
        for hold_id, person_id in due:
            await self._with(hold_id, person_id, self._warn_or_end)
        for opportunity_id in lines:
            await self._move_up(opportunity_id)

    def _is_due(self, row: Opportunity, now: datetime) -> bool:
        is_closed_early = row.state == "closed" and not (row.closes_on and row.closes_on < now.date())
        return row.state not in ("draft", "paused") and not is_closed_early and self._holds.is_drawn(row, now)

    async def _move_up(self, opportunity_id: int) -> None:
        """As many as there is room for, one after the other; whoever is left after a draw is told."""
        for states, act in ((IN_LINE, self._give), ({HoldState.ASKED}, self._put_in_reserve)):
            for _ in range(_EACH_LINE):
                async with self._database.read() as session:
                    found = await queries.next_in_line(session, opportunity_id, states)
                    is_given = act is not self._give or await self._has_room(session, opportunity_id)
                if found is None or not is_given or not await self._with(*found, act):
                    break

    async def _has_room(self, session: AsyncSession, opportunity_id: int) -> bool:
        row = await session.get(Opportunity, opportunity_id)
        holding = holding_of(row.holding) if row is not None else None
        return holding is not None and holding.room(await queries.count(session, opportunity_id, USES_ONE_UP))

    async def _with(self, hold_id: int, person_id: int, act: Act) -> bool:
        """Whether anything was done; somebody who may not be written to now is left for later."""
        async with self._database.write() as session:
            locked = await people.locked(session, person_id)
            found = await queries.get(session, hold_id) if locked else None
            if locked is None or found is None:
                return False
            turn = turn_of_ours(session, *locked, self._clock())
            before = (found[0].state, found[0].next_at)
            await act(turn, *found)
            await session.flush()
            is_held = found[0].state == HoldState.HELD
            await tell(turn, about=HOLD if is_held else None, about_id=hold_id if is_held else None)
        return (found[0].state, found[0].next_at) != before

    async def _warn_or_end(self, turn: Turn, hold: Hold, row: Opportunity) -> None:
        person, _ = turn.known()
        zone = self._eligibility.zone(person)
        if hold.state != HoldState.HELD or hold.next_at is None or hold.next_at > turn.now or hold.until is None:
            return
        allowed = hours_of(person).next_from(turn.now, zone)
        if allowed > turn.now:
            hold.next_at = allowed
        elif hold.warned < WARNINGS:
            hold.warned += 1
            hold.until = after_warning(hold.until, turn.now) if hold.warned == WARNINGS else hold.until
            hold.next_at = max(warning_at(hold.until.astimezone(zone), hold.warned), turn.now).astimezone(UTC)
            turn.say(messages.warning(self._languages.of(turn), self._holds.view(turn, hold, row)))
        else:
            await self._finish(turn, hold, row, HoldState.LAPSED)

    async def _close(self, turn: Turn, hold: Hold, row: Opportunity) -> None:
        if row.state == "closed" and hold.state in STANDING - {HoldState.TAKEN}:
            await self._finish(turn, hold, row, HoldState.GONE)

    async def _give(self, turn: Turn, hold: Hold, row: Opportunity) -> None:
        """Theirs, if there still is room under the lock."""
        if hold.state not in IN_LINE:
            return
        before = hold.state
        await self._holds.settle(turn, hold, row)
        if hold.state != HoldState.HELD:
            # Somebody was faster: they stand where they stood, and nothing is said.
            hold.state = before
            turn.outgoing.clear()

    async def _put_in_reserve(self, turn: Turn, hold: Hold, row: Opportunity) -> None:
        """The draw gave them none; where whoever asks first gets one they know already."""
        if hold.state == HoldState.ASKED and self._holds.draw_on(row) is not None:
            hold.state, hold.changed_at = HoldState.RESERVE, turn.now
            turn.say(messages.standing(self._languages.of(turn), self._holds.view(turn, hold, row)))
            await self._next_moves.offer(turn)

    async def _finish(self, turn: Turn, hold: Hold, row: Opportunity, state: HoldState) -> None:
        end(hold, state, turn.now)
        turn.say(messages.standing(self._languages.of(turn), self._holds.view(turn, hold, row)))
        await self._next_moves.offer(turn)
