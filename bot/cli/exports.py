"""`wayin export outcomes`: how far people got, by kind of opportunity, with small numbers suppressed."""

from __future__ import annotations

import argparse
import asyncio
import sys

from bot.bootstrap import open_database
from bot.cli.exits import database_errors
from bot.domain.journeys import Stage
from bot.domain.statistics import Table, release
from bot.feeds.outcomes_csv import write_outcomes
from bot.feeds.vocabulary import Kind
from bot.settings import read_settings
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
        sys.stdout.buffer.write(asyncio.run(_table()))
    return 0


async def _table() -> bytes:
    database = open_database(read_settings())
    try:
        async with database.read() as session:
            counts = await outcomes.by_kind_and_stage(session)
    finally:
        await database.close()
    rows, columns = [kind.value for kind in Kind], [stage.value for stage in Stage]
    known = {(kind, stage): number for (kind, stage), number in counts.items() if kind in rows and stage in columns}
    names = {name: name.replace("_", " ") for name in (*rows, *columns)}
    return write_outcomes(release(Table(rows, columns, known)), "kind", names=names)
