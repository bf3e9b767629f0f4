"""Planning a broadcast over a city: how long the audience takes to count, and how fast its rows are written."""

from __future__ import annotations

import argparse
import asyncio
import resource
import sys
import time
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import text

from benchmarks.databases import postgres_server
from benchmarks.reports import Bar, Report, median, run_alone
from db.keyring import Keyring, new_key
from db.queries import audiences
from db.queries.audiences import Limits, Wanted
from db.session import Database

COUNT_BAR_MS = 300.0
ROWS_BAR = 5000.0
MEMORY_BAR_MB = 20.0
_CHUNK = 1000
_NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
_WANTED = Wanted(country="uk", born_by=date(2010, 11, 23))
_LIMITS = Limits("events", date(2010, 11, 23), _NOW, _NOW - timedelta(days=7), (), 3)

# Four in five want news of events; of those one in twenty has stopped.
_PEOPLE = """
INSERT INTO people (reference, chat_id, locale, country, council, places, born_from, born_to, answers, reach,
    stopped_at, created_at, last_seen_at)
SELECT 'WI-' || n, n, 'en', 'uk', 'newham', '["newham"]', '2005-01-01', '2005-01-31', ''::bytea, 'active',
    CASE WHEN n % 20 = 0 THEN now() END, now(), now()
FROM generate_series(1, :people) AS n
"""
_CHOICES = """
INSERT INTO news_choices (person_id, topic, wanted, version, asked_at, changed_at)
SELECT id, 'events', id % 5 <> 0, 1, now(), now() FROM people
"""


async def _fill(database: Database, people: int) -> None:
    async with database.write() as session:
        await session.execute(text(_PEOPLE), {"people": people})
        await session.execute(text(_CHOICES))
    async with database.engine.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.exec_driver_sql("ANALYZE")


async def _count(database: Database) -> float:
    """Milliseconds to count everybody by reason."""
    started = time.monotonic()
    async with database.read() as session:
        await audiences.count(session, _WANTED, _LIMITS)
    return (time.monotonic() - started) * 1000


async def _plan(database: Database, broadcast_id: int) -> tuple[int, float]:
    """Rows written, and the seconds they took, a transaction a chunk as the job does it."""
    after, rows, started = 0, 0, time.monotonic()
    while True:
        async with database.write() as session:
            planned = await audiences.plan(
                session, broadcast_id, _WANTED, _LIMITS, after_id=after, most=_CHUNK, due_at=_NOW
            )
        if planned.last_id is None:
            return rows, time.monotonic() - started
        after, rows = planned.last_id, rows + planned.rows


async def _run(url: str, people: int, rounds: int) -> Report:
    database = Database(url, Keyring([new_key()]))
    try:
        await _fill(database, people)
        counts = [await _count(database) for _ in range(rounds + 1)][1:]
        await _plan(database, 1)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        plans = [await _plan(database, 2 + number) for number in range(rounds)]
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    finally:
        await database.close()
    speeds = [rows / seconds for rows, seconds in plans]
    done = Report("broadcast", f"an audience of {people:,} on PostgreSQL")
    done.rows.append({"what": "count by reason, ms", "median": round(median(counts)), "most": round(max(counts))})
    done.rows.append({"what": "rows a second", "median": round(median(speeds)), "most": round(max(speeds))})
    done.rows.append({"what": "memory grown, MB", "median": round(grown, 1), "most": round(grown, 1)})
    done.bars.append(Bar("counting the audience", median(counts), COUNT_BAR_MS, " ms"))
    done.bars.append(Bar("seconds for 5,000 rows", ROWS_BAR / median(speeds), 1.0, " s"))
    done.bars.append(Bar("memory grown while planning", grown, MEMORY_BAR_MB, " MB"))
    done.notes.append(f"Median of {rounds} rounds; {plans[0][0]:,} of them get it.")
    return done


def measure(given: argparse.Namespace) -> Report:
    """Fill a city and plan it several times."""
    with postgres_server() as server:
        return asyncio.run(_run(server.take(), given.people, given.rounds))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.broadcast", description=__doc__)
    parser.add_argument("--people", type=int, default=100_000, help="default: %(default)s")
    parser.add_argument("--rounds", type=int, default=3, help="default: %(default)s")
    sys.exit(run_alone(measure, parser))
