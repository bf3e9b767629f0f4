"""`wayin safeguarding`: read, acknowledge and close concerns where there is no console at hand."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.bootstrap import build_safeguarding_desk, open_database
from bot.cli.exits import database_errors
from bot.clock import system_clock
from bot.content.loader import load_content
from bot.errors import NotFound
from bot.services.safeguarding.desk import SafeguardingDesk
from bot.settings import read_settings
from db.models import Concern


def add_parser(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser("safeguarding", help="read, acknowledge and close safeguarding concerns")
    parser.add_argument("action", choices=["list", "acknowledge", "close"])
    parser.add_argument("concern", nargs="?", type=int, help="the number that `list` shows")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print open concerns as JSON lines, or move one on; each is a line of the audit log."""
    if args.action != "list" and args.concern is None:
        sys.stderr.write(f"Which one? wayin safeguarding {args.action} NUMBER\n")
        return 2
    with database_errors():
        return asyncio.run(_run(args.action, args.concern))


async def _run(action: str, concern_id: int | None) -> int:
    settings = read_settings()
    desk = build_safeguarding_desk(settings, load_content())
    database = open_database(settings)
    try:
        async with database.write() as session:
            if action == "list":
                for concern in await desk.listed(session, None, system_clock()):
                    sys.stdout.write(json.dumps(_shown(concern), ensure_ascii=False) + "\n")
                return 0
            if not await _moved(session, desk, action, concern_id or 0, system_clock()):
                sys.stderr.write(f"There is no concern {concern_id} to {action}.\n")
                return 2
    finally:
        await database.close()
    return 0


async def _moved(session: AsyncSession, desk: SafeguardingDesk, action: str, concern_id: int, now: datetime) -> bool:
    move = desk.acknowledge if action == "acknowledge" else desk.close
    try:
        return await move(session, None, concern_id, now)
    except NotFound:
        return False


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
