"""How long finding takes among a thousand and among ten thousand opportunities, in-process, on both databases."""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, text

from benchmarks.databases import postgres_server
from benchmarks.reports import Bar, Report, run_alone
from bot.content.loader import load_content
from bot.content.model import Content
from bot.services.eligibility.eligibility import Eligibility
from bot.services.opportunities.catalogue import Catalogue
from bot.services.opportunities.finding import Finding
from bot.services.opportunities.wanted import Wanted
from bot.services.turns import Incoming, Turn
from db import migrate
from db.keyring import Keyring, new_key
from db.models import Conversation, Opportunity, Person, Sighting
from db.session import Database

SIZES = (1_000, 10_000)
BARS = {"postgresql": 20.0, "sqlite": 50.0}
FLAT_BAR = 2.0
NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
KINDS = ("vacancy",) * 5 + ("course",) * 4 + ("apprenticeship", "placement", "pre_employment", "volunteering")
_CHUNK = 500


def opportunities(content: Content, count: int, dice: random.Random) -> Iterator[dict[str, Any]]:
    """Invented ones, spread over London, sectors and kinds; one in ten online, one in five with rules."""
    london = sorted(content.places.groups["london"])
    sectors = [option.id for option in content.questions["interests"].options if option.id != "not_sure"]
    today = NOW.date()
    for number in range(count):
        online = dice.random() < 0.1
        rules = {"age": {"from": dice.choice((16, 18, 25)), "to": 64}, "because": {"en": "x", "sv": "x"}}
        yield {
            "slug": f"b{number}",
            "kind": dice.choice(KINDS),
            "country": "uk",
            "state": "open",
            "sample": True,
            "title": {"en": f"Sample {number}", "sv": f"Exempel {number}"},
            "summary": {"en": "A sample with a text of usual length. " * 5},
            "organisation": "Sample Works",
            "sector": dice.choice(sectors),
            "role": dice.choice(("healthcare_assistant", "carpenter", "developer", "driver", None)),
            "councils": [] if online else dice.sample(london, dice.choice((1, 1, 1, 2, 3))),
            "online": online,
            "programmes": ["nel_health_hub"] if dice.random() < 0.05 else [],
            "ring_fenced_for": ["nel_health_hub"] if dice.random() < 0.01 else [],
            "rules": rules if dice.random() < 0.2 else None,
            "details": {},
            "needs": None,
            "hours": {"patterns": dice.sample(("weekend", "evening", "daytime", "part_time", "full_time"), 2)},
            "pay": {"low": "14.80", "high": "14.80", "per": "hour"},
            "apply": None,
            "closes_on": today + timedelta(days=dice.randrange(1, 90)),
            "checked_on": today,
        }


def people(content: Content, count: int, dice: random.Random) -> Iterator[tuple[Person, Wanted | None]]:
    """Who asks, and for what in so many words."""
    london = sorted(content.places.groups["london"])
    wishes = (
        None,
        None,
        Wanted(sectors=frozenset({"health"}), roles=frozenset({"healthcare_assistant"})),
        Wanted(hours=frozenset({"weekend"}), kinds=frozenset({"vacancy", "apprenticeship"})),
        Wanted(kinds=frozenset({"course", "pre_employment"})),
    )
    for number in range(count):
        born = date(NOW.year - dice.choice((16, 17, 19, 22, 30)), 1, 1)
        given = {"situation": "not_working_not_studying", "interests": dice.sample(("health", "digital", "retail"), 2)}
        person = Person(
            id=number + 1, country="uk", locale="en", places=dice.sample(london, dice.choice((1, 1, 2, 4))),
            born_from=born, born_to=born, answers={"given": given},
        )  # fmt: skip
        yield person, dice.choice(wishes)


async def fill(database: Database, content: Content, count: int) -> None:
    """An empty database with so many opportunities that are found by whom they are for."""
    await migrate.upgrade(database.engine)
    catalogue, dice = Catalogue(content), random.Random(count)
    rows = list(opportunities(content, count, dice))
    for first in range(0, count, _CHUNK):
        async with database.write() as session:
            added = [Opportunity(**values) for values in rows[first : first + _CHUNK]]
            session.add_all(added)
            await session.flush()
            await catalogue.place(session, added)
    async with database.engine.connect() as connection:
        plain = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await plain.execute(text("ANALYZE"))


async def measure_one(database: Database, content: Content, searches: int) -> list[float]:
    """The milliseconds of each search, with the sightings of people who looked before."""
    finding = Finding(content, Eligibility(content))
    taken = []
    dice = random.Random(7)
    asked = list(people(content, searches, dice))
    await _remember_some(database, dice)
    for number, (person, wanted) in enumerate([*asked[:20], *asked]):
        async with database.read() as session:
            turn = Turn(session, NOW, Incoming(number, "message", 1, {}), person, Conversation(draft={}))
            started = time.perf_counter()
            ranking = await finding.rank(turn, wanted)
            await finding.rows_of(turn, ranking, ranking.best[:5])
            if number >= 20:
                taken.append((time.perf_counter() - started) * 1000)
        if not ranking.best:
            raise SystemExit("a search found nothing")
    return taken


async def _remember_some(database: Database, dice: random.Random) -> None:
    async with database.write() as session:
        person = Person(
            reference="BENCH1", chat_id=1, places=[], answers={}, reach="active", created_at=NOW, last_seen_at=NOW
        )
        session.add(person)
        await session.flush()
        ids = dice.sample(range(1, 900), 100)
        rows = [{"person_id": person.id, "opportunity_id": one, "seen_on": NOW.date(), "refused": False} for one in ids]
        await session.execute(insert(Sighting), rows)


async def _of(url: str, content: Content, count: int, searches: int) -> list[float]:
    database = Database(url, Keyring([new_key()]))
    try:
        await fill(database, content, count)
        return await measure_one(database, content, searches)
    finally:
        await database.close()


def percentile(values: list[float], part: float) -> float:
    """The value that this part of all is at most."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def measure(given: argparse.Namespace) -> Report:
    """Each size on each database, one after the other."""
    content = load_content()
    done = Report("search", "ms to find and read five of so many open opportunities")
    middle: dict[tuple[str, int], float] = {}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(postgres_server())
        for engine in ("sqlite", "postgresql"):
            for count in SIZES:
                # The server makes migrated databases; an empty one takes the same way as SQLite.
                url = f"sqlite:///{folder}/{count}.db" if engine == "sqlite" else server.create_empty()
                taken = asyncio.run(_of(url, content, count, given.searches))
                middle[engine, count] = percentile(taken, 0.5)
                p99 = percentile(taken, 0.99)
                done.rows.append(
                    {"database": engine, "open": count, "median": middle[engine, count], "p99": p99, "most": max(taken)}
                )
                if count == SIZES[-1]:
                    done.bars.append(Bar(f"p99 on {engine}, {count:,} open", p99, BARS[engine], " ms"))
        for engine in BARS:
            ratio = middle[engine, SIZES[-1]] / middle[engine, SIZES[0]]
            done.bars.append(Bar(f"median on {engine}, {SIZES[-1]:,} over {SIZES[0]:,}", ratio, FLAT_BAR, "x"))
    done.notes.append(
        f"{given.searches} searches by different people, after 20 to warm up; whole rows of five included."
    )
    return done


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.search", description=__doc__)
    parser.add_argument("--searches", type=int, default=400, help="default: %(default)s")
    sys.exit(run_alone(measure, parser))
