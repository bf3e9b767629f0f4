"""How long a table of ten thousand rows takes to come in, what memory it needs, and that twice changes nothing."""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.processes import ROOT
from benchmarks.reports import Bar, Report, run_alone
from bot.feeds.csv_tables import write_table
from bot.feeds.way_in_csv import COLUMNS
from db.keyring import new_key

SECONDS_BAR, MEGABYTES_BAR = 60.0, 300.0
_WORDS = "You learn at work with a person of your own, and every day is a little different. "
_MEGABYTE = 1024  # of the kilobytes that the system counts in


def rows(count: int, dice: random.Random) -> list[dict[str, str]]:
    """Invented ones of usual length, every column that colleges and employers fill in."""
    today = datetime.now(UTC).date()
    towns = (("E13 8SL", "Newham"), ("E8 1EA", "Hackney"), ("RM1 3BD", "Havering"), ("N17 6LA", "Haringey"))
    found = []
    for number in range(count):
        postcode, area = dice.choice(towns)
        closes = today + timedelta(days=dice.randrange(5, 120))
        cells = {
            "id": f"b-{number}",
            "kind": dice.choice(("vacancy", "course", "apprenticeship", "placement")),
            "title": f"{dice.choice(('Healthcare assistant', 'Carpenter', 'Web developer', 'Porter'))} {number}",
            "organisation": f"Sample Works {number % 97}",
            "summary": _WORDS * 3,
            "description": _WORDS * 6,
            "sector": dice.choice(("health", "construction", "digital", "retail")),
            "postcode": postcode,
            "areas": area,
            "closes": closes.isoformat(),
            "starts": (closes + timedelta(days=14)).isoformat(),
            "hours_per_week": "37.5",
            "hours_pattern": dice.choice(("full time", "part time; weekend", "night")),
            "pay": dice.choice(("£14.80 an hour", "£26,000 a year", "Competitive")),
            "entry_requirements": "Nothing on paper.",
            "apply_url": f"https://jobs.example.org/{number}",
            "training": "yes",
        }
        found.append({name: cells.get(name, "") for name in COLUMNS})
    return found


def bring_in(path: Path, environment: dict[str, str]) -> dict[str, Any]:
    """`wayin import` in a process of its own: its answer, its seconds, and its memory at its highest."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, "-m", "bot", "import", "way-in-csv", str(path), "--json"]
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True)
    seconds, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    # The highest of any child so far: this one's, for it is the largest of them.
    return {**json.loads(done.stdout), "seconds": seconds, "cpu": cpu, "megabytes": after.ru_maxrss / _MEGABYTE}


def measure(given: argparse.Namespace) -> Report:
    """The same file twice into one empty SQLite database."""
    done = Report("imports", f"a table of {given.rows:,} rows, read, checked and written")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "rows.csv")
        path.write_bytes(write_table(list(COLUMNS), rows(given.rows, random.Random(7))))
        environment = {
            **os.environ,
            "WAYIN_BOT_TOKEN": "1:benchmark",
            "WAYIN_DATA_KEYS": new_key(),
            "WAYIN_DATABASE_URL": f"sqlite:///{folder}/way-in.db",
            "WAYIN_TELEGRAM_API_BASE": "http://127.0.0.1:9",
        }
        upgrade = [sys.executable, "-m", "bot", "db", "upgrade"]
        subprocess.run(upgrade, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, check=True)
        for name in ("first", "second"):
            told = bring_in(path, environment)
            counts = {key: told[key] for key in ("created", "updated", "unchanged", "closed")}
            costs = {key: told[key] for key in ("seconds", "cpu", "megabytes")}
            done.rows.append({"time": name, **costs, **counts, "faults": len(told["errors"])})
        size = path.stat().st_size / _MEGABYTE**2
    first, second = done.rows
    done.bars = [
        Bar("the first time", first["seconds"], SECONDS_BAR, " s"),
        Bar("memory at its highest", max(row["megabytes"] for row in done.rows), MEGABYTES_BAR, " MB"),
        Bar("rows left out", first["faults"], 0),
        Bar("rows not created", given.rows - first["created"], 0),
        Bar("rows that the second time changed", given.rows - second["unchanged"], 0),
    ]
    done.notes.append(f"SQLite, {size:.1f} MB; seconds by the clock, start-up of the command included.")
    return done


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.imports", description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000, help="default: %(default)s")
    sys.exit(run_alone(measure, parser))
