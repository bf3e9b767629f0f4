"""`wayin db upgrade`: bring the database to this version's tables."""

from __future__ import annotations

import argparse
import asyncio
import sys
from typing import Any

from bot.bootstrap import open_database
from bot.cli.exits import database_errors
from bot.settings import read_settings
from db import migrate


def add_parser(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser("db", help="migrate the database")
    parser.add_argument("action", choices=["upgrade", "revision"])
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Migrate, or say which revision the database is at."""
    with database_errors():
        return asyncio.run(_upgrade() if args.action == "upgrade" else _revision())


async def _upgrade() -> int:
    database = open_database(read_settings())
    try:
        before = await migrate.revision_of(database.engine)
        await migrate.upgrade(database.engine)
        sys.stdout.write(f"{before or 'empty'} -> {migrate.newest_revision()}\n")
    finally:
        await database.close()
    return 0


async def _revision() -> int:
    database = open_database(read_settings())
    try:
        sys.stdout.write(f"{await migrate.revision_of(database.engine) or 'empty'}\n")
    finally:
        await database.close()
    return 0
