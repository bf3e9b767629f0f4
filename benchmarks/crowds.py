"""A crowd that gets a broadcast and a few people who chat meanwhile, as the sandbox sees them."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import aiohttp
from sqlalchemy import insert, select, text

from benchmarks.processes import Running
from bot.sandbox.client import SandboxClient
from bot.services.broadcasts.jobs import PLAN
from db.models import Broadcast, NewsChoice, Person
from db.queries import jobs
from db.session import Database

FIRST_RECIPIENT = 2_000_000
FIRST_CHATTER = 1_000_000
WORDS = "Recruitment fair on Saturday. Bring a friend."
_TEXTS = ("/menu", "/help")
_LOST_AFTER = 15.0
_LOOK_EVERY = 0.03


async def gather_crowd(sandbox: SandboxClient, number: int) -> None:
    """So many people who have pressed Start; the bot never hears of that, so that it costs nobody anything."""
    people = range(FIRST_RECIPIENT, FIRST_RECIPIENT + number)
    await sandbox.say_many([(person, "/start") for person in people])
    url = f"{sandbox.bot_api}{sandbox.token}/getUpdates"
    async with aiohttp.ClientSession() as session:
        async with session.post(url, json={"offset": -1}) as answer:
            last = (await answer.json())["result"][-1]["update_id"]
        async with session.post(url, json={"offset": last + 1, "timeout": 0}) as answer:
            answer.raise_for_status()


async def enrol_crowd(database: Database, number: int) -> None:
    """The same people in the bot's database, all of whom asked for news of events."""
    now = datetime.now(UTC)
    known = {"locale": "en", "country": "uk", "council": "newham", "places": ["newham"], "answers": {}}
    known |= {"born_from": date(2000, 1, 1), "born_to": date(2000, 1, 31), "reach": "active"}
    known |= {"created_at": now, "last_seen_at": now}
    said = {"topic": "events", "wanted": True, "version": 1, "asked_at": now, "changed_at": now}
    people = range(FIRST_RECIPIENT, FIRST_RECIPIENT + number)
    async with database.write() as session:
        await session.execute(insert(Person), [{"reference": f"B-{one}", "chat_id": one, **known} for one in people])
        ids = (await session.execute(select(Person.id).where(Person.chat_id >= FIRST_RECIPIENT))).scalars().all()
        await session.execute(insert(NewsChoice), [{"person_id": one, **said} for one in ids])
    async with database.engine.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.execute(text("ANALYZE"))


async def approve_broadcast(database: Database) -> int:
    """A broadcast that a second person has just approved: the bot plans and sends it by itself."""
    now = datetime.now(UTC)
    async with database.write() as session:
        broadcast = Broadcast(
            name="Fair",
            organisation="eastside_works",
            country="uk",
            topic="events",
            state="approved",
            texts={"en": WORDS},
            buttons=[],
            audience={"country": "uk"},
            expires_at=now + timedelta(days=1),
            created_at=now,
            changed_at=now,
            approved_at=now,
        )
        session.add(broadcast)
        await session.flush()
        await jobs.add(session, PLAN, {"broadcast": broadcast.id}, now=now)
        return broadcast.id


@dataclass
class Chatter:
    """People who write at their own leisure, never so fast that their own chat is what they wait for."""

    sandbox: SandboxClient
    people: Sequence[int]
    every: float = 1.5
    seconds: list[float] = field(default_factory=list)
    lost: int = 0

    async def talk(self, until: asyncio.Event) -> None:
        """Everybody writes and waits for the answer, again and again, until told to stop."""
        share = self.every / len(self.people)
        await asyncio.gather(*(self._one(person, place * share, until) for place, person in enumerate(self.people)))

    async def _one(self, person: int, pause: float, until: asyncio.Event) -> None:
        for number in range(1_000_000):
            with suppress(TimeoutError):
                await asyncio.wait_for(until.wait(), pause)
            if until.is_set():
                return
            began = time.monotonic()
            sent = await self.sandbox.say(person, _TEXTS[number % len(_TEXTS)])
            try:
                await self.sandbox.reply(person, sent, _LOST_AFTER)
            except TimeoutError:
                self.lost += 1
            self.seconds.append(time.monotonic() - began)
            pause = max(0.0, self.every - self.seconds[-1])

    @property
    def p99_ms(self) -> float:
        """The time that ninety-nine in a hundred answers took at most; one that never came counts as its patience."""
        ordered = sorted(self.seconds)
        return ordered[max(0, math.ceil(len(ordered) * 0.99) - 1)] * 1000 if ordered else math.nan

    @property
    def median_ms(self) -> float:
        ordered = sorted(self.seconds)
        return ordered[len(ordered) // 2] * 1000 if ordered else math.nan


@dataclass(frozen=True, slots=True)
class Seen:
    """What the sandbox saw of a broadcast: from asking to the last message, and between the first and the last."""

    finished_in: float
    sending_for: float
    messages: int
    """Everything that was sent while it was being sent, answers too."""
    reached: int
    too_many: int

    def use(self, rate: float) -> float:
        """The part of the allowance that was used between the first message and the last."""
        return (self.messages - 1) / self.sending_for / rate if self.sending_for else 0.0


async def watched(sandbox: SandboxClient, process: Running, number: int, rate: float, patience: float) -> Seen:
    """Look at the sandbox's own counters until everybody has it, or nobody waits any longer."""
    asked = time.monotonic()
    before = await sandbox.counters()
    first: tuple[float, int] | None = None
    while True:
        now = time.monotonic()
        found = await sandbox.counters()
        reached = sum(int(person) >= FIRST_RECIPIENT for person in found["sent"])
        sent = found["messages_sent"]
        if first is None and reached:
            # The first ones are counted from here on: what left before was not watched.
            first = (now, sent)
        if reached >= number or now - asked > patience:
            break
        process.check()
        # The counters name every chat: near the end they are read often, before that seldom.
        await asyncio.sleep(max(_LOOK_EVERY, (number - reached) / rate / 3) if first else _LOOK_EVERY)
    began, sent_then = first or (now, sent)
    refused = found["too_many"] - before["too_many"]
    return Seen(now - asked, now - began, sent - sent_then + 1, reached, refused)
