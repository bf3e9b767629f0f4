"""A storm: many chats talk while the bot is killed again and again; afterwards nothing may be lost or done twice.

What the answers should be is not written down: chats that nobody disturbs walk the same scripts first, and every
chat in the storm must come out like them.
"""

from __future__ import annotations

import asyncio
import itertools
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from bot.messages.outgoing import Action
from bot.sandbox.client import Message
from db.models import Handoff, InboundUpdate, Interest, OutboxMessage, Person
from tests.auxil.bots import Stand, until
from tests.e2e.phones import Phone, words_of

_PATIENCE = 90.0
# A bot that sends nothing for so long (a lease must run out first) is killed where it stands.
_QUIET = 8.0


@dataclass(frozen=True)
class Script:
    """Ten updates of one chat; `at_once` sends them without waiting for answers."""

    name: str
    language: str
    steps: tuple[str, ...]
    at_once: bool = False


# Consecutive answers within a script differ, so that a repeat can be told from the next answer. Taps of one person
# and messages of a chat are two queues of Telegram's: only what is typed may be sent without waiting.
SCRIPTS = (
    Script(
        "saves an interest",
        "en",
        ("/start", "[English]", "[London]", "E13", "18", "[opp:]", "[I'm interested]", "[Talk to a person]",
         "[Finding work]", "[Send to an adviser]"),
    ),
    Script(
        "types without waiting",
        "en",
        ("/start o-ward_helper", "/menu", "/help", "/stop", "/privacy", "/person", "/mydata", "/language", "/menu",
         "/help"),
        at_once=True,
    ),
    Script(
        "trims what is sent",
        "sv",
        ("/start", "[Svenska]", "[Stockholm]", "Solna", "19", "[Prata med en människa]", "[Att hitta jobb]",
         "[Ta bort: ålder]", "[Skicka till en rådgivare]", "/menu"),
    ),
)  # fmt: skip
UPDATES_EACH = 10
# Every second chat does not wait, so that a bot that starts again finds a heap of updates and dies in the middle of it.
_MIX = (SCRIPTS[0], SCRIPTS[1], SCRIPTS[2], SCRIPTS[1])


class Lost(AssertionError):
    """An answer that should have come did not."""


@dataclass
class Expected:
    """One script as it goes when nobody disturbs it."""

    answers: list[str] = field(default_factory=list)
    """What the chat waits for after each step: a new message, or the new words of the one that was tapped."""
    messages: list[set[str]] = field(default_factory=list)
    """Every message in order, with all the words it had in turn."""
    facts: Any = None
    rows: int = 0


class Weather:
    """Whether kills are still to come: as long as they are, an answer may take any time."""

    def __init__(self) -> None:
        self._calm_since: float | None = time.monotonic()

    def is_bad(self) -> None:
        """Kills begin."""
        self._calm_since = None

    def is_calm(self) -> None:
        """No more kills."""
        self._calm_since = time.monotonic()

    def patience(self) -> float:
        """Seconds that somebody should still wait."""
        return _PATIENCE - (0 if self._calm_since is None else time.monotonic() - self._calm_since)


class Chat:
    """One chat that walks a script."""

    def __init__(self, phone: Phone, script: Script, weather: Weather) -> None:
        self.phone = phone
        self.script = script
        self._weather = weather

    async def walk(self, expected: Expected) -> None:
        """Take every step, each as soon as the one before is answered; raises Lost when an answer never comes."""
        if self.script.at_once:
            await self.phone.sandbox.say_many([(self.phone.chat_id, step) for step in self.script.steps])
            return
        for number, step in enumerate(self.script.steps):
            seen = {message["message_id"]: words_of(message) for message in (await self.phone.history()).from_bot()}
            await self.phone.act(step)
            await self._answered(expected.answers[number], seen, number)

    async def _answered(self, wanted: str, seen: dict[int, str], number: int) -> None:
        def is_there(history: Any) -> bool:
            now = {message["message_id"]: words_of(message) for message in history.from_bot()}
            return any(words == wanted and seen.get(message_id) != words for message_id, words in now.items())

        late: TimeoutError | None = None
        while (seconds := self._weather.patience()) > 0:
            try:
                await self.phone.sandbox.until(self.phone.chat_id, is_there, min(seconds, 10))
            except TimeoutError as error:
                late = error
            else:
                return
        raise Lost(f"{self.script.name}: {self.script.steps[number]!r} or its answer was lost: {late}")


