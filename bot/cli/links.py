"""`wayin links [--look N]`: which links of what is open stopped working."""

from __future__ import annotations

import argparse
import asyncio
import json
from collections.abc import Mapping

from bot.bootstrap import open_database
from bot.cli.exits import database_errors
from bot.clock import system_clock
from bot.delivery.web_pages import WebPages
from bot.services.feeds.freshness import LinkLooks
from bot.settings import read_settings


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `links`."""
    parser = subparsers.add_parser("links", help="which links of what is open stopped working")
    parser.add_argument("--look", type=int, default=0, metavar="N", help="look at so many that are due, first")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the report."""
    with database_errors():
        return asyncio.run(_run(args.look, as_json=args.json))


async def _run(most: int, *, as_json: bool) -> int:
    database = open_database(read_settings())
    looks = LinkLooks(database, system_clock, WebPages().status)
    try:
        looked = await looks.look_at(most) if most > 0 else 0
        found = [
            {"url": one.url, "status": one.status, "failures": one.failures, "on": one.checked_at.date().isoformat()}
            for one in await looks.broken()
        ]
    finally:
        await database.close()
    if as_json:
        print(json.dumps({"looked_at": looked, "broken": found}, indent=2))
    else:
        print("\n".join([f"{looked} looked at, {len(found)} stopped working", *map(_line, found)]))
    return 0


def _line(one: Mapping[str, object]) -> str:
    return f"{one['status'] or 'no answer'}  {one['failures']} times, last on {one['on']}  {one['url']}"
