"""`wayin safeguarding`: the lead reads, acknowledges and closes concerns."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from typing import Any

from bot.bootstrap import open_database
from bot.cli.exits import database_errors
from bot.clock import system_clock
from bot.settings import read_settings
from db.models import Concern
from db.queries import concerns


def add_parser(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser("safeguarding", help="read, acknowledge and close safeguarding concerns")
    parser.add_argument("action", choices=["list", "acknowledge", "close"])
    parser.add_argument("concern", nargs="?", type=int, help="the number that `list` shows")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print open concerns as JSON lines, or move one on."""
    if args.action != "list" and args.concern is None:
        sys.stderr.write(f"Which one? wayin safeguarding {args.action} NUMBER\n")
        return 2
    with database_errors():
        return asyncio.run(_run(args.action, args.concern))


async def _run(action: str, concern_id: int | None) -> int:
    database = open_database(read_settings())
    try:
        async with database.write() as session:
            if action == "list":
                for concern in await concerns.open_ones(session):
                    sys.stdout.write(json.dumps(_shown(concern), ensure_ascii=False) + "\n")
                return 0
            found = await concerns.get(session, concern_id or 0)
            if found is None or found.state == "closed":
                sys.stderr.write(f"There is no open concern {concern_id}.\n")
                return 2
            _move(found, action)
    finally:
        await database.close()
    return 0


def _move(concern: Concern, action: str) -> None:
    now = system_clock()
    if action == "acknowledge":
        concern.state, concern.acknowledged_at = "acknowledged", now
    else:
        concern.state, concern.closed_at = "closed", now


def _shown(concern: Concern) -> dict[str, Any]:
    return {
        "number": concern.id,
        "person": concern.reference,
        "kind": concern.kind,
        "level": concern.level,
        "words": concern.words,
        "state": concern.state,
        "organisation": concern.organisation,
        "since": concern.created_at.isoformat(),
        "read_by": concern.reads_by.isoformat(),
        "erased": concern.person_id is None,
    }
