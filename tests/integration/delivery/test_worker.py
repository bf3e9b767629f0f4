"""The worker as a whole: one of several works, and hands over cleanly."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.clock import system_clock
from bot.delivery.jobs import JobRunner
from bot.delivery.leases import Lease
from bot.delivery.schedule import Tick
from bot.delivery.sender import SendingStopped
from bot.delivery.worker import ROLE, Worker
from bot.sandbox.client import SandboxClient
from bot.sandbox.running import in_process
from db.session import Database
from tests.integration.delivery.posts import Post, post


@pytest.fixture
async def sandbox() -> AsyncIterator[SandboxClient]:
    async with in_process() as client:
        yield client


@asynccontextmanager
async def process(
    database: Database, sandbox: SandboxClient, holder: str
) -> AsyncIterator[tuple[Worker, Post, list[str]]]:
    """One process with a worker that wants to work; `ticked` fills while it does."""
    ticked: list[str] = []

    async def tick() -> None:
        ticked.append(holder)

    async with post(database, sandbox, running=False) as made:
        lease = Lease(database, ROLE, holder, renew_every=0.05)
        jobs = JobRunner(database, {}, made.wakeups, system_clock)
        yield Worker(lease, made.sender, jobs, [Tick("tick", 0.02, tick)]), made, ticked


async def test_two_workers_when_the_first_stops_then_the_second_sends_and_ticks(
    database: Database, sandbox: SandboxClient
) -> None:
    async with process(database, sandbox, "a") as first, process(database, sandbox, "b") as second:
        person, chat = await first[1].add_person()
        tasks = [asyncio.create_task(first[0].run(first[1].stop))]
        assert (await first[1].settled(await first[1].queue(chat, "1", person_id=person)))["state"] == "sent"
        tasks.append(asyncio.create_task(second[0].run(second[1].stop)))
        assert (first[0].is_working, second[0].is_working) == (True, False)
        first[1].stop.set()
        await tasks[0]
        assert (await second[1].settled(await second[1].queue(chat, "2", person_id=person)))["state"] == "sent"
        assert (first[0].is_working, second[0].is_working) == (False, True)
        second[1].stop.set()
        await tasks[1]
        assert set(first[2]) == {"a"}
        assert set(second[2]) <= {"b"}
        assert [m["text"] for m in (await sandbox.history(chat)).from_bot()] == ["1", "2"]


async def test_a_worker_when_telegram_refuses_the_token_then_it_ends_with_that_and_frees_the_role(
    database: Database, sandbox: SandboxClient
) -> None:
    async with process(database, sandbox, "a") as (worker, made, _):
        person, chat = await made.add_person()
        await sandbox.fault("error", method="sendMessage", status=401, description="Unauthorized")
        await made.queue(chat, "1", person_id=person)
        with pytest.raises(SendingStopped):
            await worker.run(made.stop)
        assert not worker.is_working


async def test_a_worker_when_its_lease_is_lost_then_another_finishes_without_a_double(
    database: Database, sandbox: SandboxClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with process(database, sandbox, "a") as (worker, made, _):
        person, chat = await made.add_person()
        task = asyncio.create_task(worker.run(made.stop))
        assert (await made.settled(await made.queue(chat, "1", person_id=person)))["state"] == "sent"
        term = worker._lease.term
        assert term is not None
        term.end()
        assert (await made.settled(await made.queue(chat, "2", person_id=person), seconds=15))["state"] == "sent"
        assert worker._lease.term is not None
        assert worker._lease.term.epoch == 2
        made.stop.set()
        await task
        assert [m["text"] for m in (await sandbox.history(chat)).from_bot()] == ["1", "2"]
