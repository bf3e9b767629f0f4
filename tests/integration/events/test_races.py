"""A reminder that is being sent while somebody changes what it is about: nothing old is claimed after the commit.

Claim and change are two transactions; each test lets one of them stand open while the other tries. On SQLite there is
one writer at a time, so that there is nothing to interleave: there the change is decided before or after.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.claims import Claims, Parcel, Room
from bot.delivery.pace import Limits, Pace
from bot.duties import gates_of
from db.keyring import Keyring, new_key
from db.models import Booking, Event, Occurrence, Person, StaffMember
from db.queries import people as people_queries
from db.session import Database
from tests.auxil.chats import House
from tests.integration.broadcasts.stage import Stage


@dataclass
class Scene:
    """One person who comes to the fair, an hour after their day-before reminder was due."""

    house: House
    chat_id: int
    fair: int
    organiser: StaffMember

    async def claim(self, session: AsyncSession) -> list[Parcel]:
        """Claim in a transaction that stays open; the reminders among it."""
        claims = Claims(Pace(Limits(1e6, 1e6, 1000, 1e6), horizon=1e6), gates_of(self.house.services))
        caught = (await claims.claim(session, self.house.clock.now, 1, Room(100, 100))).parcels
        return [parcel for parcel in caught if parcel.row.about == "booking"]


Change = Callable[[Scene, AsyncSession], Awaitable[None]]


async def say_no(scene: Scene, session: AsyncSession) -> None:
    """The person does not come, under the lock that every turn takes."""
    found = await people_queries.locked_by_chat(session, scene.chat_id, scene.house.clock.now)
    assert found is not None
    booking = (await session.execute(select(Booking).where(Booking.person_id == found[0].id))).scalar_one()
    booking.state = "declined"


async def erase(scene: Scene, session: AsyncSession) -> None:
    """The person is erased."""
    found = await people_queries.locked_by_chat(session, scene.chat_id, scene.house.clock.now)
    assert found is not None
    await people_queries.erase(session, found[0].id)


async def move(scene: Scene, session: AsyncSession) -> None:
    """The organiser moves the fair by a week."""
    occurrence = await session.get(Occurrence, scene.fair)
    assert occurrence is not None
    later = occurrence.starts_at + timedelta(days=7)
    await scene.house.services.gatherings.dates.move(session, scene.organiser, scene.fair, later, scene.house.clock.now)


async def call_off(scene: Scene, session: AsyncSession) -> None:
    """The organiser calls the fair off."""
    await scene.house.services.gatherings.dates.call_off(session, scene.organiser, scene.fair, scene.house.clock.now)


async def close(scene: Scene, session: AsyncSession) -> None:
    """The organiser ends the event itself."""
    occurrence = await session.get(Occurrence, scene.fair)
    assert occurrence is not None
    event = await session.get(Event, occurrence.event_id)
    assert event is not None
    event.state = "closed"


each_change = pytest.mark.parametrize(
    "change", [say_no, erase, move, call_off, close], ids=lambda change: change.__name__
)


async def _scene(database: Database) -> Scene:
    house = House(database)
    await house.load_samples()
    phone = house.phone(11)
    await phone.go_through("/start", "[English]", "[London]", "E13", "20", "[No job and not studying]")
    await phone.tap_data("going:recruitment_fair")
    async with database.read() as session:
        query = select(Occurrence, Event.organiser).join(Event).where(Event.slug == "recruitment_fair")
        fair, organiser = (await session.execute(query)).one()
    house.clock.now = fair.starts_at - timedelta(hours=23)
    return Scene(house, 11, fair.id, await Stage(house).hire("Olu", organiser))


@pytest.fixture
async def scene(postgres_database: Database) -> Scene:
    return await _scene(postgres_database)


async def _impatiently(scene: Scene, change: Change) -> None:
    async with scene.house.database.write() as changing:
        await changing.execute(text("SET LOCAL lock_timeout = '100ms'"))
        await change(scene, changing)


@each_change
async def test_a_change_when_a_reminder_is_being_claimed_then_it_waits_for_it(scene: Scene, change: Change) -> None:
    database = scene.house.database
    async with database.write() as claiming:
        assert await scene.claim(claiming)
        with pytest.raises(DBAPIError, match="lock timeout"):
            await _impatiently(scene, change)


@each_change
async def test_a_reminder_when_a_change_is_under_way_then_it_is_not_claimed_and_says_afterwards_what_is_true(
    scene: Scene, change: Change
) -> None:
    database = scene.house.database
    async with database.write() as changing:
        await change(scene, changing)
        await changing.flush()
        async with database.write() as claiming:
            assert not await scene.claim(claiming)
    scene.house.clock.advance(seconds=2)
    async with database.write() as claiming:
        assert not await scene.claim(claiming), "a week later it is too early, and the rest are over"


@each_change
async def test_a_reminder_on_sqlite_when_a_change_came_first_then_it_is_not_sent(
    sqlite_url: str, change: Change
) -> None:
    database = Database(sqlite_url, Keyring([new_key()]))
    try:
        scene = await _scene(database)
        async with database.write() as changing:
            await change(scene, changing)
        async with database.write() as claiming:
            assert not await scene.claim(claiming)
    finally:
        await database.close()


async def test_a_reminder_when_its_person_is_in_a_turn_then_it_comes_a_moment_later(scene: Scene) -> None:
    database = scene.house.database
    async with database.write() as turn:
        assert await people_queries.locked_by_chat(turn, scene.chat_id, scene.house.clock.now)
        async with database.write() as claiming:
            assert not await scene.claim(claiming)
    scene.house.clock.advance(seconds=2)
    async with database.write() as claiming:
        (parcel,) = await scene.claim(claiming)
        assert await claiming.get(Person, parcel.row.person_id)
