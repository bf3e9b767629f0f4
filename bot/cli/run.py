"""`wayin run`: the bot, by polling or webhook, with its worker and web server."""

from __future__ import annotations

import argparse
import asyncio
import gc
import signal
import sys
from datetime import timedelta
from typing import Any

import bot.logs
from bot.app import ROLES, App
from bot.cli.codes import EX_NOPERM, EX_UNAVAILABLE
from bot.cli.exits import Exit, database_errors
from bot.clock import clock_ahead
from bot.errors import NotMigrated, Outage, PortTaken, TokenRefused
from bot.settings import Settings, read_settings
from db.filelock import AlreadyRunning

if sys.platform == "win32":  # uvloop is not made for it; everything works, only slower
    from asyncio import new_event_loop
else:
    from uvloop import new_event_loop


def add_parser(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser("run", help="run the bot")
    parser.add_argument(
        "--role", action="append", choices=ROLES, help="only this part, repeatable; needs PostgreSQL (default: all)"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Run until told to stop (SIGTERM or Ctrl-C), then finish what is in hand."""
    settings = read_settings()
    bot.logs.set_up(settings.log_level)
    with database_errors(), asyncio.Runner(loop_factory=new_event_loop) as runner:
        return runner.run(_run(settings, frozenset(args.role or ROLES)))


def _built(settings: Settings, roles: frozenset[str]) -> App:
    """The process, all of it but what it does; what it is made of is never looked through for garbage again.

    Looking through the content took a fifth of a second each time, in which nobody was answered.
    """
    gc.disable()
    try:
        return App(settings, roles=roles, clock=clock_ahead(timedelta(minutes=settings.demo_clock_ahead)))
    finally:
        gc.collect()
        gc.freeze()
        gc.enable()


async def _run(settings: Settings, roles: frozenset[str]) -> int:
    stop = asyncio.Event()
    for wanted in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(wanted, stop.set)
    try:
        await _built(settings, roles).run(stop)
    except PortTaken as error:
        raise Exit(
            EX_UNAVAILABLE, f"Cannot listen on {error}. Is something running there? Set WAYIN_LISTEN_PORT."
        ) from None
    except TokenRefused:
        raise Exit(EX_NOPERM, "Telegram refuses WAYIN_BOT_TOKEN. Copy it again from @BotFather.") from None
    except NotMigrated as error:
        raise Exit(EX_UNAVAILABLE, f"{error} Run: wayin db upgrade") from None
    except AlreadyRunning as error:
        raise Exit(EX_UNAVAILABLE, str(error)) from None
    except Outage:
        raise Exit(
            EX_UNAVAILABLE, f"Telegram at {settings.telegram_api_base} cannot be reached, or will not be used now."
        ) from None
    return 0
