"""Telegram's limits and its bad days: never a 429 at the pace we run at, and what goes wrong costs no message."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.sandbox.client import SandboxClient
from bot.sandbox.running import in_process
from bot.sandbox.settings import Settings
from db.models import OutboxMessage, Person
from tests.auxil.bots import UNPACED, Shape, Stand, stand, until
from tests.e2e.phones import Phone
from tests.e2e.shapes import ON_THE_TWO

CHATS = 40
# What the settings say by themselves; the burst of one chat's messages is not the subject.
AT_ITS_OWN_PACE = {name: "" for name in UNPACED if name != "WAYIN_BURST_MESSAGES"}


@pytest.fixture
async def limited(shape: Shape, shape_url: str, data_key: str, tmp_path: Path) -> AsyncIterator[Stand]:
    """A sandbox with Telegram's real limits and a bot at its own pace."""
    async with (
        in_process(Settings(webhook_retry_scale=0.01)) as sandbox,
        stand(sandbox, shape_url, data_key, tmp_path, transport=shape[1]) as opened,
    ):
        for name in AT_ITS_OWN_PACE:
            del opened.bot.environment[name]
        await opened.start()
        yield opened


async def _forty_talk(limited: Stand) -> int:
    """Forty new people at once; how many requests were refused for coming too fast."""
    before = (await limited.sandbox.counters())["too_many"]
    phones = [await Phone.of_somebody_new(limited.sandbox) for _ in range(CHATS)]
    await asyncio.gather(*(_talk(phone) for phone in phones))
    await limited.settled(60)
    for phone in phones:
        assert len((await phone.history()).from_bot()) == 5
    return int((await limited.sandbox.counters())["too_many"] - before)


@ON_THE_TWO
async def test_forty_chats_at_once_meet_no_429(limited: Stand) -> None:
    # The limit is counted where requests arrive: a machine that stands still for a moment bunches what left apart.
    met = [await _forty_talk(limited)]
    while met[-1] and len(met) < 3:
        met.append(await _forty_talk(limited))
    assert met[-1] == 0, met
    assert (await limited.sandbox.counters())["messages_sent"] == 5 * CHATS * len(met)


async def _talk(phone: Phone) -> None:
    """Five answers, some waited for and some not."""
    for number, step in enumerate(("/start", "[English]", "/help"), 1):
        await phone.act(step)
        await phone.sandbox.until(phone.chat_id, lambda now, wanted=number: len(now.from_bot()) >= wanted, 60)
    await phone.act("/menu")
    await phone.act("/help")


async def test_a_429_stops_everything_for_as_long_as_it_says(running: Stand) -> None:
    sandbox, pause = running.sandbox, 3
    phones = [await Phone.of_somebody_new(sandbox) for _ in range(30)]
    await sandbox.fault("too_many_requests", method="sendMessage", retry_after=pause, count=1)
    await phones[0].act("/start")
    await until(lambda: _refused(sandbox), "no 429 came", every=0.002)
    limit_met = asyncio.get_running_loop().time()
    for phone in phones[1:]:
        await phone.act("/start")
    await sandbox.all_confirmed()
    await until(lambda: _anything_sent(sandbox), "nothing was sent any more", every=0.01)
    assert asyncio.get_running_loop().time() - limit_met > pause - 0.2, "nobody was sent anything before it was over"
    await running.settled()
    for phone in phones:
        assert len((await phone.history()).from_bot()) == 1
    assert {row.uncertain for row in await _rows(running)} == {0}, "a refusal is certain"


async def _refused(sandbox: SandboxClient) -> bool:
    return not await sandbox.faults()


async def _anything_sent(sandbox: SandboxClient) -> bool:
    return bool(sum((await sandbox.counters())["sent"].values()))


