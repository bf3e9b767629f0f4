"""`wayin import FORMAT FILE [--dry-run] [--json]`: bring a feed into the catalogue; `wayin import --template`."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from pathlib import Path
from typing import BinaryIO

from bot.bootstrap import open_database
from bot.cli.exits import Exit, database_errors
from bot.clock import system_clock
from bot.content.intent_library import load_intents
from bot.content.loader import load_content
from bot.domain.countries import Country
from bot.feeds.faults import FeedRefused
from bot.feeds.table import FORMATS
from bot.feeds.way_in_csv_out import template
from bot.services.feeds.tally import Tally
from bot.services.opportunities.catalogue import Catalogue
from bot.services.opportunities.imports import Batch, Imports
from bot.settings import read_settings
from db.session import Database

_REFUSED = 2


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `import`."""
    parser = subparsers.add_parser("import", help="bring a feed of opportunities and events in")
    parser.add_argument("format", nargs="?", metavar="FORMAT", help=", ".join(FORMATS))
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="plain or gzipped")
    parser.add_argument("--dry-run", action="store_true", help="say what would change and change nothing")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--template", action="store_true", help="print an example of way-in-csv")
    parser.add_argument(
        "--country", choices=tuple(map(str, Country)), default=None, help="unset means the first served"
    )
    parser.add_argument("--source", default=None, help="which feed it is, when several have one format")
    parser.add_argument("--organisation", default=None, help="whose it is where the file does not say")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Import; 2 with one sentence for a file that is refused whole."""
    if args.template:
        sys.stdout.buffer.write(template(system_clock().date()))
        return 0
    if args.format is None or args.file is None:
        raise Exit(_REFUSED, "Say which format it is and which file: wayin import FORMAT FILE.")
    try:
        with database_errors():
            return asyncio.run(_run(args))
    except FeedRefused as fault:
        raise Exit(_REFUSED, fault.sentence) from None


async def _run(args: argparse.Namespace) -> int:
    settings, content, now = read_settings(), load_content(), system_clock()
    imports = Imports(content, Catalogue(content), load_intents().names)
    country = Country(args.country or settings.countries[0])
    with _opened(args.file) as file:
        batch = await imports.read(
            args.format, file, now.date(), country=country, source=args.source, organisation=args.organisation
        )
    database = open_database(settings)
    try:
        await _write(imports, database, batch, dry_run=args.dry_run)
    finally:
        await database.close()
    print(json.dumps(batch.tally.as_json(), indent=2) if args.json else _lines(batch.tally, dry_run=args.dry_run))
    return 0


async def _write(imports: Imports, database: Database, batch: Batch, *, dry_run: bool) -> None:
    total = batch.total
    async for done in imports.write(database, batch, system_clock(), dry_run=dry_run):
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{done} of {total}")
    if sys.stderr.isatty():
        sys.stderr.write("\n")


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError:
        raise Exit(_REFUSED, "There is no file of that name that can be read.") from None


def _lines(tally: Tally, *, dry_run: bool) -> str:
    """The counts and every error as text."""
    would = "would be " if dry_run else ""
    lines = [
        f"{tally.rows} rows: {tally.created} {would}created, {tally.updated} {would}updated, "
        f"{tally.unchanged} unchanged, {tally.closed} {would}closed, {len(tally.errors)} faults",
        *tally.notes,
    ]
    return "\n".join([*lines, *(f"row {one.row}, {one.field}: {one.reason}" for one in tally.errors)])
