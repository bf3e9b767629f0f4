"""`wayin export outcomes`: how far people got and who says so, with small numbers suppressed."""

from __future__ import annotations

import argparse
import asyncio
import sys

from bot.bootstrap import open_database
from bot.cli.exits import database_errors
from bot.domain.statistics import release
from bot.feeds.outcomes_csv import write_outcomes
from bot.services.journeys.outcome_table import outcome_table
from bot.settings import Settings, read_settings
from db.queries import outcomes


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `export outcomes`; there is no filter, on purpose."""
    parser = subparsers.add_parser("export", help="tables to take away, with small numbers suppressed")
    kinds = parser.add_subparsers(dest="what", required=True)
    one = kinds.add_parser("outcomes", help="how far people got, by kind of opportunity, as CSV")
    one.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the table of everything served here."""
    with database_errors():
        sys.stdout.buffer.write(asyncio.run(_table(read_settings())))
    return 0


async def _table(settings: Settings) -> bytes:
    database = open_database(settings)
    try:
        async with database.read() as session:
            table = outcome_table(await outcomes.reached(session), settings.check_in_weeks)
    finally:
        await database.close()
    names = {name: name.replace("_", " ") for name in (*table.rows, *table.columns)}
    return write_outcomes(release(table), "kind", names=names)
