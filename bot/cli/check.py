"""`wayin check`: every fault in the content at once, with file and line."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from bot.content.faults import Fault, Level
from bot.content.lint import check
from bot.content.loader import CONTENT
from bot.content.schema_export import write_schemas

FAULTS = 1
BAD_INPUT = 2


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `check`; exit code 0 without errors, 1 with, 2 for an unreadable option."""
    parser = subparsers.add_parser("check", help="lint the content")
    parser.add_argument("--today", default=None, help="judge freshness on this day, for example 2026-11-22")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--content", type=Path, default=None, help="another content folder")
    parser.add_argument("--write-schemas", type=Path, default=None, metavar="FOLDER", help="write the JSON Schemas")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print every fault; only errors make the exit code 1."""
    try:
        today = date.fromisoformat(args.today) if args.today else datetime.now(UTC).date()
    except ValueError:
        print("--today: must be a day such as 2026-11-22", file=sys.stderr)
        return BAD_INPUT
    root = args.content or CONTENT
    if not root.is_dir():
        print("--content: is not a folder", file=sys.stderr)
        return BAD_INPUT
    if args.write_schemas:
        print(f"wrote {len(write_schemas(args.write_schemas))} schemas", file=sys.stderr)
    faults = check(root, today)
    errors = [fault for fault in faults if fault.level is Level.ERROR]
    if args.json:
        print(_as_json(faults))
    else:
        for fault in faults:
            print(fault)
        print(f"{counted(len(errors), 'error')}, {counted(len(faults) - len(errors), 'warning')}")
    return FAULTS if errors else 0


def counted(number: int, noun: str) -> str:
    """A number and its noun: 1 error, 2 errors."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _as_json(faults: list[Fault]) -> str:
    rows = [
        {"path": one.path, "line": one.line, "level": str(one.level), "code": one.code, "message": one.message}
        for one in faults
    ]
    errors = sum(row["level"] == "error" for row in rows)
    return json.dumps({"errors": errors, "warnings": len(rows) - errors, "faults": rows}, ensure_ascii=False, indent=2)
