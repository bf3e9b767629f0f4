"""Choosing what goes next, with time moved by the test; on both engines."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from bot.delivery.claims import Claims, Room
from bot.delivery.gate import OpenGate
from bot.delivery.pace import Limits, Pace
from bot.messages.outgoing import OutgoingMessage
from db import outbox
from db.models import OutboxMessage
from db.queries import recording
from db.session import Database

START = datetime(2026, 3, 2, 12, tzinfo=UTC)
WORDS = OutgoingMessage("hi").to_json()


class World:
    """A pace and a wall clock that move together, and a Telegram that takes everything at once."""

    def __init__(self, database: Database, limits: Limits) -> None:
        self.database = database
        self.seconds = 0.0
        self.pace = Pace(limits, monotonic=lambda: self.seconds)
        self.claims = Claims(self.pace, OpenGate())
        self.sent: list[tuple[int, int]] = []

    @property
    def now(self) -> datetime:
        return START + timedelta(seconds=self.seconds)

    async def queue(self, chat_id: int, count: int = 1, lane: int = 0) -> None:
        async with self.database.write() as session:
            await outbox.queue_many(
                session, person_id=None, chat_id=chat_id, contents=[WORDS] * count, now=self.now, lane=lane
            )

    async def step(self, room: Room | None = None) -> int:
        """Claim once and send all of it; how many went."""
        async with self.database.write() as session:
            catch = await self.claims.claim(session, self.now, 1, room or Room(32, 32))
        for parcel in catch.parcels:
            assert self.pace.wait(parcel.row.chat_id, parcel.row.lane) <= self.pace.horizon
            self.pace.take(parcel.row.chat_id, parcel.row.lane)
            self.sent.append((parcel.row.chat_id, parcel.row.id))
        async with self.database.write() as session:
            done = [recording.Sent(parcel.row.id, 1, 1) for parcel in catch.parcels]
            await recording.record_sent(session, self.now, done)
        return len(catch.parcels)

    async def run(self, seconds: float, every: float = 0.25) -> None:
        for _ in range(int(seconds / every)):
            await self.step()
            self.seconds += every


async def test_a_busy_chat_when_it_has_a_thousand_rows_then_it_still_gets_its_rate_in_order(database: Database) -> None:
    world = World(database, Limits(overall=1000))
    await world.queue(7, 1000)
    await world.run(30)
    ids = [row_id for _, row_id in world.sent]
    assert ids == list(range(1, len(ids) + 1))
    # A burst of 5, then one a second.
    assert 30 <= len(ids) <= 36


async def test_a_busy_chat_when_others_come_later_then_they_are_served_within_a_few_looks(database: Database) -> None:
    world = World(database, Limits(overall=1000))
    await world.queue(7, 1000)
    await world.run(1)
    for chat in range(100, 130):
        await world.queue(chat)
    for _ in range(12):
        await world.step()
    assert Counter(chat for chat, _ in world.sent if chat != 7) == Counter(range(100, 130))


async def test_lanes_when_all_have_work_then_lower_ones_go_first_and_bulk_gets_what_is_left(database: Database) -> None:
    world = World(database, Limits(overall=1000))
    for chat, lane in ((1, 2), (2, 2), (3, 1), (4, 0)):
        await world.queue(chat, lane=lane)
    await world.step(Room(total=3, bulk=1))
    assert [chat for chat, _ in world.sent] == [4, 3, 1]


async def test_room_when_there_is_none_then_nothing_is_claimed(database: Database) -> None:
    world = World(database, Limits())
    await world.queue(1)
    await world.queue(2, lane=2)
    assert await world.step(Room(total=1, bulk=0)) == 1
    assert await world.step(Room(total=1, bulk=0)) == 0


async def test_a_row_when_it_was_tried_too_often_then_it_fails_unsent(database: Database) -> None:
    world = World(database, Limits())
    await world.queue(1)
    async with database.write() as session:
        (await session.get_one(OutboxMessage, 1)).attempts = 8
    assert await world.step() == 0
    async with database.read() as session:
        kept = await session.get_one(OutboxMessage, 1)
        assert (kept.state, kept.reason) == ("failed", "the answer was lost too often")


@pytest.mark.parametrize("lane", [0, 2])
async def test_the_next_look_when_something_is_due_soon_then_it_is_known(database: Database, lane: int) -> None:
    world = World(database, Limits())
    async with database.write() as session:
        due = START + timedelta(seconds=0.7)
        await outbox.queue(session, person_id=None, chat_id=1, content=WORDS, now=START, due_at=due, lane=lane)
        catch = await world.claims.claim(session, world.now, 1, Room(9, 9))
    assert (catch.parcels, catch.look_again_at) == ([], due)
