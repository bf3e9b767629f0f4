"""Many people, a coordinator, and a broadcast on its way, without Telegram: rows are claimed and read as sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select

from bot.delivery.claims import Claims, Room
from bot.delivery.jobs import JobRunner
from bot.delivery.pace import Limits, Pace
from bot.delivery.wakeups import Wakeups
from bot.domain.broadcasts import Report
from bot.duties import gates_of, jobs_of
from bot.messages.outgoing import OutgoingMessage
from bot.services.broadcasts.drafts import Draft
from bot.services.broadcasts.jobs import FinishBroadcasts
from bot.services.broadcasts.outreach import Outreach
from db.models import Broadcast, Conversation, NewsChoice, OutboxMessage, Person, StaffMember
from db.queries import recording
from db.queries.recording import Sent
from tests.auxil.chats import House

TEXT = "<b>Recruitment fair</b> near you. Bring a friend."
WITH_FIELDS = "<b>{event}</b>, {when}, {where}"
AUDIENCE = {"country": "uk"}
_EPOCH = 1


@dataclass
class Stage:
    """A house, its people, and shorthands for what staff do."""

    house: House
    staff: dict[str, StaffMember] = field(default_factory=dict)

    @property
    def outreach(self) -> Outreach:
        """What is tested."""
        return self.house.services.outreach

    @property
    def now(self) -> datetime:
        """The house's time."""
        return self.house.clock.now

    async def hire(self, name: str, organisation: str = "eastside_works") -> StaffMember:
        """A coordinator who knows the bot."""
        async with self.house.database.write() as session:
            member = StaffMember(
                email=f"{name}@example.org",
                name=name,
                organisation=organisation,
                roles=["coordinator"],
                telegram_chat_id=900_000 + len(self.staff),
                created_at=self.now,
            )
            session.add(member)
        self.staff[name] = member
        return member

    async def crowd(
        self, number: int, *, wanting: str | None = "events", first: int = 1000, **changed: Any
    ) -> list[int]:
        """So many people who said yes to a topic; their ids in order."""
        rows = [self._person(first + place) | changed for place in range(number)]
        async with self.house.database.write() as session:
            await session.execute(insert(Person), rows)
            chats = [row["chat_id"] for row in rows]
            ids = list(
                (
                    await session.execute(select(Person.id).where(Person.chat_id.in_(chats)).order_by(Person.id))
                ).scalars()
            )
            await session.execute(insert(Conversation), [{"person_id": one, "draft": {}, "revision": 0} for one in ids])
            if wanting is not None:
                said = {"topic": wanting, "wanted": True, "version": 1, "asked_at": self.now, "changed_at": self.now}
                await session.execute(insert(NewsChoice), [{"person_id": one, **said} for one in ids])
        return ids

    def _person(self, chat_id: int) -> dict[str, Any]:
        return {
            "reference": f"WI-{chat_id}",
            "chat_id": chat_id,
            "locale": "en",
            "country": "uk",
            "council": "newham",
            "places": ["newham"],
            "born_from": date(2006, 1, 1),
            "born_to": date(2006, 1, 31),
            "answers": {},
            "reach": "active",
            "created_at": self.now,
            "last_seen_at": self.now,
        }

    def draft(self, **changed: Any) -> Draft:
        """Something that may be sent, but for what a test changes."""
        given = {
            "name": "Fair in Camden",
            "topic": "events",
            "texts": {"en": TEXT, "sv": "<b>Mässa</b>"},
            "audience": AUDIENCE,
            "expires_at": self.now + timedelta(days=3),
        }
        return Draft(**(given | changed))

    async def save(self, member: StaffMember, broadcast_id: int | None = None, **changed: Any) -> Broadcast:
        """Save a draft."""
        async with self.house.database.write() as session:
            return await self.outreach.broadcasts.save(session, member, self.draft(**changed), self.now, broadcast_id)

    async def act(self, what: str, member: StaffMember, broadcast_id: int) -> Any:
        """Submit, approve, pause, resume, cancel or test."""
        async with self.house.database.write() as session:
            return await getattr(self.outreach.broadcasts, what)(session, member, broadcast_id, self.now)

    async def send_out(self, **changed: Any) -> int:
        """Write, submit and plan a broadcast; its id."""
        member = self.staff.get("Ama") or await self.hire("Ama")
        broadcast = await self.save(member, **changed)
        await self.act("submit", member, broadcast.id)
        await self.work()
        return broadcast.id

    async def work(self) -> None:
        """Do every job that is due."""
        clock = self.house.clock
        runner = JobRunner(self.house.database, jobs_of(self.house.services, clock), Wakeups(), clock)
        while await runner.step():
            pass

    async def claim(self, room: int = 10_000, *, send: bool = True) -> list[tuple[int, OutgoingMessage]]:
        """Claim what may go now; each by its person, and recorded as sent unless told otherwise."""
        pace = Pace(Limits(1e6, 1e6, 1000, 1e6), horizon=1e6)
        claims = Claims(pace, gates_of(self.house.services))
        async with self.house.database.write() as session:
            catch = await claims.claim(session, self.now, _EPOCH, Room(room, room))
            if send:
                sent = [Sent(parcel.row.id, _EPOCH, parcel.row.id) for parcel in catch.parcels]
                await recording.record_sent(session, self.now, sent)
        return [(parcel.row.person_id or 0, parcel.message) for parcel in catch.parcels if parcel.row.lane]

    async def broadcast(self, broadcast_id: int) -> Broadcast:
        """As it stands."""
        async with self.house.database.read() as session:
            found = await session.get(Broadcast, broadcast_id)
        assert found is not None
        return found

    async def report(self, broadcast_id: int) -> Report:
        """What became of it; it always adds up."""
        async with self.house.database.read() as session:
            found = await session.get(Broadcast, broadcast_id)
            assert found is not None
            report = await self.outreach.reports.of(session, found)
        assert report.adds_up, report
        return report

    async def finish(self) -> None:
        """The tick that closes what is over."""
        await FinishBroadcasts(self.house.database, self.house.clock).run()

    async def change(self, person_id: int, **values: Any) -> None:
        """Change a person."""
        async with self.house.database.write() as session:
            person = await session.get(Person, person_id)
            for name, value in values.items():
                setattr(person, name, value)

    async def rows(self) -> list[OutboxMessage]:
        """Every row of a broadcast."""
        async with self.house.database.read() as session:
            query = select(OutboxMessage).where(OutboxMessage.about == "broadcast").order_by(OutboxMessage.id)
            return list((await session.execute(query)).scalars())
