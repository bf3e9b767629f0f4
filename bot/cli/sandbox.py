"""`wayin sandbox`: the local Telegram on its own."""

from __future__ import annotations

import argparse
from typing import Any

from bot.sandbox.__main__ import main


def add_parser(subparsers: Any) -> None:
    """Add the command; its options are the sandbox's own."""
    # No letter begins an option here: all that follows is handed on, --help too.
    parser = subparsers.add_parser(
        "sandbox", help="a local Telegram with phones in the browser", add_help=False, prefix_chars="\0"
    )
    parser.add_argument("options", nargs=argparse.REMAINDER)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Serve until stopped."""
    return main(args.options)
