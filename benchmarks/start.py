"""How long a newcomer waits: from `python -m bot demo` in an empty place to the first answered message."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time

from benchmarks.processes import Running, cpu_seconds, running
from benchmarks.reports import Bar, Report, median, run_alone
from bot.sandbox.client import SandboxClient
from bot.sandbox.running import free_port

SECONDS_BAR = 5.0
_PATIENCE = 60.0


async def _first_answer(process: Running, port: int, started: float) -> tuple[float, float]:
    """When the phones are there and when the first message is answered, in seconds."""
    async with SandboxClient(f"http://127.0.0.1:{port}") as sandbox:
        await sandbox.healthy(_PATIENCE)
        phones = time.monotonic() - started
        sam = await sandbox.person("Sam", language_code="en")
        sent = await sandbox.start(sam)
        await sandbox.reply(sam, sent, seconds=_PATIENCE)
        process.check()
        return phones, time.monotonic() - started


def measure_one() -> dict[str, float]:
    """One start in a fresh folder on free ports."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        started = time.monotonic()
        arguments = ("demo", "--data", folder, "--sandbox-port", str(port), "--port", str(free_port()))
        arguments += ("--smtp-port", str(free_port()))
        with running("bot", arguments) as process:
            phones, answered = asyncio.run(_first_answer(process, port, started))
            return {"phones": phones, "answered": answered, "cpu": cpu_seconds(process.pid)}


def measure(given: argparse.Namespace) -> Report:
    """Start it several times; the first fills the file cache like any earlier command would have."""
    measure_one()
    runs = [measure_one() for _ in range(given.rounds)]
    done = Report("start", "from `python -m bot demo` to the first answered message")
    for name, shown in (("phones", "phones can be opened, s"), ("answered", "first answer, s"), ("cpu", "CPU, s")):
        values = sorted(run[name] for run in runs)
        done.rows.append(
            {
                "what": shown,
                "median": round(median(values), 2),
                "least": round(values[0], 2),
                "most": round(values[-1], 2),
            }
        )
    done.bars.append(Bar("the first answer", median([run["answered"] for run in runs]), SECONDS_BAR, " s"))
    done.notes.append(f"Median of {given.rounds} starts.")
    return done


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.start", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="default: %(default)s")
    sys.exit(run_alone(measure, parser))
