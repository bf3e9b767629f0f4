"""The schedule ticks while it is on, and one bad tick harms no other."""

from __future__ import annotations

import asyncio
import logging

import pytest

from bot.delivery.schedule import Tick, ticking


async def test_ticks_when_running_then_each_comes_again_and_again() -> None:
    seen: list[str] = []
    enough = asyncio.Event()

    async def fast() -> None:
        seen.append("fast")
        if len(seen) > 3:
            enough.set()

    async with asyncio.timeout(5), ticking([Tick("fast", 0.01, fast)]):
        await enough.wait()
    count = len(seen)
    await asyncio.sleep(0.05)
    assert len(seen) == count


async def test_a_tick_when_it_fails_then_it_is_logged_and_comes_again(caplog: pytest.LogCaptureFixture) -> None:
    tries: list[int] = []
    again = asyncio.Event()

    async def failing() -> None:
        tries.append(1)
        if len(tries) > 1:
            again.set()
        raise ZeroDivisionError

    async with asyncio.timeout(5), ticking([Tick("failing", 0.01, failing)]):
        await again.wait()
    assert "the tick failing failed" in caplog.text


async def test_a_tick_when_the_database_is_away_then_it_is_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    tried = asyncio.Event()

    async def away() -> None:
        tried.set()
        raise ConnectionRefusedError

    async with asyncio.timeout(5), ticking([Tick("away", 0.01, away)]):
        await tried.wait()
        await asyncio.sleep(0)
    assert {record.levelno for record in caplog.records if record.name.startswith("bot.")} == {logging.WARNING}


async def test_a_tick_when_it_takes_long_then_it_does_not_overlap_itself() -> None:
    running = most = rounds = 0
    enough = asyncio.Event()

    async def slow() -> None:
        nonlocal running, most, rounds
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.03)
        running -= 1
        rounds += 1
        if rounds > 2:
            enough.set()

    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    async with asyncio.timeout(5), ticking([Tick("slow", 0.01, slow)]):
        await enough.wait()
    assert most == 1
