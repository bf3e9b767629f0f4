"""Broadcasts at Telegram's own limits: how much of the allowance is used, and what people who chat feel of it.

The sandbox is a process that enforces the limits and counts refusals. Beside the real bot the same broadcast is sent
as it is usually written with python-telegram-bot: a loop with a pause, AIORateLimiter one after another, and all of it
handed to AIORateLimiter at once.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

from benchmarks.contenders import Contender, way_in
from benchmarks.crowds import (
    FIRST_CHATTER,
    FIRST_RECIPIENT,
    WORDS,
    Chatter,
    Seen,
    approve_broadcast,
    enrol_crowd,
    gather_crowd,
    watched,
)
from benchmarks.databases import postgres_server
from benchmarks.peers.ptb_broadcast import WAYS
from benchmarks.processes import Running, running
from benchmarks.reports import Bar, Report, run_alone
from benchmarks.turns import answered
from bot.sandbox.client import SandboxClient
from bot.sandbox.running import as_process
from db.keyring import Keyring, new_key
from db.session import Database

USE_BAR, REPLY_BAR_MS, SLOWER_BAR_MS = 0.97, 300.0, 100.0
_PEERS = {
    "loop": "a loop with asyncio.sleep",
    "limiter": "AIORateLimiter, one after another",
    "at-once": "AIORateLimiter, all at once",
}


@dataclass(frozen=True, slots=True)
class Scene:
    """So many recipients at so many messages a second, and so many who chat."""

    rate: float
    recipients: int
    chatters: int
    peers: tuple[str, ...]

    @property
    def ideal(self) -> float:
        """Seconds it takes if nothing of the allowance is wasted."""
        return self.recipients / self.rate

    @property
    def people(self) -> range:
        return range(FIRST_CHATTER, FIRST_CHATTER + self.chatters)


@dataclass(frozen=True, slots=True)
class Found:
    """One contender in one scene: what the sandbox saw, and how those who chatted were answered."""

    who: str
    scene: Scene
    seen: Seen
    chatter: Chatter


Start = Callable[[], Awaitable[object]]


@asynccontextmanager
async def _sandbox(scene: Scene) -> AsyncIterator[tuple[SandboxClient, str]]:
    """A sandbox that enforces the scene's limits, with its crowd."""
    async with as_process(options=()) as (sandbox, process):
        await sandbox.limits(overall_per_second=scene.rate, overall_burst=scene.rate)
        await gather_crowd(sandbox, scene.recipients)
        yield sandbox, process.url


def _paced(contender: Contender, scene: Scene) -> Contender:
    """At the scene's pace, and awake at all hours: when this is run must not matter."""
    pace = {"OVERALL": f"{scene.rate:g}", "CHAT": "1", "CHAT_BURST": "5", "GROUP": "20"}
    environment = {**contender.environment, **{f"WAYIN_PACE_{name}": value for name, value in pace.items()}}
    return replace(contender, module="tests.e2e.waking_hours", environment=environment)


async def _broadcast(
    sandbox: SandboxClient, process: Running, scene: Scene, start: Start, chatter: Chatter | None
) -> Seen:
    """Start it, watch it, and let people chat as long as it goes on."""
    over = asyncio.Event()
    talking = asyncio.create_task(chatter.talk(over)) if chatter else None
    try:
        await start()
        return await watched(sandbox, process, scene.recipients, scene.rate, 60 + 5 * scene.ideal)
    finally:
        over.set()
        if talking is not None:
            await talking


async def _way_in(url: str, scene: Scene) -> list[Found]:
    """The real bot: people chat first with nothing else going on, then a broadcast alone, then both."""
    key = new_key()
    async with _sandbox(scene) as (sandbox, api):
        contender = _paced(way_in("Way In", api, url, webhook=True, key=key), scene)
        database = Database(url, Keyring([key]))
        try:
            with running(contender.module, contender.arguments, contender.environment) as process:
                await answered(sandbox, process, [(person, "/start") for person in scene.people])
                await enrol_crowd(database, scene.recipients)
                calm = await _chat_alone(sandbox, scene)
                found = []
                for who, chatter in (("Way In", None), ("Way In, people chat", Chatter(sandbox, scene.people))):
                    sys.stderr.write(f"{scene.rate:g}/s: {who}\n")
                    # What was sent before must neither count nor be in the way.
                    await sandbox.reset_counters()
                    seen = await _broadcast(sandbox, process, scene, lambda: approve_broadcast(database), chatter)
                    found.append(Found(who, scene, seen, chatter or calm))
        finally:
            await database.close()
    return found


