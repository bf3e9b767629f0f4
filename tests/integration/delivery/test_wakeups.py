"""Wake-ups: an event within the process, NOTIFY between processes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
from sqlalchemy import text
from sqlalchemy.engine import make_url

from bot.delivery.wakeups import Notifications, Wakeups
from bot.services.cases.bells import Bells
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
    wakeups = Wakeups()
    async with notifying(url, wakeups, Bells(), **more):
        bell = wakeups.subscribe()
        yield wakeups, bell


@asynccontextmanager
async def desk(url: str, **more: object) -> AsyncIterator[Bells]:
    """Another process, as far as bells are concerned."""
    bells = Bells()
    async with notifying(url, Wakeups(), bells, **more):
        yield bells


@asynccontextmanager
async def notifying(url: str, wakeups: Wakeups, bells: Bells, **more: object) -> AsyncIterator[Notifications]:
    """Connected, until the block ends."""
    stop = asyncio.Event()
    notifications = Notifications(url, wakeups, bells, reconnect_after=0.02, **more)
    task = asyncio.create_task(notifications.run(stop))
    async with asyncio.timeout(10):
        await notifications.connected()
    try:
        yield notifications
    finally:
        stop.set()
        await task


@asynccontextmanager
async def overhearing(url: str, channel: str) -> AsyncIterator[list[str]]:
    """Everything that is announced on a channel, as any other connection hears it."""
    got: list[str] = []
    dsn = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    listener = await asyncpg.connect(dsn)
    await listener.add_listener(channel, lambda *details: got.append(details[3]))
    try:
        yield got
    finally:
        await listener.close()


async def until(got: list[str], last: str) -> None:
    async with asyncio.timeout(5):
        while last not in got:  # noqa: ASYNC110 - the list has no events
            await asyncio.sleep(0.01)


async def cut_off(database: Database) -> None:
    """The server ends every connection that listens."""
    async with database.write() as session:
        await session.execute(text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'"))


async def heard(bell: asyncio.Event) -> None:
    async with asyncio.timeout(5):
        await bell.wait()
    bell.clear()


async def test_wake_when_the_worker_is_elsewhere_then_it_hears_it(postgres_url: str) -> None:
    async with process(postgres_url) as (here, _), process(postgres_url) as (_, far_bell):
        here.wake(7)
        await heard(far_bell)


async def test_wake_when_there_are_many_then_few_notifications_are_sent(postgres_url: str) -> None:
    async with overhearing(postgres_url, "wayin_work") as got, process(postgres_url, pause=0.2) as (here, _):
        for number in range(1, 101):
            here.wake(number)
        await until(got, "100")
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
        await cut_off(postgres_database)
        await heard(bell)
        async with process(postgres_url) as (other, _):
            bell.clear()
            other.wake()
            await heard(bell)


async def test_ring_when_a_case_is_watched_in_another_process_then_only_its_watchers_there_hear_it(
    postgres_url: str,
) -> None:
    async with desk(postgres_url) as here, desk(postgres_url) as far:
        with far.watch(7) as seven, far.watch(8) as eight:
            here.ring(7)
            await heard(seven)
            assert not eight.is_set()


async def test_ring_when_the_worker_is_here_then_watchers_elsewhere_hear_it_all_the_same(postgres_url: str) -> None:
    async with desk(postgres_url, worker_is_here=lambda: True) as here, desk(postgres_url) as far:
        with far.watch(7) as bell:
            here.ring(7)
            await heard(bell)


async def test_ring_when_there_are_many_at_once_then_each_case_is_announced_once_with_nothing_but_its_id(
    postgres_url: str,
) -> None:
    async with overhearing(postgres_url, "wayin_cases") as got, desk(postgres_url, pause=0.2) as here:
        for number in [*range(1, 4)] * 50:
            here.ring(number)
        await until(got, "3")
        here.ring(99)
        await until(got, "99")
    assert got == ["1", "2", "3", "99"]


async def test_ring_when_it_comes_back_from_the_server_then_it_is_not_heard_twice(postgres_url: str) -> None:
    async with overhearing(postgres_url, "wayin_cases") as got, desk(postgres_url) as here, desk(postgres_url) as far:
        with here.watch(7) as bell:
            here.ring(7)
            await heard(bell)
            await until(got, "7")
            # The server delivers in order: whoever has heard the later one has been sent the earlier one.
            with here.watch(9) as later:
                far.ring(9)
                await heard(later)
            assert not bell.is_set()


async def test_announcement_when_it_is_no_id_then_nobody_is_woken_and_the_next_is_heard(
    postgres_database: Database, postgres_url: str
) -> None:
    async with desk(postgres_url) as here:
        with here.watch(7) as bell:
            async with postgres_database.write() as session:
                await session.execute(text("SELECT pg_notify('wayin_cases', 'seven')"))
            with here.watch(8) as later:
                async with postgres_database.write() as session:
                    await session.execute(text("SELECT pg_notify('wayin_cases', '8')"))
                await heard(later)
            assert not bell.is_set()


async def test_watching_when_the_connection_is_lost_then_everybody_looks_and_bells_are_heard_again(
    postgres_database: Database, postgres_url: str
) -> None:
    async with desk(postgres_url) as here, desk(postgres_url) as far:
        with far.watch(7) as seven, far.watch(8) as eight:
            await cut_off(postgres_database)
            await heard(seven)
            await heard(eight)
            here.ring(8)
            await heard(eight)


async def test_ring_when_there_is_no_connection_yet_then_it_is_announced_on_the_first(postgres_url: str) -> None:
    here, stop = Bells(), asyncio.Event()
    notifications = Notifications(postgres_url, Wakeups(), here)
    here.ring(7)
    async with overhearing(postgres_url, "wayin_cases") as got:
        task = asyncio.create_task(notifications.run(stop))
        await until(got, "7")
        stop.set()
        await task
