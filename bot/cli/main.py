"""The `wayin` command: one subcommand a module."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from types import ModuleType

from bot.cli import check, database, demo, eligibility, intents, keys, people, run, safeguarding, sandbox, updates
from bot.errors import ContentError, SettingsError

# From sysexits.h: what a supervisor may read from how we ended.
EX_CONFIG = 78

COMMANDS: tuple[ModuleType, ...] = (
    run,
    demo,
    sandbox,
    check,
    intents,
    eligibility,
    database,
    people,
    safeguarding,
    updates,
    keys,
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0, 2 for wrong usage or input, or one of sysexits.h."""
    parser = argparse.ArgumentParser(prog="wayin", description="Way In: a way into good work, on Telegram.")
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add_parser(subparsers)
    args = parser.parse_args(argv)
    try:
        return int(args.run(args))
    except (SettingsError, ContentError) as error:
        for fault in error.faults:
            sys.stderr.write(f"{fault}\n")
        return EX_CONFIG
