"""`wayin updates`: what failed through a bug of ours, and trying it again."""

from __future__ import annotations

import argparse
import asyncio
import sys
from typing import Any

from bot.app import App
from bot.bootstrap import open_database
from bot.cli.codes import EX_UNAVAILABLE
from bot.cli.exits import Exit, database_errors
from bot.errors import NotMigrated, Outage
from bot.services.turns import Outcome
from bot.settings import read_settings
from db.queries import failures


def add_parser(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser("updates", help="list updates that failed, and try one again")
    parser.add_argument("action", choices=["failed", "replay"])
    parser.add_argument("number", nargs="?", type=int, help="the number that `failed` shows")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """List, without anything that people wrote, or replay one."""
    if args.action == "replay" and args.number is None:
        sys.stderr.write("Which one? wayin updates replay NUMBER\n")
        return 2
    with database_errors():
        return asyncio.run(_list() if args.action == "failed" else _replay(args.number))


async def _list() -> int:
    database = open_database(read_settings())
    try:
        async with database.read() as session:
            for row in await failures.kept(session):
                sys.stdout.write(f"{row.id}\t{row.received_at.isoformat()}\t{row.kind}\t{row.error or row.state}\n")
    finally:
        await database.close()
    return 0


async def _replay(number: int) -> int:
    try:
        outcome = await App(read_settings()).replay(number)
    except NotMigrated as error:
        raise Exit(EX_UNAVAILABLE, f"{error} Run: wayin db upgrade") from None
    except Outage:
        raise Exit(EX_UNAVAILABLE, "Telegram cannot be reached.") from None
    if outcome is None:
        sys.stderr.write(f"{number} cannot be replayed: it is not kept, or its conversation has gone on since.\n")
        return 2
    sys.stdout.write("Done.\n" if outcome in (Outcome.DONE, Outcome.DUPLICATE) else "It failed again and is kept.\n")
    return 0 if outcome in (Outcome.DONE, Outcome.DUPLICATE) else 1
