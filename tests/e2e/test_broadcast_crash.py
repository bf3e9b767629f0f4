"""kill -9 in the middle of a broadcast: each gets it once but those whose answer was lost, and the ledger says who."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections import Counter
from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, update

from bot.bootstrap import build_services
from bot.clock import system_clock
from bot.domain.broadcasts import Report
from bot.domain.quiet_hours import Hours
from bot.sandbox.client import SandboxClient
from bot.services.broadcasts.drafts import Draft
from bot.services.broadcasts.outreach import Outreach
from db.models import Broadcast, NewsChoice, OutboxMessage, Person, StaffMember
from tests.auxil.bots import Stand, stand, until
from tests.auxil.chats import content, demo_settings, understanding
from tests.e2e.shapes import ON_THE_TWO
from tests.e2e.waking_hours import COMMAND, always, at_once

log = logging.getLogger(__name__)

WORDS = "Fair in Camden on Saturday."
_QUIET = 10.0


class Audience:
    """People who all said yes to news of events, and the broadcast they get."""

    def __init__(self, stand: Stand, chats: list[int]) -> None:
        self.stand = stand
        self.chats = chats
        self.outreach: Outreach = build_services(demo_settings(), content(), understanding()).outreach
        self.broadcast_id = 0
        self.flying: set[int] = set()

    @classmethod
    async def of(cls, stand: Stand, number: int) -> Audience:
        """So many, past the first questions; what they would have answered is written down directly."""
        chats = [700_000 + place for place in range(number)]
        await stand.sandbox.say_many([(chat, "/start") for chat in chats], create_people=True)
        await stand.settled(240)
        now = system_clock()
        async with stand.database.write() as session:
            known = {"country": "uk", "locale": "en", "born_from": date(2000, 1, 1), "born_to": date(2000, 1, 31)}
            await session.execute(update(Person).values(**known))
            ids = (await session.execute(select(Person.id))).scalars().all()
            said = {"topic": "events", "wanted": True, "version": 1, "asked_at": now, "changed_at": now}
            await session.execute(insert(NewsChoice), [{"person_id": one, **said} for one in ids])
        assert len(ids) == number
        return cls(stand, chats)

    async def send(self) -> None:
        """Two coordinators send it."""
        now = system_clock()
        draft = Draft("Fair", "events", {"en": WORDS}, {"country": "uk"}, now + timedelta(days=1))
        async with self.stand.database.write() as session:
            ama, bo = (StaffMember(email=f"{n}@example.org", name=n, organisation="eastside_works") for n in "ab")
            for member in (ama, bo):
                member.roles, member.created_at = ["coordinator"], now
                session.add(member)
            await session.flush()
            broadcast = await self.outreach.broadcasts.save(session, ama, draft, now)
            await self.outreach.broadcasts.submit(session, ama, broadcast.id, now)
            await self.outreach.broadcasts.approve(session, bo, broadcast.id, now)
            self.broadcast_id = broadcast.id

    async def sent(self) -> int:
        """How many rows are done."""
        async with self.stand.database.read() as session:
            query = select(func.count()).select_from(OutboxMessage)
            done = query.where(OutboxMessage.about == "broadcast", OutboxMessage.state == "sent")
            return (await session.execute(done)).scalar_one()

    async def kill_after(self, more: int, pause: float) -> None:
        """Kill it when so many more are sent, or where it stands; then start it again."""
        before, began = await self.sent(), time.monotonic()
        done = before
        while done - before < more and time.monotonic() - began < _QUIET:
            await asyncio.sleep(0.002)
            done = await self.sent()
        await asyncio.sleep(pause)
        self.stand.bot.kill()
        async with self.stand.database.read() as session:
            in_flight = select(OutboxMessage.id).where(OutboxMessage.state == "sending")
            self.flying |= set((await session.execute(in_flight)).scalars())
        self.stand.bot.start()

    async def finished(self) -> Report:
        """Wait until it is done; its report."""
        await until(self._is_done, "the broadcast does not end", 240, every=0.2)
        async with self.stand.database.read() as session:
            broadcast = await session.get(Broadcast, self.broadcast_id)
            assert broadcast is not None
            return await self.outreach.reports.of(session, broadcast)

    async def _is_done(self) -> bool:
        async with self.stand.database.read() as session:
            broadcast = await session.get(Broadcast, self.broadcast_id)
            return broadcast is not None and broadcast.state == "done"

    async def copies(self) -> dict[int, int]:
        """How often it is on each phone."""
        found = {}
        for chat in self.chats:
            history = await self.stand.sandbox.history(chat)
            found[chat] = sum(WORDS in str(message.get("text")) for message in history.from_bot())
        return found

    async def uncertain(self) -> dict[int, int]:
        """How many attempts of each chat's message had no answer."""
        async with self.stand.database.read() as session:
            query = select(OutboxMessage.chat_id, OutboxMessage.uncertain).where(OutboxMessage.about == "broadcast")
            return {chat_id or 0: lost for chat_id, lost in await session.execute(query)}


@pytest.fixture
async def waking(
    sandbox: SandboxClient,
    shape: tuple[str, str],
    shape_url: str,
    data_key: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Stand]:
    """A bot that sends a hundred a second, by day and by night."""
    monkeypatch.setattr(Hours, "allow", always)
    monkeypatch.setattr(Hours, "next_from", at_once)
    pace = {"WAYIN_PACE_OVERALL": "100"}
    async with stand(sandbox, shape_url, data_key, tmp_path, transport=shape[1], **pace) as opened:
        opened.bot.command = COMMAND
        await opened.start()
        yield opened


@ON_THE_TWO
async def test_killing_the_bot_in_a_broadcast_forgets_nobody_and_repeats_only_what_was_in_flight(waking: Stand) -> None:
    await _storm(waking, 240, kills=2)


@pytest.mark.soak
@ON_THE_TWO
async def test_five_thousand_people_get_a_broadcast_once_through_ten_kills(waking: Stand) -> None:
    await _storm(waking, 5000, kills=10)


async def _storm(waking: Stand, number: int, kills: int) -> None:
    audience, chance = await Audience.of(waking, number), random.Random(2611)
    await audience.send()
    for _ in range(kills):
        await audience.kill_after(chance.randint(1, number // kills // 2), chance.uniform(0, 0.05))
    report = await audience.finished()
    assert report.adds_up
    assert (report.planned, report.sent) == (number, number)
    copies, uncertain = await audience.copies(), await audience.uncertain()
    assert min(copies.values()) == 1, f"forgotten: {Counter(copies.values())}"
    repeated = {chat: count - 1 for chat, count in copies.items() if count > 1}
    assert all(count <= uncertain[chat] for chat, count in repeated.items()), "a repeat that the ledger does not show"
    assert audience.flying, "the kills hit the sender"
    log.info("%d of %d came twice; the ledger names %d", len(repeated), number, sum(map(bool, uncertain.values())))
