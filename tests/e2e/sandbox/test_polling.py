"""Long polling: offsets, conflicts, slow repeats, faults on updates."""

import asyncio
import json
from typing import Any

import aiohttp
import pytest
from telegram import Bot
from telegram.error import Conflict

from bot.sandbox.client import SandboxClient
from bot.sandbox.running import in_process
from bot.sandbox.settings import Limits, Settings


async def raw_updates(sandbox: SandboxClient, **query: Any) -> list[Any]:
    """getUpdates without a library in between."""
    url = f"{sandbox.bot_api}{sandbox.token}/getUpdates"
    async with aiohttp.ClientSession() as session, session.get(url, params=query) as answer:
        return json.loads(await answer.text())["result"]


async def test_updates_when_not_confirmed_then_they_come_again(sandbox: SandboxClient, ptb: Bot) -> None:
    await sandbox.say_many([(1, "one"), (2, "two"), (1, "three")])
    first = await ptb.get_updates(limit=2)
    assert [update.message.text for update in first] == ["one", "two"]
    assert [update.update_id for update in await ptb.get_updates()] == [1, 2, 3]
    assert [update.message.text for update in await ptb.get_updates(offset=3)] == ["three"]
    assert await ptb.get_updates(offset=4) == ()


async def test_updates_when_offset_is_negative_then_only_the_newest_stay(sandbox: SandboxClient, ptb: Bot) -> None:
    await sandbox.say_many([(1, str(n)) for n in range(5)])
    assert [update.message.text for update in await ptb.get_updates(offset=-2)] == ["3", "4"]
    assert len(await sandbox.pending()) == 2


async def test_poll_when_a_message_arrives_then_it_answers_at_once(sandbox: SandboxClient, ptb: Bot) -> None:
    poll = asyncio.create_task(ptb.get_updates(timeout=20))
    await asyncio.sleep(0.05)
    async with asyncio.timeout(5):
        await sandbox.say_many([(1, "hi")])
        assert (await poll)[0].message.text == "hi"


async def test_poll_when_another_starts_then_the_first_gets_a_conflict(sandbox: SandboxClient, ptb: Bot) -> None:
    first = asyncio.create_task(ptb.get_updates(timeout=20))
    await asyncio.sleep(0.05)
    second = asyncio.create_task(raw_updates(sandbox, timeout=20))
    with pytest.raises(Conflict, match="terminated by other getUpdates request"):
        await first
    await sandbox.say_many([(1, "hi")])
    assert len(await second) == 1


async def test_poll_when_kinds_are_chosen_then_others_are_not_queued(sandbox: SandboxClient, ptb: Bot) -> None:
    await ptb.get_updates(allowed_updates=["callback_query"])
    await sandbox.say_many([(1, "hi")])
    assert await sandbox.pending() == []
    await ptb.get_updates(allowed_updates=[])
    await sandbox.say_many([(1, "hi")])
    assert len(await sandbox.pending()) == 1


async def test_poll_when_the_same_offset_comes_again_at_once_then_it_is_slowed() -> None:
    settings = Settings(limits=Limits())
    async with in_process(settings) as sandbox, aiohttp.ClientSession() as session:
        url = f"{sandbox.bot_api}{sandbox.token}/getUpdates"
        async with session.get(url) as first:
            assert (await first.json())["result"] == []
        with pytest.raises(TimeoutError):
            async with session.get(url, timeout=aiohttp.ClientTimeout(total=0.3)):
                pass


async def test_duplicates_when_ordered_then_updates_come_again_after_their_confirmation(
    sandbox: SandboxClient,
) -> None:
    await sandbox.fault("duplicate", count=2)
    await sandbox.say_many([(1, "one"), (2, "two")])
    assert [update["update_id"] for update in await raw_updates(sandbox)] == [1, 2]
    assert [update["update_id"] for update in await raw_updates(sandbox, offset=3)] == [1, 2]
    assert await raw_updates(sandbox, offset=3) == []


async def test_disorder_when_ordered_then_each_chat_keeps_its_order(sandbox: SandboxClient) -> None:
    await sandbox.say_many([(person, str(n)) for n in range(6) for person in (1, 2, 3)])
    await sandbox.fault("reorder")
    batch = await raw_updates(sandbox)
    ids = [update["update_id"] for update in batch]
    assert sorted(ids) == list(range(1, 19))
    assert ids != sorted(ids)
    for person in (1, 2, 3):
        texts = [one["message"]["text"] for one in batch if one["message"]["chat"]["id"] == person]
        assert texts == [str(n) for n in range(6)]


async def test_injected_when_garbage_then_it_arrives_as_it_is(sandbox: SandboxClient) -> None:
    first = await sandbox.inject({"message": {"text": "a\ud800b\u0000"}})
    await sandbox.inject({"update_id": 77, "nonsense": True})
    await sandbox.inject(raw='"not an update"')
    batch = await raw_updates(sandbox)
    assert batch[0] == {"update_id": first, "message": {"text": "a\ud800b\u0000"}}
    assert batch[1] == {"update_id": 77, "nonsense": True}
    assert batch[2] == "not an update"


async def test_text_when_it_holds_nul_and_half_a_pair_then_it_arrives_unchanged(
    sandbox: SandboxClient,
) -> None:
    await sandbox.say_many([(1, "a\x00b\ud83d")])
    (update,) = await raw_updates(sandbox)
    assert update["message"]["text"] == "a\x00b\ud83d"


async def test_ids_when_a_week_was_quiet_then_they_start_anywhere(sandbox: SandboxClient) -> None:
    await sandbox.say_many([(1, "one")])
    await sandbox.advance(8 * 24 * 3600)
    await sandbox.say_many([(1, "two")])
    (update,) = await raw_updates(sandbox)
    assert update["update_id"] > 1000
