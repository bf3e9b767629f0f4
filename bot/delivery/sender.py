"""The sender: claim, commit, send, record. The only code that sends what is in the outbox."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress

from bot.clock import Clock
from bot.delivery.carrier import Carrier
from bot.delivery.claims import Catch, Claims, Parcel, Room
from bot.delivery.gate import Gate, OpenGate
from bot.delivery.gateway import Gateway
from bot.delivery.leases import Term
from bot.delivery.outcomes import NotSent, Outcome, Sent, Stop, Uncertain, Wait
from bot.delivery.pace import BULK, Pace
from bot.delivery.records import Lost, Result, record_of
from bot.delivery.wakeups import Wakeups
from db.faults import Fault, fault_of
from db.queries import claiming, reach
from db.session import Database

log = logging.getLogger(__name__)

# Without a wake-up the outbox is looked at this often: a notification may be lost.
_POLL = 1.0
# Under load one transaction serves many; when there is little to do nothing waits. Nobody waits for bulk's answers.
_BOOKS_APART = 0.005
_BULK_BOOKS_APART = 0.06
_PAUSE_AFTER_FAULT = 0.5
_LONGEST_PAUSE = 30.0
# A parcel that could not leave for so long is handed back, so that it can still be cancelled.
_STALE = 1.0
_A_MOMENT = 0.005


class SendingStopped(Exception):
    """Telegram will take nothing more from us: the token is wrong, or somebody else uses it."""


class Sender:
    """Sends while it holds a term of the worker's lease; may be run again for the next term."""

    def __init__(
        self,
        database: Database,
        gateway: Gateway,
        pace: Pace,
        wakeups: Wakeups,
        clock: Clock,
        *,
        gate: Gate | None = None,
        in_flight: int = 64,
        grace: float = 10.0,
    ) -> None:
        self._database = database
        self._carrier = Carrier(database, gateway, pace)
        self._claims = Claims(pace, gate or OpenGate())
        self._pace = pace
        self._clock = clock
        self._in_flight = in_flight
        self._grace = grace
        self._bell = wakeups.subscribe()
        self._cargo = asyncio.Event()
        self._parcels: list[tuple[float, Parcel]] = []
        self._flying: dict[asyncio.Task[None], Parcel] = {}
        self._results: list[Result] = []
        self._lost: list[Lost] = []
        self._look_at = self._books_at = 0.0
        self._unconnected = 0
        self._refusal: str | None = None
        self._taken_over = False

    async def run(self, term: Term, stop: asyncio.Event) -> None:
        """Send until told to stop, then finish what is in flight; raises SendingStopped when Telegram refuses us."""
        ringing = asyncio.create_task(_ring_at(stop, self._bell))
        self._taken_over = False
        self._look_at = self._pace.now()
        # Beside the books: a message that waited for a transaction would lose its slot, and the slot after each second.
        leaving = asyncio.create_task(self._dispatch(term))
        leaving.add_done_callback(lambda _: self._bell.set())
        try:
            while not stop.is_set() and self._refusal is None and not leaving.done():
                await self._round(term)
            await _ended(leaving)
            await self._wind_down(term)
        finally:
            ringing.cancel()
            leaving.cancel()
            await self._let_go()
        if self._refusal is not None:
            raise SendingStopped(self._refusal)

    async def _round(self, term: Term) -> None:
        if (pause := self._books_due() - self._pace.now()) <= 0:
            await self._keep_books(term)
            self._books_at = self._pace.now()
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(min(pause, _BULK_BOOKS_APART) if self._flying else pause):
                await self._bell.wait()
        if self._bell.is_set():
            self._bell.clear()
            self._look_at = self._pace.now()

    def _books_due(self) -> float:
        """When there is something to claim or to write down."""
        due = self._look_at
        if self._results or self._lost:
            due = min(due, self._books_at + _BULK_BOOKS_APART)
        return max(due, self._books_at + _BOOKS_APART)

    async def _keep_books(self, term: Term, *, claim: bool = True) -> None:
        """Record and claim; when the database does not answer, nothing is forgotten and it is tried again."""
        try:
            await self._record_and_claim(term, claim)
            await self._mark_unreachable()
        except Exception as error:
            if fault_of(error) is Fault.BUG:
                log.exception("the sender could not record or claim")
            else:
                log.warning("the database did not answer the sender: %s", type(error).__name__)
            await asyncio.sleep(_PAUSE_AFTER_FAULT)
            self._look_at = self._pace.now()

    async def _record_and_claim(self, term: Term, claim: bool) -> None:
        now, results = self._clock(), list(self._results)
        record = record_of(results, now)
        room, catch = self._room() if claim else Room(0, 0), Catch()
        if not results and not room.total and self._taken_over:
            self._look_at = self._pace.now() + max(self._pace.horizon / 2, min(_POLL, self._pace.halted_for))
            return
        async with self._database.write() as session:
            await record.write(session, now)
            if not self._taken_over:
                await claiming.requeue_older_epochs(session, term.epoch, now)
            if room.total:
                catch = await self._claims.claim(session, now, term.epoch, room)
        del self._results[: len(results)]
        self._lost += record.lost
        self._taken_over = True
        arrived = self._pace.now()
        self._parcels += [(arrived, parcel) for parcel in catch.parcels]
        self._parcels.sort(key=lambda item: (item[1].row.lane, item[1].row.id))
        self._cargo.set()
        soon = self._pace.horizon / 2 if catch.left_over or not room.total else _POLL
        if catch.look_again_at is not None:
            soon = min(soon, max(0.0, (catch.look_again_at - now).total_seconds()))
        self._look_at = arrived + soon

    def _room(self) -> Room:
        """What may leave within the horizon and has a place in flight, less what is claimed already."""
        if self._refusal is not None:
            return Room(0, 0)
        places = self._in_flight - len(self._flying)
        bulk = sum(parcel.row.lane == BULK for _, parcel in self._parcels)
        total = self._pace.room(0, places) - (len(self._parcels) - bulk)
        return Room(max(0, total), max(0, min(total, self._pace.room(BULK, places)) - bulk))

    async def _mark_unreachable(self) -> None:
        """Each in a transaction of its own: it locks a person, and a transaction locks one at most."""
        while self._lost:
            lost = self._lost[0]
            async with self._database.write() as session:
                await reach.mark_unreachable(session, lost.person_id, lost.reach, as_of=lost.as_of)
            self._lost.pop(0)

    async def _dispatch(self, term: Term) -> None:
        """Let each parcel go as soon as it may; new ones and free places are told of."""
        while True:
            self._cargo.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(self._let_leave(term)):
                    await self._cargo.wait()

    def _let_leave(self, term: Term) -> float | None:
        """Let go what may leave now; seconds until the next may, None when nothing waits for its time."""
        now, waiting, pauses = self._pace.now(), [], []
        for claimed_at, parcel in self._parcels:
            row = parcel.row
            pause = self._pace.wait(row.chat_id, row.lane)
            if not pause and len(self._flying) < self._in_flight and self._refusal is None:
                self._launch(term, parcel)
            elif now - claimed_at > _STALE:
                self._results.append(Result(parcel, None, self._clock()))
                self._bell.set()
            else:
                waiting.append((claimed_at, parcel))
                pauses.append(min(pause or _STALE, claimed_at + _STALE - now + _A_MOMENT))
        self._parcels = waiting
        return min(pauses, default=None)

    def _launch(self, term: Term, parcel: Parcel) -> None:
        self._pace.take(parcel.row.chat_id, parcel.row.lane)
        task = asyncio.create_task(self._fly(term, parcel))
        self._flying[task] = parcel
        task.add_done_callback(self._landed)

    def _landed(self, done: asyncio.Task[None]) -> None:
        if len(self._flying) >= self._in_flight:
            self._cargo.set()
        self._flying.pop(done, None)

    async def _fly(self, term: Term, parcel: Parcel) -> None:
        if not term.is_running:
            # Another holder may be sending it at this moment.
            return
        left_at, started = self._clock(), self._pace.now()
        outcome = await self._carrier.carry(parcel)
        self._pace.answered(parcel.row.chat_id, self._pace.now() - started)
        self._heed(outcome)
        self._results.append(Result(parcel, outcome, left_at))
        if parcel.row.lane != BULK or not isinstance(outcome, Sent):
            self._bell.set()

    def _heed(self, outcome: Outcome) -> None:
        """What an answer means for everything that is sent after it."""
        if isinstance(outcome, Wait):
            self._pace.halt(outcome.seconds)
        elif isinstance(outcome, Stop):
            self._refusal = outcome.reason
        elif not isinstance(outcome, NotSent):
            self._unconnected = 0
        elif not self._pace.halted_for:
            self._unconnected += 1
            self._pace.halt(min(_LONGEST_PAUSE, 0.25 * 2**self._unconnected))

    async def _wind_down(self, term: Term) -> None:
        """Hand back what has not left, wait for the answers of what has, and write it all down."""
        if self._flying:
            await asyncio.wait(self._flying, timeout=self._grace)
        for parcel in self._flying.values():
            self._results.append(Result(parcel, Uncertain("stopped before the answer came"), self._clock()))
        self._hand_back()
        await self._keep_books(term, claim=False)

    async def _let_go(self) -> None:
        """The term is over: nothing more leaves; what is known is recorded in our next term, if nobody else's."""
        self._hand_back()
        flying = list(self._flying)
        for task in flying:
            task.cancel()
        await asyncio.gather(*flying, return_exceptions=True)

    def _hand_back(self) -> None:
        self._results += [Result(parcel, None, self._clock()) for _, parcel in self._parcels]
        self._parcels.clear()


async def _ring_at(stop: asyncio.Event, bell: asyncio.Event) -> None:
    await stop.wait()
    bell.set()


async def _ended(leaving: asyncio.Task[None]) -> None:
    """End it; if it ended by itself, that was an error, which is raised."""
    leaving.cancel()
    await asyncio.wait([leaving])
    if not leaving.cancelled():
        leaving.result()
