"""Runs the sandbox as a process of its own: `python -m bot.sandbox`."""

import argparse
import gc
import ipaddress
import logging
import sqlite3
import sys
from collections.abc import Sequence
from pathlib import Path

from aiohttp import web

if sys.platform == "win32":  # uvloop is not made for it; the sandbox is only slower without
    from asyncio import new_event_loop
else:
    from uvloop import new_event_loop

from bot.sandbox.server import create_app
from bot.sandbox.settings import DEMO_TOKEN, Limits, Settings

USAGE_ERROR = 64
WRONG_FILE = 65
CANNOT_LISTEN = 69
SHUTDOWN_SECONDS = 2.0
_GARBAGE = (50_000, 20, 1_000)


def main(argv: Sequence[str] | None = None) -> int:
    """Serve until stopped; the exit code says whether it could start."""
    options = parser().parse_args(argv)
    if not is_loopback(options.host):
        sys.stderr.write(f"The sandbox only listens on this machine (127.0.0.1), not on {options.host}.\n")
        return USAGE_ERROR
    # It keeps every message of every phone: looking through them all for garbage would make each look a pause.
    gc.set_threshold(*_GARBAGE)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    try:
        web.run_app(
            create_app(settings_from(options)),
            host=options.host,
            port=options.port,
            print=lambda _: announce(options),
            access_log=None,
            loop=new_event_loop(),
            shutdown_timeout=SHUTDOWN_SECONDS,
        )
    except OSError as error:
        sys.stderr.write(f"Cannot listen on {options.host}:{options.port}: {error.strerror}.\n")
        return CANNOT_LISTEN
    except sqlite3.DatabaseError as error:
        sys.stderr.write(f"Cannot keep chats in {options.data}: {error}. Name another file with --data.\n")
        return WRONG_FILE
    return 0


def parser() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(prog="sandbox", description="A local Telegram with phones in the browser.")
    parser.add_argument("--host", default="127.0.0.1", help="a loopback address (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8081, help="default: %(default)s")
    parser.add_argument("--data", type=Path, help="SQLite file for chats and counters; without it in memory")
    parser.add_argument("--smtp-port", type=int, help="catch e-mail on this port (default: no e-mail)")
    parser.add_argument("--token", action="append", help=f"a bot token to accept, repeatable (default: {DEMO_TOKEN})")
    parser.add_argument("--no-limits", action="store_true", help="no rate limits")
    parser.add_argument("--retry-scale", type=float, default=1.0, help="multiplies the pauses between webhook attempts")
    return parser


def settings_from(options: argparse.Namespace) -> Settings:
    """The settings that the command line asks for."""
    return Settings(
        tokens=tuple(options.token or [DEMO_TOKEN]),
        data=options.data,
        smtp_port=options.smtp_port,
        limits=Limits.off() if options.no_limits else Limits(),
        webhook_retry_scale=options.retry_scale,
    )


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def announce(options: argparse.Namespace) -> None:
    """Say where the phones are, once they can be opened."""
    sys.stdout.write(f"The sandbox phones are at http://{options.host}:{options.port}/\n")
    if options.smtp_port is not None:
        sys.stdout.write(f"E-mail is caught on {options.host}:{options.smtp_port}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
