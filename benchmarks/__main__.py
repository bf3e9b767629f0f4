"""`python -m benchmarks`: every benchmark in turn, one table each, and at the end whether every bar holds."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from benchmarks.processes import ROOT
from benchmarks.reports import as_report, printed

NAMES = ("turns", "start", "flat", "console", "intents", "eligibility", "search", "imports", "broadcast", "pace")


def run_one(name: str) -> dict[str, Any]:
    """One benchmark in a process of its own, so that none warms up another."""
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{name}", "--json"], cwd=ROOT, stdout=subprocess.PIPE, check=False
    )
    try:
        return as_report(name, json.loads(done.stdout))
    except ValueError:
        raise SystemExit(f"benchmarks.{name} failed; what stopped it is said above") from None


def main(argv: Sequence[str] | None = None) -> int:
    """Run all, or those named; the exit code is 1 when a bar does not hold."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"only these of {', '.join(NAMES)}")
    parser.add_argument("--json", action="store_true", help="print JSON")
    given = parser.parse_args(argv)
    results = []
    for name in given.names or NAMES:
        results.append(run_one(name))
        if not given.json:
            sys.stdout.write(printed(results[-1]) + "\n\n")
            sys.stdout.flush()
    if given.json:
        sys.stdout.write(json.dumps(results, indent=2) + "\n")
    return 0 if all(bar["holds"] for found in results for bar in found.get("bars", ())) else 1


if __name__ == "__main__":
    sys.exit(main())
