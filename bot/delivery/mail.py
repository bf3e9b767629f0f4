"""The mail sender: claim, commit, send, record, as for Telegram, but with a pace and a task of its own.

A mail server that is slow, or away, holds up nothing but e-mail.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable

from bot.clock import Clock
from bot.delivery.leases import Term
from bot.delivery.mail_outcomes import MailOutcome, record
from bot.delivery.outcomes import NotSent, Refused, Uncertain
from bot.delivery.postman import Postman
from bot.delivery.wakeups import Wakeups
from bot.errors import BadInput
from bot.messages.emails import Email
from bot.services.waiting import first_of
from db.faults import Fault, fault_of
from db.queries import claiming, emails
from db.queries.emails import ClaimedEmail
from db.session import Database

log = logging.getLogger(__name__)

_POLL = 5.0
_PAUSE_AFTER_FAULT = 0.5
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0


class MailSender:
    """Sends one e-mail at a time while it holds a term of the worker's lease; never raises, never hurries."""

    def __init__(
        self,
        database: Database,
        postman: Postman,
        wakeups: Wakeups,
        clock: Clock,
        *,
        a_second: float = 5.0,
        grace: float = 10.0,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._database = database
        self._postman = postman
        self._clock = clock
        self._gap = 1 / a_second
        self._grace = grace
        self._chance = chance
        self._bell = wakeups.subscribe()
        self._done: tuple[ClaimedEmail, MailOutcome] | None = None
        self._unconnected = 0
        self._taken_over = False

    async def run(self, term: Term, stop: asyncio.Event) -> None:
        """Send until told to stop; what is on its way then may finish, and is written down."""
        self._taken_over = False
        try:
            while not stop.is_set():
                row = await self._next(term)
                if row is None:
                    await self._postman.hang_up()
                    await self._wait(stop, await self._until_next())
                    continue
                self._done = (row, await self._send(row, term, stop))
                await self._next(term, claim=False)
                await self._wait(stop, self._pause(), wakes=False)
        finally:
            await self._postman.hang_up()

    async def _next(self, term: Term, *, claim: bool = True) -> ClaimedEmail | None:
        """Write down what became of the last e-mail and claim the next; when that fails nothing is forgotten."""
        try:
            async with self._database.write() as session:
                now = self._clock()
                if self._done is not None:
                    await record(session, *self._done, now, self._chance())
                if not self._taken_over:
                    await claiming.requeue_older_epochs(session, term.epoch, now)
                found = await emails.claim(session, now, term.epoch) if claim else None
        except Exception as error:
            if fault_of(error) is Fault.BUG:
                log.exception("the mail sender could not record or claim")
            else:
                log.warning("the database did not answer the mail sender: %s", type(error).__name__)
            return None
        self._done, self._taken_over = None, True
        return found

    async def _send(self, row: ClaimedEmail, term: Term, stop: asyncio.Event) -> MailOutcome:
        if not term.is_running or stop.is_set():
            return None
        try:
            email = Email.from_json(row.content or {})
        except (BadInput, KeyError):
            return Refused("it is no e-mail")
        sending = asyncio.ensure_future(self._postman.carry(email, row.id))
        stopped = asyncio.ensure_future(stop.wait())
        try:
            await asyncio.wait({sending, stopped}, return_when=asyncio.FIRST_COMPLETED)
            await asyncio.wait({sending}, timeout=self._grace)
            return self._heard(row.id, sending)
        finally:
            stopped.cancel()
            sending.cancel()
            await asyncio.gather(sending, stopped, return_exceptions=True)

    def _heard(self, row_id: int, sending: asyncio.Future[MailOutcome]) -> MailOutcome:
        if not sending.done():
            return Uncertain("stopped before the answer came")
        if (error := sending.exception()) is not None:
            log.error("e-mail %d could not be sent: %s", row_id, type(error).__name__)
            return Refused(type(error).__name__)
        outcome = sending.result()
        if not isinstance(outcome, NotSent):
            self._unconnected = 0
            return outcome
        if not self._unconnected:
            log.warning("e-mail waits: %s", outcome.reason)
        self._unconnected += 1
        return outcome

    def _pause(self) -> float:
        """The pace, or longer and longer while the server cannot be reached."""
        if not self._unconnected:
            return self._gap
        return min(_LONGEST_PAUSE, _FIRST_PAUSE * 2.0 ** min(self._unconnected - 1, 10))

    async def _until_next(self) -> float:
        """Seconds until the next e-mail is ready, as far as it can be known."""
        if self._done is not None:
            return _PAUSE_AFTER_FAULT
        try:
            async with self._database.read() as session:
                soonest = await emails.soonest(session)
        except Exception as error:
            log.warning("the database did not answer the mail sender: %s", type(error).__name__)
            return _PAUSE_AFTER_FAULT
        if soonest is None:
            return _POLL
        seconds: float = (soonest - self._clock()).total_seconds()
        return max(0.0, min(_POLL, seconds))

    async def _wait(self, stop: asyncio.Event, seconds: float, *, wakes: bool = True) -> None:
        """Until it is time, told to stop, or (unless told otherwise) something was queued."""
        await first_of(stop, *([self._bell] if wakes else []), seconds=seconds)
        self._bell.clear()
