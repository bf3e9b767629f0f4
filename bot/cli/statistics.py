"""`wayin statistics equality [--month 2026-11]`: a month's equality tables, published once and then only shown."""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import sys
from datetime import date
from typing import Any

from bot.bootstrap import open_database
from bot.cli.exits import database_errors
from bot.clock import system_clock
from bot.content.loader import load_content
from bot.services.equality.statistics import Statistics
from bot.settings import read_settings
from db.session import Database

_BAD_INPUT = 2
_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")
_SIGNS = {"fewer_than_10": "<10", "not_shown": "-", "zero": "0", None: "-"}
_EXPLAINED = 'Rounded to 5. "<10": fewer than 10. "-": not shown, because it would give another number away.'


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `statistics equality`; there is no filter, on purpose."""
    parser = subparsers.add_parser("statistics", help="tables about groups, with small numbers suppressed")
    kinds = parser.add_subparsers(dest="kind", required=True)
    one = kinds.add_parser("equality", help="what people answered to the equality questions in one month")
    one.add_argument("--month", default=None, help="such as 2026-11; unset means the last month that is over")
    one.add_argument("--json", action="store_true", help="print JSON")
    one.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Publish the month if nobody has, and print it; 2 for a month that cannot be."""
    month = None
    if args.month is not None:
        found = _MONTH.fullmatch(args.month)
        if found is None:
            return _refuse("--month: must be a month such as 2026-11")
        month = date(int(found[1]), int(found[2]), 1)
    with database_errors():
        return asyncio.run(_run(month, as_json=args.json))


async def _run(wanted: date | None, *, as_json: bool) -> int:
    settings = read_settings()
    statistics = Statistics(load_content())
    database = open_database(settings)
    now, found = system_clock(), []
    try:
        for country in settings.countries:
            month = wanted or statistics.last_month(country, now)
            tables = await _published(database, statistics, country, month)
            if tables is None:
                return _refuse(f"--month: {month:%Y-%m} {statistics.why_not(country, month, now)}")
            found.append(tables)
    finally:
        await database.close()
    print(json.dumps({"statistics": found}, indent=2) if as_json else "\n\n".join(map(_lines, found)))
    return 0


async def _published(database: Database, statistics: Statistics, country: str, month: date) -> dict[str, Any] | None:
    """The month as it was published, now or earlier; None when it cannot be."""
    async with database.write() as session:
        found = await statistics.published(session, country, month)
        if found is None and statistics.why_not(country, month, system_clock()) is None:
            await statistics.publish(session, country, month, system_clock())
            found = await statistics.published(session, country, month)
    return found


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return _BAD_INPUT


def _lines(tables: dict[str, Any]) -> str:
    """The tables as text."""
    asked = tables["asked"]
    lines = [
        f"Equality statistics, {tables['country']}, {tables['month']} (published {tables['published_on']})",
        _EXPLAINED,
        "",
        f"{'asked':<24}{'people':>8}",
        *(f"{name:<24}{_sign(number):>8}" for name, number in asked["groups"].items()),
        f"{'everybody':<24}{_sign(asked['people']):>8}",
    ]
    for table in tables["questions"]:
        lines += ["", f"{table['question']:<24}{'people':>8}{'said yes':>10}{'per cent':>10}"]
        lines += [_row(row) for row in (*table["groups"], table["everybody"])]
    return "\n".join(lines)


def _row(row: dict[str, Any]) -> str:
    return f"{row['group']:<24}{_sign(row['people']):>8}{_sign(row['said_yes']):>10}{_sign(row['per_cent']):>10}"


def _sign(number: int | str | None) -> str:
    return str(number) if isinstance(number, int) else _SIGNS[number]
