"""`wayin person export/erase REFERENCE`: a person's rights, asked for by letter or phone."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from typing import Any

from bot.bootstrap import build_services, build_understanding, open_database
from bot.cli.exits import database_errors
from bot.clock import system_clock
from bot.content.loader import load_content
from bot.settings import read_settings
from db.queries import people


def add_parser(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser("person", help="export or erase everything held about one person")
    parser.add_argument("action", choices=["export", "erase"])
    parser.add_argument("reference", help="the code the person sees under /mydata, like WI-7K3Q9B")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Export as JSON on standard output, or erase."""
    with database_errors():
        return asyncio.run(_run(args.action, args.reference.strip().upper()))


async def _run(action: str, reference: str) -> int:
    settings = read_settings()
    content = load_content()
    privacy = build_services(settings, content, build_understanding(content)).privacy
    database = open_database(settings)
    try:
        async with database.write() as session:
            found = await people.locked_by_reference(session, reference)
            if found is None:
                sys.stderr.write(f"There is no person {reference}.\n")
                return 2
            if action == "export":
                held = await privacy.everything(session, *found)
                sys.stdout.write(json.dumps(held, indent=2, ensure_ascii=False) + "\n")
            else:
                await privacy.erase(session, found[0], system_clock())
                sys.stdout.write(f"Everything about {reference} is erased.\n")
    finally:
        await database.close()
    return 0
