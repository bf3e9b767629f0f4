"""`wayin crowd NUMBER`: invented people in the demo's sandbox and database, for a broadcast to go to."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

import aiohttp

from bot.bootstrap import open_database
from bot.cli.codes import EX_CONFIG, EX_UNAVAILABLE
from bot.cli.exits import database_errors
from bot.clock import clock_ahead
from bot.content.loader import load_content
from bot.services.crowd import FIRST_CHAT, Crowd
from bot.settings import Settings, read_settings

MOST = 20_000
_AT_ONCE = 250


def add_parser(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser("crowd", help="invented people to send a broadcast to; only in the demo")
    parser.add_argument("number", type=int, help=f"how many there are to be altogether, {MOST} at most")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Add those who are missing; the same number again adds nobody."""
    settings = read_settings()
    if not settings.demo:
        sys.stderr.write("Invented people are for the demo only: make demo ARGS='--crowd 2000'\n")
        return EX_CONFIG
    if not 0 < args.number <= MOST:
        sys.stderr.write(f"Choose a number from 1 to {MOST}.\n")
        return 2
    with database_errors():
        return asyncio.run(_run(settings, args.number))


async def _run(settings: Settings, number: int) -> int:
    clock = clock_ahead(timedelta(minutes=settings.demo_clock_ahead))
    crowd, database = Crowd(load_content()), open_database(settings)
    try:
        async with database.read() as session:
            missing = await crowd.missing(session, number)
        async with aiohttp.ClientSession() as http:
            for chats in _chunks(missing):
                await _start_phones(http, settings.telegram_api_base, chats)
                async with database.write() as session:
                    await crowd.add(session, chats, settings.countries[0], clock())
    except aiohttp.ClientError:
        sys.stderr.write(f"The sandbox at {settings.telegram_api_base} does not answer. Is the demo running?\n")
        return EX_UNAVAILABLE
    finally:
        await database.close()
    sys.stdout.write(f"{len(missing)} invented people were added; there are {number} now.\n")
    return 0


async def _start_phones(http: aiohttp.ClientSession, sandbox: str, chats: list[int]) -> None:
    """A phone each, which has pressed Start before."""
    for chat in chats:
        body = {"id": chat, "first_name": f"Sample {chat - FIRST_CHAT + 1}", "started": True}
        async with http.post(f"{sandbox}/sandbox/people", json=body) as answer:
            # One that is there already was made by a run that was cut short.
            if answer.status >= 500:
                answer.raise_for_status()


def _chunks(chats: list[int]) -> Iterator[list[int]]:
    rest = iter(chats)
    while chunk := list(islice(rest, _AT_ONCE)):
        yield chunk
