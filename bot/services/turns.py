"""A turn: one update from a person, handled in one transaction that holds everything it causes."""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.errors import Outage
from bot.messages.outgoing import Action, OutgoingMessage, split_long
from db import outbox
from db.faults import Fault, fault_of
from db.models import Conversation, Person
from db.queries import ledger, people, updates
from db.session import Database

log = logging.getLogger(__name__)

_TRIES = 4
_SEEN_EVERY = timedelta(hours=1)
RECENT = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Incoming:
    """What a turn may know of an update: no Telegram types, and text that any database can hold."""

    update_id: int
    kind: str
    chat_id: int | None
    raw: Any
    private: bool = True
    message_id: int | None = None
    text: str | None = None
    language_code: str | None = None
    media_group_id: str | None = None
    sender_id: int | None = None
    callback_id: str | None = None
    tapped_id: int | None = None

    @property
    def body(self) -> bytes:
        """The update as JSON; only the few that fail are written down, so it is made when asked for."""
        return json.dumps(self.raw, separators=(",", ":")).encode()


class Outcome(Enum):
    """How a turn ended; each of them may be acknowledged, an Outage may not."""

    DONE = "done"
    DUPLICATE = "duplicate"
    FAILED = "failed"
    UNREADABLE = "unreadable"


@dataclass(slots=True)
class Turn:
    """What a service works with: the transaction, the instant, and the person, locked, if we know them.

    `recent_messages` is how many they sent in the last ten seconds before this one. `rings` are the cases whose
    watchers are woken once this is committed.
    """

    session: AsyncSession
    now: datetime
    incoming: Incoming
    person: Person | None = None
    conversation: Conversation | None = None
    recent_messages: int = 0
    outgoing: list[OutgoingMessage] = field(default_factory=list)
    edits: list[tuple[int, OutgoingMessage]] = field(default_factory=list)
    rings: set[int] = field(default_factory=set)

    def say(self, *messages: OutgoingMessage) -> None:
        """Put messages in the outbox when the turn commits, in this order."""
        for message in messages:
            self.outgoing.extend(split_long(message))

    def edit_tapped(self, message: OutgoingMessage) -> None:
        """Change the message whose button was tapped; without one it is said anew."""
        if self.incoming.tapped_id is None:
            self.say(message)
        else:
            self.edits.append((self.incoming.tapped_id, message))

    def known(self) -> tuple[Person, Conversation]:
        """The person and their conversation; a handler that asks for them is only reached by people we know."""
        if self.person is None or self.conversation is None:
            raise LookupError("this turn has no person")
        return self.person, self.conversation


Handle = Callable[[Turn], Awaitable[None]]


class Turns:
    """Runs turns: records the update, locks the person, hands over, writes, commits."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        bot_id: int,
        wake: Callable[[], None],
        ring: Callable[[int], None] = lambda _case: None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._bot_id = bot_id
        self._wake = wake
        self._ring = ring

    async def run(self, incoming: Incoming, handle: Handle, apologise: Handle) -> Outcome:
        """Take one update through; raises Outage when nothing could be kept, so that it is not acknowledged."""
        try:
            outcome = await self._with_retries(incoming, handle)
        except Outage:
            raise
        except Exception as error:
            log.exception("update %d failed and was kept", incoming.update_id)
            outcome = await self._keep(incoming, apologise, "failed", type(error).__name__)
        self._wake()
        return outcome

    async def keep_unreadable(self, incoming: Incoming) -> Outcome:
        """Record an update that could not be parsed, so that it can be acknowledged and looked at."""
        return await self._keep(incoming, _say_nothing, "unreadable", None)

    async def _with_retries(self, incoming: Incoming, handle: Handle) -> Outcome:
        for tries_left in reversed(range(_TRIES)):
            try:
                return await self._once(incoming, handle)
            except Exception as error:
                fault = fault_of(error)
                if fault is Fault.OUTAGE:
                    raise Outage from error
                if fault is Fault.BUG or not tries_left:
                    raise
        raise AssertionError("unreachable: the last try returns or raises")

    async def _once(self, incoming: Incoming, handle: Handle) -> Outcome:
        now = self._clock()
        async with self._database.write() as session:
            turn = Turn(session, now, incoming)
            await self._find_person(turn)
            if not await updates.record(session, **self._row(turn, "done")):
                return Outcome.DUPLICATE
            await handle(turn)
            await self._finish(turn)
        for case_id in turn.rings:
            self._ring(case_id)
        return Outcome.DONE

    async def _find_person(self, turn: Turn) -> None:
        chat_id = turn.incoming.chat_id
        if chat_id is None or not turn.incoming.private:
            return
        found = await people.locked_by_chat(turn.session, chat_id, turn.now - RECENT)
        if found is not None:
            turn.person, turn.conversation, turn.recent_messages = found
            if turn.now - turn.person.last_seen_at > _SEEN_EVERY:
                turn.person.last_seen_at = turn.now

    async def _finish(self, turn: Turn) -> None:
        await turn.session.flush()
        for tapped_id, message in turn.edits:
            target = await ledger.row_of(turn.session, turn.person.id, tapped_id) if turn.person else None
            turn.outgoing.append(message if target is None else replace(message, action=Action.EDIT, target=target))
        if turn.outgoing:
            await outbox.queue_many(
                turn.session,
                person_id=turn.person.id if turn.person else None,
                chat_id=turn.incoming.chat_id,
                contents=[message.to_json() for message in turn.outgoing],
                now=turn.now,
            )

    async def _keep(self, incoming: Incoming, apologise: Handle, state: str, error: str | None) -> Outcome:
        now = self._clock()
        try:
            async with self._database.write() as session:
                turn = Turn(session, now, incoming)
                await self._find_person(turn)
                kept = self._row(turn, state) | {"body": incoming.body, "error": error}
                if not await updates.record(session, **kept):
                    return Outcome.DUPLICATE
                await apologise(turn)
                await self._finish(turn)
        except Exception as fault:
            if fault_of(fault) is not Fault.BUG:
                raise Outage from fault
            if apologise is _say_nothing:
                # Nothing of it can be stored. Not acknowledging it would block its chat for a day: say so and go on.
                log.critical("update %d could not even be kept: %s", incoming.update_id, type(fault).__name__)
                return Outcome.FAILED
            log.exception("the apology for update %d failed too", incoming.update_id)
            return await self._keep(incoming, _say_nothing, state, error)
        return Outcome(state)

    def _row(self, turn: Turn, state: str) -> dict[str, object]:
        incoming = turn.incoming
        return {
            "bot_id": self._bot_id,
            "update_id": incoming.update_id,
            "chat_id": incoming.chat_id,
            "person_id": turn.person.id if turn.person else None,
            "kind": incoming.kind,
            "message_id": incoming.message_id,
            # What somebody we do not know yet asks is answered and not kept.
            "text": incoming.text if turn.person else None,
            "revision": turn.conversation.revision if turn.conversation else None,
            "state": state,
            "received_at": turn.now,
        }


async def _say_nothing(turn: Turn) -> None:
    """An update we cannot read may not be a person's message at all."""
