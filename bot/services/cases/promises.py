"""Keeping promises by the clock: a conversation that ended, and an answer that did not come."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.clock import Clock
from bot.domain.handoffs import State
from bot.errors import NotFound
from bot.messages import cases as messages
from bot.services.cases.cases import Case, Cases
from bot.services.cases.pings import Pings
from bot.services.organisations import Organisations
from db.models import StaffMember
from db.queries import cases as queries
from db.session import Database

_MOST_AT_ONCE = 100


class Promises:
    """A tick: each case in a transaction of its own, because it locks its person."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        cases: Cases,
        organisations: Organisations,
        pings: Pings,
        ring: Callable[[int], None],
    ) -> None:
        self._database = database
        self._clock = clock
        self._cases = cases
        self._organisations = organisations
        self._pings = pings
        self._ring = ring

    async def run(self) -> None:
        """End what is over, and tell everybody of promises that were broken."""
        async with self._database.read() as session:
            ended = await queries.ended_conversations(session, self._clock(), _MOST_AT_ONCE)
            broken = await queries.broken_promises(session, self._clock(), _MOST_AT_ONCE)
        for case_id in ended:
            await self._each(case_id, self._end)
        for case_id in broken:
            await self._each(case_id, self._break)

    async def _each(self, case_id: int, act: Callable[[Case], Awaitable[None]]) -> None:
        async with self._database.write() as session:
            try:
                case = await self._cases.opened(session, case_id, self._clock())
            except NotFound:
                return
            await act(case)
        self._ring(case_id)

    async def _end(self, case: Case) -> None:
        """A day without a word of the adviser: the bot is back, and says so."""
        if case.state is not State.CLAIMED or case.is_live:
            return
        case.handoff.state = State.PARKED
        case.go_quiet()
        case.note("ended")
        adviser = await self._adviser(case)
        await case.say(messages.bot_is_back(case.t, adviser.name if adviser else case.t.plain("cases.the_adviser")))

    async def _break(self, case: Case) -> None:
        """Nobody answered in time: back in the queue, colleagues are told, and so is the person."""
        if case.handoff.promised_by >= case.now:
            return
        case.note("promise_broken")
        case.handoff.returned_at = case.handoff.returned_at or case.now
        self._cases.put_back(case)
        await self._pings.promise_broken(case.session, case.handoff, case.now)
        organisation = self._organisations.get(case.handoff.organisation)
        promised = self._organisations.local(case.handoff.country, case.handoff.promised_by)
        await case.say(messages.promise_broken(case.t, organisation.name, promised))

    async def _adviser(self, case: Case) -> StaffMember | None:
        holder = case.handoff.adviser_id
        return await case.session.get(StaffMember, holder) if holder is not None else None
