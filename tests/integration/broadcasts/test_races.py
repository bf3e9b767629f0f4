"""What is being sent while somebody changes their mind: nothing is claimed once the change is committed.

Claim and change are two transactions; each test lets one of them stand open while the other tries. On SQLite there is
one writer at a time, so that there is nothing to interleave.
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
from bot.domain.broadcasts import About
from bot.duties import gates_of
from db import outbox
from db.models import Event, Occurrence, StaffMember
from db.queries import broadcasts as broadcast_queries
from db.queries import people as people_queries
from db.session import Database
from tests.auxil.chats import House
from tests.integration.broadcasts.stage import WITH_FIELDS, Stage

_FIRST_CHAT = 1000
_BULK = (1, 2)


@dataclass
class Scene:
    """A broadcast about the fair, planned for two people, and who may change it."""

    stage: Stage
    broadcast_id: int
    people: list[int]
    fair: int
    organiser: StaffMember

    async def claim(self, session: AsyncSession, room: int = 10) -> list[Parcel]:
        """Claim in a transaction that stays open."""
        claims = Claims(Pace(Limits(1e6, 1e6, 1000, 1e6), horizon=1e6), gates_of(self.stage.house.services))
        return (await claims.claim(session, self.stage.now, 1, Room(room, room))).parcels


Change = Callable[[Scene, AsyncSession], Awaitable[None]]


async def cancel(scene: Scene, session: AsyncSession) -> None:
    """A coordinator cancels it."""
    ama = scene.stage.staff["Ama"]
    await scene.stage.outreach.broadcasts.cancel(session, ama, scene.broadcast_id, scene.stage.now)


async def pause(scene: Scene, session: AsyncSession) -> None:
    """A coordinator pauses it."""
    ama = scene.stage.staff["Ama"]
    await scene.stage.outreach.broadcasts.pause(session, ama, scene.broadcast_id, scene.stage.now)


async def stop(scene: Scene, session: AsyncSession) -> None:
    """The first person says STOP: what a turn does, under the lock that every turn takes."""
    found = await people_queries.locked_by_chat(session, _FIRST_CHAT, scene.stage.now)
    assert found is not None
    found[0].stopped_at = scene.stage.now
    await outbox.cancel_for_person(session, found[0].id, "stopped", lanes=_BULK)


async def opt_out(scene: Scene, session: AsyncSession) -> None:
    """The first person wants no more news of events."""
    found = await people_queries.locked_by_chat(session, _FIRST_CHAT, scene.stage.now)
    assert found is not None
    values = {"person_id": found[0].id, "topic": "events", "wanted": False, "version": 1}
    await broadcast_queries.choose(session, scene.stage.now, **values)


async def erase(scene: Scene, session: AsyncSession) -> None:
    """The first person is erased."""
    found = await people_queries.locked_by_chat(session, _FIRST_CHAT, scene.stage.now)
    assert found is not None
    await people_queries.erase(session, found[0].id)


async def move(scene: Scene, session: AsyncSession) -> None:
    """The organiser moves the fair by a day."""
    dates, now = scene.stage.house.services.gatherings.dates, scene.stage.now
    occurrence = await session.get(Occurrence, scene.fair)
    assert occurrence is not None
    await dates.move(session, scene.organiser, scene.fair, occurrence.starts_at + timedelta(days=1), now)


async def call_off(scene: Scene, session: AsyncSession) -> None:
    """The organiser calls the fair off."""
    dates = scene.stage.house.services.gatherings.dates
    await dates.call_off(session, scene.organiser, scene.fair, scene.stage.now)


_ALL: list[Change] = [cancel, pause, stop, opt_out, erase, move, call_off]
each_change = pytest.mark.parametrize("change", _ALL, ids=lambda change: change.__name__)


@pytest.fixture
async def scene(postgres_database: Database) -> Scene:
    """Planned, and nothing of it sent yet."""
    house = House(postgres_database)
    await house.load_samples()
    stage = Stage(house)
    people = await stage.crowd(2, first=_FIRST_CHAT)
    async with house.database.read() as session:
        query = select(Occurrence.id, Event.organiser).join(Event).where(Event.slug == "recruitment_fair")
        fair, organiser = (await session.execute(query)).one()
    broadcast_id = await stage.send_out(about=About.OCCURRENCE, about_id=fair, texts={"en": WITH_FIELDS})
    return Scene(stage, broadcast_id, people, fair, await stage.hire("Olu", organiser))


async def _impatiently(scene: Scene, change: Change) -> None:
    async with scene.stage.house.database.write() as changing:
        await changing.execute(text("SET LOCAL lock_timeout = '100ms'"))
        await change(scene, changing)


@each_change
async def test_a_change_when_a_claim_is_not_committed_yet_then_it_waits_for_it(scene: Scene, change: Change) -> None:
    database = scene.stage.house.database
    async with database.write() as claiming:
        assert len(await scene.claim(claiming)) == 2
        with pytest.raises(DBAPIError, match="lock timeout"):
            await _impatiently(scene, change)
    # What was claimed before is in flight; the change is not lost, only later.
    async with database.write() as changing:
        await change(scene, changing)


@each_change
async def test_a_claim_when_a_change_is_under_way_then_it_takes_nothing_that_the_change_is_about(
    scene: Scene, change: Change
) -> None:
    database, about_one = scene.stage.house.database, change in (stop, opt_out, erase)
    async with database.write() as changing:
        await change(scene, changing)
        await changing.flush()
        async with database.write() as claiming:
            meanwhile = {parcel.row.person_id for parcel in await scene.claim(claiming)}
        assert meanwhile == ({scene.people[1]} if about_one else set())
    scene.stage.house.clock.advance(seconds=2)
    async with database.write() as claiming:
        after = await scene.claim(claiming)
    if change is move:
        assert {parcel.row.person_id for parcel in after} == set(scene.people)
        assert all("Mon 14 December" in parcel.message.text for parcel in after), "what is true now is what is said"
    else:
        assert not after
