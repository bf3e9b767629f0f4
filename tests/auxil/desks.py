"""Advisers at work without a browser: they claim, write and close through the same services as the console."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import select

from bot.services.cases.cases import Case
from bot.services.cases.messages import StaffFile
from db.models import CaseEntry, Handoff, StaffMember
from tests.auxil.chats import House, Phone

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40
ASK = ("[Talk to a person]", "[Finding work]", "[Send to an adviser]")
ASK_SV = ("[Prata med en människa]", "[Att hitta jobb]", "[Skicka till en rådgivare]")


async def hire(house: House, name: str = "Priya", organisation: str = "thamesway_advice", **more: Any) -> Adviser:
    """A new adviser of the sample organisation that answers London, unless told otherwise."""
    values = {"email": f"{name.lower()}@example.org", "roles": ["adviser"], "councils": [], "programmes": []} | more
    async with house.database.write() as session:
        member = StaffMember(name=name, organisation=organisation, created_at=house.clock.now, **values)
        session.add(member)
        await session.flush()
        return Adviser(house, member.id, name)


async def ask_for_a_person(phone: Phone, *steps: str) -> int:
    """From nothing to a waiting request; the case's number."""
    await phone.go_through(*(steps or ("/start", "[English]", "[London]", "/person", *ASK[1:])))
    return await newest_case(phone)


async def newest_case(phone: Phone) -> int:
    """The newest case there is."""
    async with phone.house.database.read() as session:
        return (await session.execute(select(Handoff.id).order_by(Handoff.id.desc()).limit(1))).scalar_one()


async def case_of(house: House, case_id: int) -> Handoff:
    """A case as it stands."""
    async with house.database.read() as session:
        return (await session.execute(select(Handoff).where(Handoff.id == case_id))).scalar_one()


async def said_in(house: House, case_id: int, kind: str | None = None) -> list[CaseEntry]:
    """What was said in a case, in order."""
    query = select(CaseEntry).where(CaseEntry.handoff_id == case_id).order_by(CaseEntry.number)
    async with house.database.read() as session:
        rows = (await session.execute(query)).scalars().all()
    return [row for row in rows if kind is None or row.kind == kind]


def photo_size(file_id: str) -> dict[str, Any]:
    """One size of a photo as Telegram describes it."""
    return {"file_id": file_id, "file_unique_id": file_id[:1], "width": 90, "height": 90, "file_size": 9}


class Adviser:
    """One member of staff; every act is a transaction of its own, as a request of the console is."""

    def __init__(self, house: House, staff_id: int, name: str) -> None:
        self._house = house
        self.id = staff_id
        self.name = name

    @asynccontextmanager
    async def at(self, case_id: int) -> AsyncIterator[Case]:
        """The case, locked, in one's own hands."""
        desk = self._house.services.desk
        async with self._house.database.write() as session:
            yield await desk.cases.open(session, self.id, case_id, self._house.clock.now)
        desk.bells.ring(case_id)

    async def claim(self, case_id: int) -> None:
        """Take a waiting case."""
        async with self.at(case_id) as case:
            await self._house.services.desk.cases.claim(case)

    async def write(self, case_id: int, text: str, file: StaffFile | None = None) -> int:
        """Send words or a file; the number of the entry."""
        async with self.at(case_id) as case:
            entry = await self._house.services.desk.case_messages.write(case, text, file)
            assert entry is not None
            return entry.number

    async def park(self, case_id: int) -> None:
        """Let the bot work again."""
        async with self.at(case_id) as case:
            await self._house.services.desk.cases.park(case)

    async def close(self, case_id: int, outcome: str = "answered", next_step: str = "") -> None:
        """Finish."""
        async with self.at(case_id) as case:
            await self._house.services.desk.cases.close(case, outcome, next_step)
