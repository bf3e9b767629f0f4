"""A sender with everything it needs, on a real database and a sandbox in this process."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from bot.clock import system_clock
from bot.delivery.gate import Gate
from bot.delivery.gateway import Gateway
from bot.delivery.leases import Term
from bot.delivery.pace import Limits, Pace
from bot.delivery.request import AiohttpRequest
from bot.delivery.sender import Sender
from bot.delivery.wakeups import Wakeups
from bot.messages.outgoing import OutgoingMessage
from bot.sandbox.client import SandboxClient
from db import outbox
from db.models import OutboxMessage, Person
from db.session import Database

UNLIMITED = Limits(overall=1e6, chat=1e6, chat_burst=1000, group=1e6)


@dataclass
class Post:
    """The parts of one sender, and shorthands to queue and to look."""

    database: Database
    sandbox: SandboxClient
    pace: Pace
    wakeups: Wakeups
    sender: Sender
    stop: asyncio.Event

    async def add_person(self, name: str = "Sam") -> tuple[int, int]:
        """Somebody who started the bot: row id and chat id."""
        chat_id = await self.sandbox.person(name)
        await self.sandbox.start(chat_id)
        now = system_clock()
        async with self.database.write() as session:
            person = Person(reference=f"P{chat_id}", chat_id=chat_id, created_at=now, last_seen_at=now)
            session.add(person)
            await session.flush()
            return person.id, chat_id

    async def queue(self, chat_id: int, message: OutgoingMessage | str, **more: Any) -> int:
        """Queue and wake, as a turn does."""
        content = (OutgoingMessage(message) if isinstance(message, str) else message).to_json()
        values = {"person_id": None, "chat_id": chat_id, "content": content, "now": system_clock(), **more}
        async with self.database.write() as session:
            row_id = await outbox.queue(session, **values)
        self.wakeups.wake()
        assert row_id is not None
        return row_id

    async def row(self, row_id: int) -> dict[str, Any] | None:
        """A row's columns as they are now."""
        async with self.database.read() as session:
            kept = await session.get(OutboxMessage, row_id)
            return None if kept is None else {c.key: getattr(kept, c.key) for c in OutboxMessage.__table__.columns}

    async def states(self) -> dict[str, int]:
        """How many rows are in each state."""
        async with self.database.read() as session:
            found = (await session.execute(select(OutboxMessage.state))).scalars().all()
        return {state: found.count(state) for state in set(found)}

    async def until(self, row_id: int, fits: Callable[[dict[str, Any]], Any], seconds: float = 10) -> dict[str, Any]:
        """Wait until the row looks so."""
        async with asyncio.timeout(seconds):
            # Only the database knows, and it sends no event.
            while not (kept := await self.row(row_id)) or not fits(kept):  # noqa: ASYNC110 - see above
                await asyncio.sleep(0.01)
        return kept

    async def settled(self, row_id: int, seconds: float = 10) -> dict[str, Any]:
        """Wait until nothing more will happen to the row."""
        return await self.until(row_id, lambda kept: kept["state"] not in ("queued", "sending"), seconds)

    async def all_settled(self, seconds: float = 20) -> None:
        """Wait until the outbox has nothing open."""
        async with asyncio.timeout(seconds):
            while set(await self.states()) & {"queued", "sending"}:  # noqa: ASYNC110 - as in until
                await asyncio.sleep(0.01)

    async def until_texts(self, chat_id: int, count: int, seconds: float = 10) -> None:
        """Wait until a chat has got so many messages."""
        await self.sandbox.until(chat_id, lambda history: len(history.from_bot()) >= count, seconds)


@asynccontextmanager
async def post(
    database: Database,
    sandbox: SandboxClient,
    *,
    limits: Limits = UNLIMITED,
    gate: Gate | None = None,
    epoch: int = 1,
    clock: Callable[[], datetime] = system_clock,
    running: bool = True,
    read_timeout: float = 5.0,
) -> AsyncIterator[Post]:
    """A sender at work on the sandbox; stopped cleanly at the end."""
    async with AiohttpRequest(read_timeout=read_timeout, connect_timeout=2) as request:
        gateway, pace, wakeups = Gateway(request, sandbox.token, sandbox.url), Pace(limits), Wakeups()
        sender = Sender(database, gateway, pace, wakeups, clock, gate=gate, grace=2)
        made = Post(database, sandbox, pace, wakeups, sender, asyncio.Event())
        if not running:
            yield made
            return
        task = asyncio.create_task(sender.run(Term(epoch, float("inf"), time.monotonic), made.stop))
        try:
            yield made
        finally:
            made.stop.set()
            await task
