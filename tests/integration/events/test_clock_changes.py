"""A simulated clock through the nights when clocks change, in both zones, and over a leap day.

People come to dates at the edges of quiet hours and in the night itself. The clock moves in steps, the sender looks
twice at each, as after a restart, and every reminder must have come once, at the hour that the table below says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from bot.services.events import reminder_plans
from db.keyring import Keyring
from db.models import Booking, Event, Occurrence, OutboxMessage, Person
from db.queries.events import Dated
from db.session import Database
from tests.auxil.chats import House
from tests.integration.broadcasts.stage import Stage

LONDON, STOCKHOLM = ZoneInfo("Europe/London"), ZoneInfo("Europe/Stockholm")
_EVENTS = (("recruitment_fair", LONDON), ("weekly_drop_in", STOCKHOLM))

SPRING, AUTUMN, AFTER_LEAP_DAY = date(2027, 3, 28), date(2027, 10, 31), date(2028, 3, 1)

# When it begins, and what comes when: days from the day of the event, and the hour there.
_LAST = time(19, 59)
EXPECTED = {
    time(3, 30): {"week": (-8, _LAST), "day": (-2, _LAST), "hours": (-1, _LAST), "after": (1, time(10))},
    time(8, 30): {"week": (-7, time(8, 30)), "day": (-1, time(8, 30)), "hours": (-1, _LAST), "after": (1, time(10))},
    time(10, 0): {"week": (-7, time(10)), "day": (-1, time(10)), "hours": (0, time(8)), "after": (1, time(10))},
    time(13, 0): {"week": (-7, time(13)), "day": (-1, time(13)), "hours": (0, time(11)), "after": (1, time(10))},
    time(21, 0): {"week": (-7, _LAST), "day": (-1, _LAST), "hours": (0, time(19)), "after": (1, time(10))},
}


@dataclass(frozen=True, slots=True)
class Coming:
    """One person's date, with the day and hour it has on the wall there."""

    person_id: int
    day: date
    begins: time
    zone: ZoneInfo

    def expected(self) -> dict[str, datetime]:
        """Each reminder's instant, from the wall clock of the place."""
        return {
            kind: datetime.combine(self.day + timedelta(days=days), hour, self.zone).astimezone(UTC)
            for kind, (days, hour) in EXPECTED[self.begins].items()
        }


@pytest.fixture
async def stage(sqlite_url: str, data_key: str) -> AsyncIterator[Stage]:
    """A house on SQLite: nothing here depends on the engine."""
    database = Database(sqlite_url, Keyring([data_key]))
    house = House(database)
    await house.load_samples()
    yield Stage(house)
    await database.close()


async def _book(stage: Stage, day: date) -> list[Coming]:
    """Somebody for every hour and zone, booked nine days ahead."""
    found, people = [], await stage.crowd(len(EXPECTED) * len(_EVENTS))
    async with stage.house.database.write() as session:
        for slug, zone in _EVENTS:
            await session.execute(update(Event).where(Event.slug == slug).values(zone=zone.key))
            event = (await session.execute(select(Event).where(Event.slug == slug))).scalar_one()
            for begins in EXPECTED:
                coming = Coming(people[len(found)], day, begins, zone)
                starts_at = datetime.combine(day, begins, zone).astimezone(UTC)
                times = {"original_at": starts_at, "starts_at": starts_at, "ends_at": starts_at + timedelta(hours=2)}
                code = f"T{len(found):05}"
                occurrence = Occurrence(event_id=event.id, door_code=code, changed_at=stage.now, **times)
                session.add(occurrence)
                await session.flush()
                person = await session.get(Person, coming.person_id)
                assert person is not None
                booking = Booking(
                    person_id=person.id, occurrence_id=occurrence.id, created_at=stage.now, changed_at=stage.now
                )
                session.add(booking)
                await session.flush()
                await reminder_plans.plan(session, person, booking, Dated(event, occurrence), stage.now)
                found.append(coming)
    return found


async def _sent(stage: Stage) -> dict[int, dict[str, list[datetime]]]:
    """When each person was sent each kind."""
    found: dict[int, dict[str, list[datetime]]] = defaultdict(lambda: defaultdict(list))
    async with stage.house.database.read() as session:
        rows = (await session.execute(select(OutboxMessage).where(OutboxMessage.state == "sent"))).scalars()
        for row in rows:
            assert row.sent_at is not None
            found[row.person_id or 0][row.content["kind"]].append(row.sent_at)
    return found


@pytest.mark.parametrize("day", [SPRING, AUTUMN, AFTER_LEAP_DAY], ids=["spring", "autumn", "leap day"])
async def test_reminders_when_clocks_change_then_each_comes_once_at_the_right_local_time(
    stage: Stage, day: date
) -> None:
    clock = stage.house.clock
    clock.now = datetime.combine(day - timedelta(days=9), time(9), UTC)
    coming = await _book(stage, day)
    wanted = {at for one in coming for at in one.expected().values()}
    # Every wanted instant, just before and just after it, and each half hour of the nights around the day itself.
    steps = {at + offset for at in wanted for offset in (-timedelta(seconds=1), timedelta(), timedelta(minutes=1))}
    night = datetime.combine(day - timedelta(days=1), time(18), UTC)
    steps |= {night + timedelta(minutes=30) * number for number in range(36)}
    for step in sorted(steps):
        clock.now = step
        for _ in range(2):
            await stage.claim()
    sent = await _sent(stage)
    for one in coming:
        assert {kind: [at] for kind, at in one.expected().items()} == sent[one.person_id], (one.begins, one.zone)
