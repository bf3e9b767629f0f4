"""Whatever an adviser, a person and the clock do in whatever order: the bot is silent while a conversation is live."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import NotPossible
from bot.services.cases.promises import Promises
from db import outbox
from db.keyring import Keyring, new_key
from db.session import Database
from tests.auxil.chats import House, Phone
from tests.auxil.desks import Adviser, ask_for_a_person, case_of, hire, photo_size

SILENT = ("any jobs", "help", "/help", "hello", "skip", "E13", "talk to a person", "[progs]", "[list]", "[photo]", "👍")
LOUD = ("i want to kill myself", "stop", "privacy", "/stop", "/privacy", "[rights]", "[resume]")
TO_BOT = ("back to the bot", "/menu", "[menu]", "[tobot]")
STAFF = ("claim", "write", "park", "close")
STEPS = st.lists(st.sampled_from((*SILENT, *LOUD, *TO_BOT, *STAFF, "an hour", "a day", "a reminder")), max_size=14)


class World:
    """A case, and a model of whether it is live."""

    def __init__(self, house: House, phone: Phone, adviser: Adviser, case_id: int) -> None:
        self.house, self.phone, self.adviser, self.case_id = house, phone, adviser, case_id
        self.live_for = 0.0

    async def step(self, step: str) -> None:
        """Take one step and hold the bot to its promise."""
        if step in STAFF:
            await self._staff(step)
        elif step in ("an hour", "a day"):
            hours = 1 if step == "an hour" else 24
            self.house.clock.advance(hours=hours)
            self.live_for = max(0.0, self.live_for - hours)
            await self._tick()
        elif step == "a reminder":
            await self._remind()
        else:
            await self._say(step)

    async def _say(self, step: str) -> None:
        answers = await self._send(step)
        if self.live_for and step in SILENT:
            assert answers == [], (step, [answer.text for answer in answers])
        else:
            assert answers, f"the bot is there and says nothing to {step}"
        if step in TO_BOT:
            self.live_for = 0.0

    async def _send(self, step: str) -> list[object]:
        if step == "[photo]":
            return list(await self.phone.send(self.phone.message(photo=[photo_size("p")])))
        if step.startswith("["):
            return list(await self.phone.tap_data(step[1:-1]))
        return list(await self.phone.type(step))

    async def _staff(self, step: str) -> None:
        try:
            if step == "write":
                await self.adviser.write(self.case_id, "hello")
            else:
                await getattr(self.adviser, step)(self.case_id)
        except NotPossible:
            return
        finally:
            await self.phone.read()
        if step in ("claim", "write"):
            self.live_for = 24.0
        else:
            self.live_for = 0.0

    async def _tick(self) -> None:
        desk = self.house.services.desk
        organisations = self.house.services.organisations
        await Promises(
            self.house.database, self.house.clock, desk.cases, organisations, desk.pings, desk.bells.ring
        ).run()
        await self.phone.read()
        if (await case_of(self.house, self.case_id)).state == "waiting":
            self.live_for = 0.0

    async def _remind(self) -> None:
        """What the person booked is sent, whoever is there."""
        async with self.house.database.write() as session:
            content = {"action": "send", "text": "Your fair is on Tuesday."}
            row = await outbox.queue(
                session, person_id=None, chat_id=self.phone.chat_id, content=content, now=self.house.clock.now, lane=1
            )
        assert [answer.row_id for answer in await self.phone.read()] == [row]


async def _live_through(steps: list[str], path: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{path}", Keyring([new_key()]))
    try:
        house = House(database)
        phone = house.phone()
        adviser = await hire(house)
        world = World(house, phone, adviser, await ask_for_a_person(phone))
        await adviser.claim(world.case_id)
        await phone.read()
        world.live_for = 24.0
        for step in steps:
            await world.step(step)
    finally:
        await database.close()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_while_a_conversation_is_live_the_bot_says_only_what_it_may(sqlite_template: Path, steps: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "way-in.db"
        shutil.copy(sqlite_template, path)
        asyncio.run(_live_through(steps, path))
