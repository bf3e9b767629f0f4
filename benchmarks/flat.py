"""Whether a turn costs the same among a thousand people and among a million.

One person begins in the real bot; everybody else is a copy of that person's rows, made inside the database, so that
the tables are as wide as they are today.
"""

from __future__ import annotations

import argparse
import asyncio
import math
import sys
import time
from dataclasses import dataclass

import asyncpg
from sqlalchemy.engine import make_url

from benchmarks.contenders import Contender, way_in
from benchmarks.databases import postgres_server
from benchmarks.processes import running
from benchmarks.reports import Bar, Report, median, run_alone
from benchmarks.turns import Load, Sample, answered, measure_one
from bot.sandbox.client import SandboxClient
from bot.sandbox.running import as_process
from db.keyring import new_key

FLAT_BAR = 1.25
SIZES = (1_000, 100_000, 1_000_000)
_TEMPLATE, _FIRST_COPY = 1_000_001, 2_000_000
_CHATS = 50
# The largest of the usual sizes is left out where filling would take longer than anybody waits.
_PATIENCE = 120.0

# What differs between two people; everything else is copied. `n` counts the copies.
_PEOPLE = {"reference": "'X' || n", "chat_id": f"{_FIRST_COPY} + n"}
_OF_PERSON = {"person_id": "copy.id", "chat_id": "copy.chat_id"}
_TABLES = {
    "conversations": _OF_PERSON,
    "updates": {**_OF_PERSON, "update_id": "8000000000 + row.id * 10000000 + copy.id"},
    "outbox": _OF_PERSON,
}


@dataclass
class Filled:
    """A database with so many people, the bot that runs on it, and how long filling took."""

    people: int
    contender: Contender
    seconds: float
    samples: list[Sample]


async def _columns(connection: asyncpg.Connection, table: str) -> list[str]:
    rows = await connection.fetch(
        "SELECT column_name FROM information_schema.columns WHERE table_name = $1 AND column_name <> 'id'", table
    )
    return [row["column_name"] for row in rows]


async def fill(url: str, people: int) -> float:
    """Copy the one person there is until there are so many; the seconds it took."""
    started = time.monotonic()
    connection = await asyncpg.connect(make_url(url).set(drivername="postgresql").render_as_string(hide_password=False))
    try:
        names = await _columns(connection, "people")
        values = ", ".join(_PEOPLE.get(name, f"person.{name}") for name in names)
        await connection.execute(
            f"INSERT INTO people ({', '.join(names)}) SELECT {values} "
            f"FROM generate_series(1, {people - 1}) AS n, people AS person"
        )
        for table, different in _TABLES.items():
            names = await _columns(connection, table)
            values = ", ".join(different.get(name, f"row.{name}") for name in names)
            await connection.execute(
                f"INSERT INTO {table} ({', '.join(names)}) SELECT {values} FROM {table} AS row, people AS copy "
                f"WHERE copy.chat_id >= {_FIRST_COPY} ORDER BY copy.id"
            )
        await connection.execute("VACUUM ANALYZE")
    finally:
        await connection.close()
    return time.monotonic() - started


async def _filled(sandbox: SandboxClient, api: str, url: str, people: int) -> Filled:
    contender = way_in(f"{people:,} people", api, url, webhook=True, key=new_key())
    with running(contender.module, contender.arguments, contender.environment) as process:
        await answered(sandbox, process, [(_TEMPLATE, "/start")])
        await answered(sandbox, process, [(_TEMPLATE, "/menu"), (_TEMPLATE, "/help")])
        await asyncio.sleep(1)  # until the last answer is written down as sent
    return Filled(people, contender, await fill(url, people), [])


async def _measured(urls: list[str], sizes: list[int], messages: int, rounds: int, patience: float) -> list[Filled]:
    async with as_process() as (sandbox, process):
        databases: list[Filled] = []
        for url, people in zip(urls, sizes, strict=True):
            if databases and databases[-1].seconds * people / databases[-1].people > patience:
                break
            sys.stderr.write(f"filling with {people:,} people\n")
            databases.append(await _filled(sandbox, process.url, url, people))
        for number in range(rounds):
            for database in databases:
                sys.stderr.write(f"round {number + 1} of {rounds}: {database.contender.name}\n")
                # From all over the tables, so that no page of an index is everybody's.
                load = Load(_CHATS, messages, _FIRST_COPY + 1, every=database.people // (_CHATS + 1))
                database.samples.append(await measure_one(sandbox, database.contender, load))
        return databases


def _cost(database: Filled) -> float:
    return median([sample.cpu_ms + (sample.database_cpu_ms or 0.0) for sample in database.samples])


def measure(given: argparse.Namespace) -> Report:
    """Fill a database for each size, then measure them round after round."""
    with postgres_server() as server:
        sizes, patience = (given.people, math.inf) if given.people else (list(SIZES), _PATIENCE)
        urls = [server.take() for _ in sizes]
        databases = asyncio.run(_measured(urls, sizes, given.messages, given.rounds, patience))
    done = Report("flat", "cost of a turn by the number of people, on PostgreSQL with a webhook")
    for database in databases:
        done.rows.append(
            {
                "people": database.people,
                "CPU ms/update": round(median([sample.cpu_ms for sample in database.samples]), 3),
                "PostgreSQL CPU ms/update": round(median([one.database_cpu_ms or 0 for one in database.samples]), 3),
                "x fewest": round(_cost(database) / _cost(databases[0]), 2),
                "filled in s": round(database.seconds, 1),
            }
        )
    ratio = _cost(databases[-1]) / _cost(databases[0])
    what = f"CPU of bot and PostgreSQL a turn, {databases[-1].people:,} over {databases[0].people:,} people"
    done.bars.append(Bar(what, ratio, FLAT_BAR, "x"))
    done.notes.append(f"Median of {given.rounds} interleaved rounds of {_CHATS * given.messages} updates each.")
    if len(databases) < len(sizes):
        done.notes.append(
            f"{sizes[-1]:,} people were left out: filling would take too long here. Ask for it with --people."
        )
    return done


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.flat", description=__doc__)
    parser.add_argument(
        "--people",
        type=int,
        nargs="+",
        help=f"numbers of people (default: {SIZES}, without the last on a slow machine)",
    )
    parser.add_argument("--messages", type=int, default=20, help="from each of 50 chats (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="default: %(default)s")
    sys.exit(run_alone(measure, parser))
