"""One holder at a time, on both engines, by the database's clock."""

from __future__ import annotations

import asyncio
import time

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from bot.delivery import leases
from bot.delivery.leases import Lease, Term
from db.queries import roles
from db.session import Database

EXPIRE = text("UPDATE roles SET expires_at = '2020-01-01 00:00:00'")


class Clock:
    """A monotonic clock that only the test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


async def acquire(database: Database, holder: str, seconds: float = 60) -> int | None:
    async with database.write() as session:
        return await roles.acquire(session, "worker", holder, seconds)


async def run_out(database: Database) -> None:
    async with database.write() as session:
        await session.execute(EXPIRE)


async def test_a_role_when_free_then_the_first_holder_begins_at_epoch_one(database: Database) -> None:
    assert await acquire(database, "a") == 1
    assert await acquire(database, "b") is None
    assert await acquire(database, "a") is None


async def test_a_role_when_its_lease_ran_out_then_the_next_holder_gets_the_next_epoch(database: Database) -> None:
    await acquire(database, "a")
    await run_out(database)
    assert await acquire(database, "b") == 2
    async with database.write() as session:
        assert not await roles.renew(session, "worker", "a", 1, 60)
        assert await roles.renew(session, "worker", "b", 2, 60)


async def test_a_role_when_its_lease_ran_out_then_not_even_its_holder_can_renew_it(database: Database) -> None:
    await acquire(database, "a")
    await run_out(database)
    async with database.write() as session:
        assert not await roles.renew(session, "worker", "a", 1, 60)


async def test_a_role_when_released_then_it_is_free_at_once(database: Database) -> None:
    await acquire(database, "a")
    async with database.write() as session:
        await roles.release(session, "worker", "b", 1)
    assert await acquire(database, "b") is None
    async with database.write() as session:
        await roles.release(session, "worker", "a", 1)
    assert await acquire(database, "b") == 2


async def test_a_lease_when_very_short_then_the_database_ends_it(database: Database) -> None:
    await acquire(database, "a", seconds=0.05)
    async with asyncio.timeout(5):
        while await acquire(database, "b") is None:
            pass


async def test_a_role_when_many_want_it_then_one_gets_it(database: Database) -> None:
    got = await asyncio.gather(*(acquire(database, f"holder {number}") for number in range(12)))
    assert sorted(epoch for epoch in got if epoch is not None) == [1]


def test_a_term_when_our_clock_reaches_its_end_then_it_is_over() -> None:
    clock = Clock()
    term = Term(1, 104.0, clock)
    assert (term.is_running, term.remaining) == (True, 4.0)
    clock.now = 103.0
    term.extend(107.0)
    clock.now = 106.9
    assert term.is_running
    clock.now = 107.0
    assert not term.is_running
    term.extend(200.0)
    assert not term.is_running


async def test_two_leases_when_the_first_stops_then_the_second_goes_on_at_once(database: Database) -> None:
    begun: list[tuple[str, int]] = []
    changed = asyncio.Event()

    async def hold(name: str, stop: asyncio.Event) -> None:
        async def work(term: Term) -> None:
            begun.append((name, term.epoch))
            changed.set()
            await stop.wait()

        lease = Lease(database, "worker", name, seconds=30, renew_every=0.02)
        await lease.run(work, stop)
        assert not lease.is_held

    stop_a, stop_b = asyncio.Event(), asyncio.Event()
    first = asyncio.create_task(hold("a", stop_a))
    await changed.wait()
    changed.clear()
    second = asyncio.create_task(hold("b", stop_b))
    stop_a.set()
    await first
    async with asyncio.timeout(5):
        await changed.wait()
    stop_b.set()
    await second
    assert begun == [("a", 1), ("b", 2)]


async def test_a_holder_when_it_cannot_renew_then_it_stops_before_the_lease_is_over(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[float] = []
    stop = asyncio.Event()

    async def no_answer(*_: object) -> bool:
        raise OperationalError("renew", {}, OSError("gone"), connection_invalidated=True)

    async def work(term: Term) -> None:
        monkeypatch.setattr(leases.roles, "renew", no_answer)
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(time.monotonic())
            stop.set()

    started = time.monotonic()
    await Lease(database, "worker", "a", seconds=0.3, renew_every=0.05).run(work, stop)
    assert 0.2 < ended[0] - started < 2


async def test_a_holder_when_the_role_was_taken_then_it_stops_at_once(database: Database) -> None:
    stop = asyncio.Event()
    ended = asyncio.Event()

    async def work(term: Term) -> None:
        async with database.write() as session:
            await session.execute(EXPIRE)
            assert await roles.acquire(session, "worker", "thief", 60) == term.epoch + 1
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()
            stop.set()

    async with asyncio.timeout(10):
        await Lease(database, "worker", "a", seconds=60, renew_every=0.02).run(work, stop)
    assert ended.is_set()


async def test_a_lease_when_renewed_then_the_work_goes_on_past_its_length(database: Database) -> None:
    stop = asyncio.Event()

    async def work(term: Term) -> None:
        begun = time.monotonic()
        while time.monotonic() - begun < 1.2:
            assert term.is_running
            await asyncio.sleep(0.02)
        stop.set()

    await Lease(database, "worker", "a", seconds=0.8, renew_every=0.05).run(work, stop)
    assert await acquire(database, "b") == 2


async def test_work_when_it_fails_then_its_error_comes_out_and_the_role_is_free(database: Database) -> None:
    async def work(term: Term) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await Lease(database, "worker", "a").run(work, asyncio.Event())
    assert await acquire(database, "b") == 2
