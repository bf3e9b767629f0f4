"""`wayin intents unmatched`: what nobody understood, masked, for coordinators to turn into phrases."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from typing import Any

from bot.bootstrap import open_database
from bot.cli.exits import database_errors
from bot.settings import read_settings
from db.models import UnmatchedMessage
from db.queries import unmatched
from db.session import Database

_MOST = 200
_UNKNOWN = 2


def run(args: argparse.Namespace) -> int:
    """List, or forget a reviewed one; 2 for an id that is not there."""
    with database_errors():
        return asyncio.run(_run(args.done, as_json=args.json))


async def _run(done: int | None, *, as_json: bool) -> int:
    database = open_database(read_settings())
    try:
        return await (_list(database, as_json=as_json) if done is None else _forget(database, done))
    finally:
        await database.close()


async def _list(database: Database, *, as_json: bool) -> int:
    async with database.read() as session:
        rows = [_shown(row) for row in await unmatched.newest(session, _MOST)]
    if as_json:
        print(json.dumps({"unmatched": rows}, ensure_ascii=False))
    else:
        lines = (f"{row['id']}  {row['day']}  {row['locale']}  {row['asked'] or '-'}  {row['text']}" for row in rows)
        print("\n".join(lines) or "Everything was understood.")
    return 0


async def _forget(database: Database, done: int) -> int:
    async with database.write() as session:
        found = await unmatched.forget(session, done)
    if not found:
        print(f"There is no unmatched message {done}.", file=sys.stderr)
        return _UNKNOWN
    print(f"{done} is reviewed and forgotten.")
    return 0


def _shown(row: UnmatchedMessage) -> dict[str, Any]:
    """What a reviewer sees: nothing here leads back to who wrote it, not even the minute."""
    return {
        "id": row.id,
        "day": row.created_at.date().isoformat(),
        "locale": row.locale,
        "country": row.country,
        "asked": row.asked,
        "text": row.text,
    }
