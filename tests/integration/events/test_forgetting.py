"""What was needed for one day goes some time after it, and everything of a person goes with them at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.services.retention import Retention
from db.models import (
    AccessRequest,
    Attachment,
    Booking,
    Broadcast,
    BroadcastResponse,
    Event,
    FairMeeting,
    Occurrence,
    PosterLink,
)
from db.queries import people
from db.session import Database
from tests.auxil.chats import House, Phone
from tests.integration.broadcasts.stage import Stage

KEPT = (AccessRequest, Booking, BroadcastResponse, FairMeeting)


@pytest.fixture
async def house(sqlite_database: Database) -> House:
    """Deleting by age is the same on both engines."""
    house = House(sqlite_database)
    await house.load_samples()
    return house


@pytest.fixture
async def filled(house: House, phone: Phone) -> House:
    """Somebody who was at a fair, asked for something, met somebody and tapped a button; and a loose photo."""
    await phone.tap_data("going:recruitment_fair")
    async with house.database.write() as session:
        booking = (await session.execute(select(Booking))).scalar_one()
        event = (await session.execute(select(Event).where(Event.slug == "recruitment_fair"))).scalar_one()
        now = house.clock.now
        session.add(AccessRequest(booking_id=booking.id, words="no stairs", created_at=now))
        session.add(FairMeeting(booking_id=booking.id, employer="Riverside", met_at=now))
        await house.services.gatherings.posters.hand_out(session, event, "Jobcentre", None, now)
        session.add(Attachment(name="a.png", mime="image/png", content=b"x", digest=b"x" * 32, created_at=now))
    stage = Stage(house)
    broadcast = await stage.save(await stage.hire("Ama"))
    async with house.database.write() as session:
        row = BroadcastResponse(broadcast_id=broadcast.id, person_id=booking.person_id, kind="tapped", at=now)
        session.add(row)
    return house


async def count(house: House, model: Any) -> int:
    async with house.database.read() as session:
        return (await session.execute(select(func.count()).select_from(model))).scalar_one()


async def counts(house: House) -> dict[str, int]:
    models = (*KEPT, PosterLink, Broadcast, Attachment)
    return {model.__name__: await count(house, model) for model in models}


@pytest.mark.parametrize(
    ("days", "gone"),
    [
        (2, {"Attachment"}),
        (31 + 20, {"Attachment", "AccessRequest"}),
        (91 + 20, {"Attachment", "AccessRequest", "PosterLink"}),
        (181 + 20, {"Attachment", "AccessRequest", "PosterLink", "Booking", "FairMeeting", "BroadcastResponse"}),
    ],
)
async def test_retention_when_time_has_passed_then_each_kind_goes_after_its_own(
    filled: House, days: int, gone: set[str]
) -> None:
    before = await counts(filled)
    assert set(before.values()) == {1}
    filled.clock.advance(days=days)
    # The person is not to go: what is tested here is what goes before they do.
    async with filled.database.write() as session:
        booking = (await session.execute(select(Booking))).scalar_one()
        person = await people.get(session, booking.person_id)
        assert person is not None
        person.last_seen_at = filled.clock.now
    services = filled.services
    await Retention(filled.database, filled.clock, services.privacy, services.equality).run()
    assert {name for name, number in (await counts(filled)).items() if number == 0} == gone


async def test_dates_when_a_year_has_passed_then_those_nobody_is_on_go(house: House) -> None:
    before = await count(house, Occurrence)
    house.clock.advance(days=400)
    services = house.services
    await Retention(house.database, house.clock, services.privacy, services.equality).run()
    assert await count(house, Occurrence) < before


async def test_person_when_exported_and_erased_then_all_of_it_is_in_the_file_and_then_nowhere(filled: House) -> None:
    privacy = filled.services.privacy
    async with filled.database.write() as session:
        booking = (await session.execute(select(Booking))).scalar_one()
        found = await people.locked(session, booking.person_id)
        assert found is not None
        held = await privacy.everything(session, *found)
        await privacy.erase(session, found[0], filled.clock.now + timedelta(seconds=1))
    (told,) = held["bookings"]
    assert (told["easier"][0]["asked"], told["met"]) == ("no stairs", ["Riverside"])
    assert held["news"][0]["did"] == "tapped"
    assert [await count(filled, model) for model in KEPT] == [0] * len(KEPT)
