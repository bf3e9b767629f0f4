"""Jobs in chunks: progress, failures, and going on after a kill; on both engines."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.jobs import JobRunner
from bot.delivery.wakeups import Wakeups
from db.models import Job
from db.queries import jobs
from db.session import Database

START = datetime(2026, 3, 2, 12, tzinfo=UTC)


class Clock:
    """A wall clock that only the test moves."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


class Counting:
    """Counts to `arguments["to"]`, one a chunk, and fails where it is told to."""

    def __init__(self) -> None:
        self.done: list[tuple[int, int]] = []
        self.failures: list[Exception] = []

    async def chunk(self, session: AsyncSession, job: Job) -> Any | None:
        at = (job.cursor or 0) + 1
        job.total = job.arguments["to"]
        job.done = at
        if self.failures:
            raise self.failures.pop(0)
        self.done.append((job.id, at))
        return at if at < job.arguments["to"] else None


class Bench:
    """A runner with its parts."""

    def __init__(self, database: Database) -> None:
        self.database, self.clock, self.counting, self.wakeups = database, Clock(), Counting(), Wakeups()
        self.runner = JobRunner(database, {"count": self.counting}, self.wakeups, self.clock)

    async def add(self, kind: str = "count", to: int = 3, **more: Any) -> int:
        async with self.database.write() as session:
            job_id = await jobs.add(session, kind, {"to": to}, now=self.clock.now, **more)
        assert job_id is not None
        return job_id

    async def job(self, job_id: int) -> dict[str, Any]:
        async with self.database.read() as session:
            kept = await session.get_one(Job, job_id)
            return {column.key: getattr(kept, column.key) for column in Job.__table__.columns}

    async def all(self) -> None:
        worked = True
        while worked:
            self.clock.now += timedelta(milliseconds=1)
            worked = await self.runner.step()


@pytest.fixture
def bench(database: Database) -> Bench:
    return Bench(database)


async def test_a_job_when_run_then_it_goes_chunk_by_chunk_with_progress(bench: Bench) -> None:
    job_id = await bench.add()
    assert await bench.runner.step()
    kept = await bench.job(job_id)
    assert (kept["state"], kept["cursor"], kept["done"], kept["total"]) == ("running", 1, 1, 3)
    await bench.all()
    kept = await bench.job(job_id)
    assert (kept["state"], kept["cursor"], kept["done"]) == ("done", None, 3)
    assert kept["finished_at"] is not None
    assert not await bench.runner.step()


async def test_jobs_when_several_are_due_then_they_take_turns(bench: Bench) -> None:
    first, second = await bench.add(), await bench.add()
    await bench.all()
    assert bench.counting.done == [(first, 1), (second, 1), (first, 2), (second, 2), (first, 3), (second, 3)]


async def test_a_job_when_not_due_then_it_waits(bench: Bench) -> None:
    await bench.add(due_at=START + timedelta(hours=1))
    assert not await bench.runner.step()
    bench.clock.now += timedelta(hours=1)
    assert await bench.runner.step()


async def test_a_job_when_queued_twice_under_one_key_then_it_is_there_once(bench: Bench) -> None:
    await bench.add(dedupe_key="plan:1")
    async with bench.database.write() as session:
        assert await jobs.add(session, "count", {}, now=START, dedupe_key="plan:1") is None
        assert len(await jobs.list_open(session)) == 1
        assert await jobs.next_due_at(session) == START


async def test_a_chunk_when_it_fails_then_nothing_of_it_stays_and_it_is_tried_again_later(bench: Bench) -> None:
    job_id = await bench.add()
    bench.counting.failures = [ValueError("Anna, 17, wrote this")]
    assert await bench.runner.step()
    kept = await bench.job(job_id)
    assert (kept["state"], kept["done"], kept["attempts"], kept["error"]) == ("waiting", 0, 1, "ValueError")
    assert not await bench.runner.step()
    bench.clock.now += timedelta(seconds=2)
    await bench.all()
    kept = await bench.job(job_id)
    assert (kept["state"], kept["attempts"], kept["error"]) == ("done", 0, None)


async def test_a_job_when_it_keeps_failing_then_it_ends_as_failed(bench: Bench) -> None:
    job_id = await bench.add()
    bench.counting.failures = [ValueError() for _ in range(9)]
    for _ in range(5):
        assert await bench.runner.step()
        bench.clock.now += timedelta(hours=1)
    kept = await bench.job(job_id)
    assert (kept["state"], kept["attempts"], kept["error"]) == ("failed", 5, "ValueError")
    assert not await bench.runner.step()


async def test_a_job_when_nobody_knows_its_kind_then_it_fails_and_says_so(bench: Bench) -> None:
    job_id = await bench.add("unheard of")
    assert await bench.runner.step()
    kept = await bench.job(job_id)
    assert (kept["state"], kept["error"]) == ("failed", "UnknownJob")


async def test_a_job_when_its_worker_was_killed_then_the_next_one_goes_on_from_the_cursor(bench: Bench) -> None:
    job_id = await bench.add()
    await bench.runner.step()
    after_the_kill = JobRunner(bench.database, {"count": bench.counting}, Wakeups(), bench.clock)
    while await after_the_kill.step():
        pass
    assert bench.counting.done == [(job_id, 1), (job_id, 2), (job_id, 3)]


async def test_the_runner_when_woken_then_it_works_at_once_and_stops_when_told(bench: Bench) -> None:
    stop = asyncio.Event()
    running = asyncio.create_task(bench.runner.run(stop))
    job_id = await bench.add(to=2)
    bench.wakeups.wake()
    async with asyncio.timeout(5):
        while (await bench.job(job_id))["state"] != "done":  # noqa: ASYNC110 - only the database knows
            await asyncio.sleep(0.01)
    stop.set()
    async with asyncio.timeout(5):
        await running


async def test_two_runners_when_one_is_in_a_chunk_then_the_other_takes_another_job(
    postgres_database: Database,
) -> None:
    bench = Bench(postgres_database)
    first, second = await bench.add(), await bench.add()
    async with bench.database.write() as held, bench.database.write() as other:
        taken = [await jobs.next_due(session, START) for session in (held, other)]
        assert [job.id for job in taken if job] == [first, second]