class Storm:
    """Chats, kills, and the judgement at the end."""

    def __init__(self, stand: Stand, seed: int) -> None:
        self.stand = stand
        self.chats: list[Chat] = []
        self.expected: dict[str, Expected] = {}
        # A row still in flight at the next kill, because nobody had taken over yet, is the same flight.
        self.in_flight_at_kills: set[tuple[int, int | None]] = set()
        self.unacknowledged_at_kills = 0
        self._weather = Weather()
        self._random = random.Random(seed)

    async def rehearse(self) -> None:
        """Let one undisturbed chat a script show how it goes."""
        for script in SCRIPTS:
            chat = Chat(await Phone.of_somebody_new(self.stand.sandbox, script.language), script, Weather())
            self.expected[script.name] = await self._rehearsed(chat)

    async def rage(self, *, chats: int, kills: int = 0) -> None:
        """Let the chats talk, a wave of them before each kill if there are any, until everything is quiet again."""
        for script in itertools.islice(itertools.cycle(_MIX), chats):
            phone = await Phone.of_somebody_new(self.stand.sandbox, script.language)
            self.chats.append(Chat(phone, script, self._weather))
        self._weather.is_bad()
        walks: list[asyncio.Task[None]] = []
        try:
            waves = max(kills, 1)
            for wave in range(waves):
                for chat in self.chats[wave * chats // waves : (wave + 1) * chats // waves]:
                    walks.append(asyncio.create_task(chat.walk(self.expected[chat.script.name])))
                if kills:
                    await self._kill_at_some_instant()
                    self.stand.bot.start()
            self._weather.is_calm()
            await asyncio.gather(*walks)
        finally:
            for walk in walks:
                walk.cancel()
            await asyncio.gather(*walks, return_exceptions=True)
        await until(self._all_recorded, "updates were lost", _PATIENCE)
        await self.stand.settled(_PATIENCE)

    async def judge(self) -> int:
        """Compare every chat with its rehearsal and with the ledger; how many messages came twice."""
        repeats = 0
        for chat in self.chats:
            repeats += await self._judge(chat)
        assert await self._all_recorded(), "each update is recorded once"
        async with self.stand.database.read() as session:
            uncertain = (await session.execute(select(func.sum(OutboxMessage.uncertain)))).scalar_one()
        assert uncertain == len(self.in_flight_at_kills), "the ledger shows exactly what was in flight at the kills"
        assert repeats <= len(self.in_flight_at_kills)
        return repeats

    async def _rehearsed(self, chat: Chat) -> Expected:
        expected = Expected()
        last: dict[int, str] = {}
        if chat.script.at_once:
            await chat.walk(expected)
            await self.stand.settled()
        for step in () if chat.script.at_once else chat.script.steps:
            await chat.phone.act(step)
            await self.stand.settled()
            now = {one["message_id"]: words_of(one) for one in (await chat.phone.history()).from_bot()}
            changed = [message_id for message_id in now if now[message_id] != last.get(message_id)]
            assert changed, f"{step!r} is not answered even when nobody disturbs"
            expected.answers.append(now[changed[-1]])
            for position, message_id in enumerate(now):
                if position == len(expected.messages):
                    expected.messages.append(set())
                expected.messages[position].add(now[message_id])
            last = now
        if chat.script.at_once:
            expected.messages = [{words_of(one)} for one in (await chat.phone.history()).from_bot()]
        told_apart = all(not one & other for one, other in itertools.pairwise(expected.messages))
        assert told_apart, "two answers in a row are the same"
        expected.facts, expected.rows = await self._facts(chat), len(await self._rows(chat))
        return expected

    async def _kill_at_some_instant(self) -> None:
        """Kill it when some updates more are recorded, or some messages more are sent: in the middle of either."""
        progress = self._random.choice((self._recorded, self._sent))
        wanted, pause = self._random.randint(1, 40), self._random.uniform(0, 0.02)
        before = last = await progress()
        moved_at = time.monotonic()
        while last - before < wanted and time.monotonic() - moved_at < _QUIET:
            await asyncio.sleep(0.002)
            if (now := await progress()) != last:
                last, moved_at = now, time.monotonic()
        await asyncio.sleep(pause)
        self.stand.bot.kill()
        self.unacknowledged_at_kills += len(await self.stand.sandbox.pending())
        async with self.stand.database.read() as session:
            flying = select(OutboxMessage.id, OutboxMessage.epoch).where(OutboxMessage.state == "sending")
            self.in_flight_at_kills |= {(row.id, row.epoch) for row in await session.execute(flying)}

    async def _sent(self) -> int:
        return int((await self.stand.sandbox.counters())["messages_sent"])

    async def _recorded(self) -> int:
        async with self.stand.database.read() as session:
            return (await session.execute(select(func.count()).select_from(InboundUpdate))).scalar_one()

    async def _all_recorded(self) -> bool:
        return await self._recorded() == UPDATES_EACH * (len(self.chats) + len(SCRIPTS))

    async def _judge(self, chat: Chat) -> int:
        expected, rows = self.expected[chat.script.name], await self._rows(chat)
        who = f"chat {chat.phone.chat_id}, which {chat.script.name}"
        got = (await chat.phone.history()).from_bot()
        repeats = _in_order(got, expected.messages, who)
        assert {row.state for row in rows} == {"sent"}, f"{who}: {Counter(row.state for row in rows)}"
        assert len(rows) == expected.rows, f"{who}: an update was handled twice or not at all"
        # Who taps before the ledger knows the message's id gets the edit as a new message: a row more, no repeat.
        repeats -= sum(is_message(row) for row in rows) - len(expected.messages)
        assert repeats <= sum(row.uncertain for row in rows), f"{who}: a repeat that the ledger does not show"
        assert {row.message_id for row in rows} <= {one["message_id"] for one in got}, who
        assert await self._facts(chat) == expected.facts, f"{who}: other effects than undisturbed"
        return repeats

    async def _rows(self, chat: Chat) -> Sequence[OutboxMessage]:
        query = select(OutboxMessage).where(OutboxMessage.chat_id == chat.phone.chat_id).order_by(OutboxMessage.id)
        async with self.stand.database.read() as session:
            return (await session.execute(query)).scalars().all()

    async def _facts(self, chat: Chat) -> Any:
        """What all this left behind about the person, without what differs from one person to the next."""
        async with self.stand.database.read() as session:
            who = (await session.execute(select(Person).where(Person.chat_id == chat.phone.chat_id))).scalar_one()
            updates = select(InboundUpdate.state, InboundUpdate.kind, InboundUpdate.text).where(
                InboundUpdate.chat_id == chat.phone.chat_id
            )
            interests = select(Interest.about, Interest.slug).where(Interest.person_id == who.id)
            handoffs = select(Handoff.topic, Handoff.state, Handoff.packet).where(Handoff.person_id == who.id)
            return (
                (who.locale, who.country, who.council, who.born_from, who.born_to, who.answers, who.stopped_at is None),
                sorted(repr(tuple(row)) for row in await session.execute(updates)),
                [tuple(row) for row in await session.execute(interests)],
                [(topic, state, _settled(packet)) for topic, state, packet in await session.execute(handoffs)],
            )


def _in_order(got: Sequence[Message], wanted: Sequence[set[str]], who: str) -> int:
    """Check that everything came, in order; a repeat may only stand right behind its original. How many there are."""
    repeats, place = 0, -1
    for message in got:
        words = words_of(message)
        if place + 1 < len(wanted) and words in wanted[place + 1]:
            place += 1
        elif place >= 0 and words in wanted[place]:
            repeats += 1
        else:
            raise AssertionError(f"{who}: {words[:80]!r} came after {place + 1} of {len(wanted)} answers")
    assert place + 1 == len(wanted), f"{who}: only {place + 1} of {len(wanted)} answers came"
    return repeats


def is_message(row: OutboxMessage) -> bool:
    """Whether a row becomes a message of its own, which an edit or a deletion does not."""
    return (row.content or {})["action"] not in (Action.EDIT, Action.DELETE)


def _settled(packet: dict[str, Any]) -> dict[str, Any]:
    """A packet without the transcript: a repeat that the ledger shows is rightly a line more in it."""
    return {part: lines for part, lines in packet.items() if part != "transcript"}