# Each hits one chat: what Telegram does, and whether the message may have arrived all the same.
TROUBLE: tuple[tuple[dict[str, Any], int], ...] = (
    ({"kind": "error", "status": 500}, 1),
    ({"kind": "error", "status": 502, "description": "Bad Gateway", "after_effect": True}, 1),
    ({"kind": "drop"}, 1),
    ({"kind": "drop", "after_effect": True}, 1),
    ({"kind": "slow", "milliseconds": 1500}, 0),
    ({"kind": "too_many_requests", "retry_after": 1}, 0),
)
SILENCE: tuple[tuple[dict[str, Any], int], ...] = (
    ({"kind": "silence"}, 1),
    ({"kind": "silence", "after_effect": True}, 1),
)


async def test_a_broken_answer_costs_no_message_and_the_ledger_shows_what_may_come_twice(running: Stand) -> None:
    await _in_trouble(running, TROUBLE)


@pytest.mark.soak
async def test_an_answer_that_never_comes_costs_no_message(running: Stand) -> None:
    await _in_trouble(running, SILENCE)


async def _in_trouble(running: Stand, trouble: tuple[tuple[dict[str, Any], int], ...]) -> None:
    sandbox, chats = running.sandbox, {}
    for fault, uncertain in trouble:
        phone = await Phone.of_somebody_new(sandbox)
        chats[phone.chat_id] = (fault, uncertain)
        await sandbox.fault(**fault, method="sendMessage", chat_id=phone.chat_id)
    for chat_id in chats:
        await sandbox.say_many([(chat_id, "/start"), (chat_id, "/help")])
    await running.settled(90)
    rows = await _rows(running)
    for chat_id, (fault, uncertain) in chats.items():
        first, second = (row for row in rows if row.chat_id == chat_id)
        assert (first.state, second.state) == ("sent", "sent"), fault
        assert (first.uncertain, second.uncertain) == (uncertain, 0), fault
        came = [message["text"].split()[0] for message in (await sandbox.history(chat_id)).from_bot()]
        twice = bool(fault.get("after_effect"))
        assert came == ["Which", "Which", "I"][not twice :], f"{fault}: {came}"


async def test_a_block_met_while_sending_marks_the_person_and_takes_back_what_waits(running: Stand) -> None:
    phone = await Phone.of_somebody_new(running.sandbox)
    await phone.act("/start")
    await running.settled()
    refusal = {"status": 403, "description": "Forbidden: bot was blocked by the user"}
    await running.sandbox.fault("error", method="sendMessage", chat_id=phone.chat_id, count=0, **refusal)
    for text in ("/help", "/menu", "/help"):
        await phone.act(text)
    await running.settled()
    await _becomes(running, phone, "blocked")
    assert {row.state for row in await _rows(running)} <= {"sent", "failed", "cancelled"}
    assert any("unreachable" in (row.reason or "") for row in await _rows(running))
    await running.sandbox.clear_faults()
    await phone.act("/start")
    await running.settled()
    await _becomes(running, phone, "active")
    assert len((await phone.history()).from_bot()) == 2


async def test_a_deleted_account_is_gone_for_good(running: Stand) -> None:
    phone = await Phone.of_somebody_new(running.sandbox)
    await phone.act("/start")
    await running.settled()
    refusal = {"status": 403, "description": "Forbidden: user is deactivated"}
    await running.sandbox.fault("error", method="sendMessage", chat_id=phone.chat_id, count=0, **refusal)
    await phone.act("/help")
    await running.settled()
    await _becomes(running, phone, "gone")


async def _becomes(running: Stand, phone: Phone, reach: str) -> None:
    """Who was refused is marked right after what was refused: a transaction locks one person at most."""

    async def is_so() -> bool:
        return await _reach(running, phone) == reach

    await until(is_so, f"the person does not become {reach}", 10)


async def _reach(running: Stand, phone: Phone) -> str:
    async with running.database.read() as session:
        return (await session.execute(select(Person.reach).where(Person.chat_id == phone.chat_id))).scalar_one()


async def _rows(running: Stand) -> list[OutboxMessage]:
    async with running.database.read() as session:
        return list(await session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))
