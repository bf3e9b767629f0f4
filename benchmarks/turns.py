"""The cost of a whole durable turn, beside bare echo bots that keep nothing, in the same run.

A turn counts from the update in the sandbox to the answer the person received there. CPU is user and system time of
the bot's process; a PostgreSQL server's own stands beside it.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.contenders import Contender, aiogram_echo, ptb_echo, way_in
from benchmarks.databases import postgres_server, server_pid
from benchmarks.processes import Running, cpu_seconds, running
from benchmarks.reports import Bar, Report, median, run_alone, spread
from bot.sandbox.client import SandboxClient
from bot.sandbox.running import as_process
from tests.auxil.postgres import Postgres

SEQUENTIAL_BAR, CONCURRENT_BAR = 2.5, 0.7
_TEXTS = ("/menu", "/help")
_FIRST_PERSON = 500_001
_PATIENCE = 300.0
_LOOK_EVERY = 0.05


@dataclass(frozen=True, slots=True)
class Load:
    """So many chats that send so many messages each."""

    chats: int
    messages: int
    first_person: int = _FIRST_PERSON
    every: int = 1

    @property
    def updates(self) -> int:
        return self.chats * self.messages

    def texts(self) -> list[tuple[int, str]]:
        """One message of each chat, then the next of each: what busy minutes look like."""
        return [(person, _TEXTS[turn % len(_TEXTS)]) for turn in range(self.messages) for person in self.people]

    @property
    def people(self) -> range:
        return range(self.first_person, self.first_person + self.chats * self.every, self.every)

    def warming(self) -> Load:
        """Less of the same."""
        return replace(self, messages=8)


@dataclass(frozen=True, slots=True)
class Sample:
    """One round of one contender."""

    updates_a_second: float
    cpu_ms: float
    database_cpu_ms: float | None


async def answered(sandbox: SandboxClient, process: Running, texts: Sequence[tuple[int, str]]) -> float:
    """Send these and wait until each is answered and acknowledged; the seconds it took."""
    before = (await sandbox.counters())["messages_sent"]
    started = time.monotonic()
    await sandbox.say_many(texts)
    while (await sandbox.counters())["messages_sent"] < before + len(texts):
        process.check()
        if time.monotonic() - started > _PATIENCE:
            raise TimeoutError(f"not every message was answered; the bot said: {process.errors.read_text()[-500:]}")
        await asyncio.sleep(_LOOK_EVERY)
    seconds = time.monotonic() - started
    await sandbox.all_confirmed()
    return seconds


async def measure_one(sandbox: SandboxClient, contender: Contender, load: Load) -> Sample:
    """Start it, let it get to know everybody and warm up, then measure one load."""
    database = server_pid(contender.database_url) if contender.database_url else None
    with running(contender.module, contender.arguments, contender.environment) as process:
        await answered(sandbox, process, [(person, "/start") for person in load.people])
        await answered(sandbox, process, load.warming().texts())
        before, database_before = cpu_seconds(process.pid), cpu_seconds(database) if database else 0.0
        seconds = await answered(sandbox, process, load.texts())
        # What is written down after the answers belongs to the turns.
        await asyncio.sleep(0.3)
        cpu = cpu_seconds(process.pid) - before
        database_cpu = (cpu_seconds(database) - database_before) if database else None
    each = 1000 / load.updates
    return Sample(load.updates / seconds, cpu * each, None if database_cpu is None else database_cpu * each)


async def _rounds(server: Postgres, urls: Sequence[str], load: Load, rounds: int) -> dict[str, list[Sample]]:
    async with as_process() as (sandbox, sandbox_process):
        api = sandbox_process.url
        others = [await sandbox.add_bot(f"{number}:benchmark-echo-bot") for number in (2, 3, 4)]
        contenders = [
            (sandbox, way_in("Way In, PostgreSQL, webhook", api, urls[0], webhook=True)),
            (others[0], ptb_echo(api, others[0].token, concurrent=False)),
            (sandbox, way_in("Way In, PostgreSQL, polling", api, urls[1], webhook=False)),
            (others[1], ptb_echo(api, others[1].token, concurrent=True)),
            (sandbox, way_in("Way In, SQLite, polling", api, urls[2], webhook=False)),
            (others[2], aiogram_echo(api, others[2].token)),
        ]
        found: dict[str, list[Sample]] = {contender.name: [] for _, contender in contenders}
        for number in range(rounds):
            for client, contender in contenders:
                sys.stderr.write(f"round {number + 1} of {rounds}: {contender.name}\n")
                found[contender.name].append(await measure_one(client, contender, load))
        return found


def report(found: dict[str, list[Sample]], load: Load, rounds: int) -> Report:
    """The medians, and the bars as ratios to what stood beside them."""
    done = Report("turns", "CPU and pace of a whole durable turn, beside bare echo bots that keep nothing")
    cpu = {name: median([sample.cpu_ms for sample in samples]) for name, samples in found.items()}
    sequential, concurrent = cpu["python-telegram-bot, sequential"], cpu["python-telegram-bot, concurrent"]
    for name, samples in found.items():
        database = [sample.database_cpu_ms for sample in samples if sample.database_cpu_ms is not None]
        done.rows.append(
            {
                "bot": name,
                "CPU ms/update": round(cpu[name], 3),
                "±": f"{spread([sample.cpu_ms for sample in samples]):.0%}",
                "PostgreSQL CPU ms/update": round(median(database), 3) if database else None,
                "updates/s": round(median([sample.updates_a_second for sample in samples])),
                "x sequential": round(cpu[name] / sequential, 2),
                "x concurrent": round(cpu[name] / concurrent, 2),
            }
        )
    for name in (name for name in found if "PostgreSQL" in name):
        for peer, cost, most in (
            ("sequential", sequential, SEQUENTIAL_BAR),
            ("concurrent", concurrent, CONCURRENT_BAR),
        ):
            done.bars.append(Bar(f"{name}: CPU over {peer} python-telegram-bot", cpu[name] / cost, most, "x"))
    done.notes.append(f"Median of {rounds} interleaved rounds of {load.updates} updates from {load.chats} chats each.")
    return done


def measure(given: argparse.Namespace) -> Report:
    """Every contender in turn, round after round."""
    load = Load(given.chats, given.messages)
    with postgres_server() as server, tempfile.TemporaryDirectory() as folder:
        urls = [server.create_empty(), server.create_empty(), f"sqlite:///{Path(folder) / 'way-in.db'}"]
        found = asyncio.run(_rounds(server, urls, load, given.rounds))
    return report(found, load, given.rounds)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.turns", description=__doc__)
    parser.add_argument("--chats", type=int, default=50, help="default: %(default)s")
    parser.add_argument("--messages", type=int, default=30, help="messages from each chat (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=5, help="default: %(default)s")
    sys.exit(run_alone(measure, parser))