async def _chat_alone(sandbox: SandboxClient, scene: Scene) -> Chatter:
    sys.stderr.write(f"{scene.rate:g}/s: Way In, people chat and nothing is sent\n")
    chatter, over = Chatter(sandbox, scene.people), asyncio.Event()
    asyncio.get_running_loop().call_later(max(10.0, min(30.0, scene.ideal)), over.set)
    await chatter.talk(over)
    return chatter


async def _peer(way: str, scene: Scene) -> Found:
    sys.stderr.write(f"{scene.rate:g}/s: {_PEERS[way]}\n")
    async with _sandbox(scene) as (sandbox, api):
        arguments = ["--api", api, "--token", sandbox.token, "--way", way, "--rate", f"{scene.rate:g}"]
        arguments += ["--first", str(FIRST_RECIPIENT), "--recipients", str(scene.recipients), "--text", WORDS]
        with running("benchmarks.peers.ptb_broadcast", arguments) as process:
            await answered(sandbox, process, [(person, "/start") for person in scene.people])
            chatter = Chatter(sandbox, scene.people)
            seen = await _broadcast(
                sandbox, process, scene, lambda: sandbox.say_many([(FIRST_CHATTER - 1, "/broadcast")]), chatter
            )
    return Found(_PEERS[way], scene, seen, chatter)


async def _run(url: str, scene: Scene) -> list[Found]:
    found = await _way_in(url, scene)
    return [*found, *[await _peer(way, scene) for way in scene.peers]]


def _row(found: Found) -> dict[str, object]:
    chatter = found.chatter
    return {
        "bot": found.who,
        "rate": f"{found.scene.rate:g}/s",
        "recipients": found.seen.reached,
        "finished in s": round(found.seen.finished_in, 1),
        "use": f"{found.seen.use(found.scene.rate):.1%}",
        "429": found.seen.too_many,
        "reply median ms": round(chatter.median_ms),
        "reply p99 ms": round(chatter.p99_ms),
        "replies": len(chatter.seconds),
        "never came": chatter.lost,
    }


def report(scenes: list[list[Found]]) -> Report:
    """A row a run; the bars are Way In's."""
    done = Report("pace", "a broadcast at the limits, and people who chat meanwhile")
    for runs in scenes:
        alone, busy = runs[0], runs[1]
        rate, calm = f"{alone.scene.rate:g}/s", alone.chatter.p99_ms
        done.rows += [_row(found) for found in runs]
        forgotten = sum(found.scene.recipients - found.seen.reached for found in (alone, busy))
        unused = 1 - alone.seen.use(alone.scene.rate)
        done.bars += [
            Bar(f"{rate}: allowance left unused", unused * 100, (1 - USE_BAR) * 100, " %"),
            Bar(f"{rate}: refused with 429", alone.seen.too_many + busy.seen.too_many, 0),
            Bar(f"{rate}: recipients forgotten", forgotten, 0),
            Bar(f"{rate}: p99 reply during a broadcast", busy.chatter.p99_ms, REPLY_BAR_MS, " ms"),
            Bar(f"{rate}: p99 reply, more than without", busy.chatter.p99_ms - calm, SLOWER_BAR_MS, " ms"),
            Bar(f"{rate}: replies that never came", busy.chatter.lost, 0),
        ]
    done.notes.append("The replies in the row of Way In alone are of people who chat while nothing is sent.")
    return done


def measure(given: argparse.Namespace) -> Report:
    """Every scene with every contender, one after another."""
    peers = tuple(given.peers)
    pairs = zip(given.rates, given.recipients, strict=True)
    scenes = [Scene(rate, recipients, given.chatters, peers) for rate, recipients in pairs]
    with postgres_server() as server:
        return report([asyncio.run(_run(server.create_empty(), scene)) for scene in scenes])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pace", description=__doc__)
    parser.add_argument("--rates", type=float, nargs="+", default=[30, 300], help="messages a second (default: 30 300)")
    parser.add_argument("--recipients", type=int, nargs="+", default=[600, 10_000], help="as many as rates")
    parser.add_argument("--chatters", type=int, default=8, help="people who chat (default: %(default)s)")
    parser.add_argument("--peers", nargs="*", choices=WAYS, default=list(WAYS), help="default: all; none when empty")
    sys.exit(run_alone(measure, parser))
