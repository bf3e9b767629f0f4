"""Wake-ups: an event within the process, NOTIFY between processes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
from sqlalchemy import text
from sqlalchemy.engine import make_url

from bot.delivery.wakeups import Notifications, Wakeups
from db.session import Database


async def test_wake_when_several_wait_then_all_of_them_hear_it() -> None:
    wakeups = Wakeups()
    first, second = wakeups.subscribe(), wakeups.subscribe()
    wakeups.wake()
    assert first.is_set()
    assert second.is_set()


@asynccontextmanager
async def process(url: str, **more: object) -> AsyncIterator[tuple[Wakeups, asyncio.Event]]:
    """Another process, as far as wake-ups are concerned."""
    wakeups, stop = Wakeups(), asyncio.Event()
    bell = wakeups.subscribe()
    notifications = Notifications(url, wakeups, reconnect_after=0.02, **more)
    task = asyncio.create_task(notifications.run(stop))
    async with asyncio.timeout(10):
        await notifications.connected()
    bell.clear()
    try:
        yield wakeups, bell
    finally:
        stop.set()
        await task


async def heard(bell: asyncio.Event) -> None:
    async with asyncio.timeout(5):
        await bell.wait()
    bell.clear()


async def test_wake_when_the_worker_is_elsewhere_then_it_hears_it(postgres_url: str) -> None:
    async with process(postgres_url) as (here, _), process(postgres_url) as (_, far_bell):
        here.wake(7)
        await heard(far_bell)


async def test_wake_when_there_are_many_then_few_notifications_are_sent(postgres_url: str) -> None:
    got: list[str] = []
    dsn = make_url(postgres_url).set(drivername="postgresql").render_as_string(hide_password=False)
    listener = await asyncpg.connect(dsn)
    await listener.add_listener("wayin_work", lambda *details: got.append(details[3]))
    async with process(postgres_url, pause=0.2) as (here, _):
        for number in range(1, 101):
            here.wake(number)
        async with asyncio.timeout(5):
            while not got:  # noqa: ASYNC110 - the list has no events
                await asyncio.sleep(0.01)
    await listener.close()
    assert got == ["100"]


async def test_wake_when_the_worker_is_here_then_nobody_else_is_told(postgres_url: str) -> None:
    async with (
        process(postgres_url, worker_is_here=lambda: True) as (here, here_bell),
        process(postgres_url) as (_, far_bell),
    ):
        here.wake()
        await heard(here_bell)
        async with process(postgres_url) as (third, _):
            third.wake()
            await heard(far_bell)
        assert not far_bell.is_set()


async def test_listening_when_the_connection_is_lost_then_it_is_made_again_and_everything_is_looked_at(
    postgres_database: Database, postgres_url: str
) -> None:
    async with process(postgres_url) as (_, bell):
        async with postgres_database.write() as session:
            await session.execute(
                text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'")
            )
        await heard(bell)
        async with process(postgres_url) as (other, _):
            bell.clear()
            other.wake()
            await heard(bell)
