"""The stream of changes: versions, gaps, waking."""

import asyncio

from bot.sandbox.journal import KEPT, Journal


def test_since_when_changes_were_made_then_only_the_newer_come() -> None:
    journal = Journal(10)
    assert [journal.add("message", 1, n) for n in range(3)] == [11, 12, 13]
    assert [change.about for change in journal.since(11) or []] == [1, 2]
    assert journal.since(13) == []


def test_since_when_the_gap_is_too_old_or_from_the_future_then_none() -> None:
    journal = Journal(10)
    assert journal.since(9) is None
    assert journal.since(11) is None
    for _ in range(KEPT + 1):
        journal.add("message", 1, 0)
    assert journal.since(10) is None
    assert len(journal.since(11) or []) == KEPT


async def test_wait_when_its_chat_changes_then_it_wakes_and_others_sleep_on() -> None:
    journal = Journal()
    mine = asyncio.create_task(journal.wait(1, 5))
    other = asyncio.create_task(journal.wait(2, 0.01))
    anyone = asyncio.create_task(journal.wait(None, 5))
    await asyncio.sleep(0)
    journal.add("message", 1, 1)
    assert await mine
    assert await anyone
    assert not await other
