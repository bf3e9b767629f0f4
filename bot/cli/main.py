"""The `wayin` command: one subcommand a module, imported only when it is wanted: `wayin demo` must not wait for all."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from types import MappingProxyType

from bot.cli.codes import CLOSED_PIPE, EX_CONFIG
from bot.errors import ContentError, SettingsError

COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "run": "bot.cli.run",
        "demo": "bot.cli.demo",
        "sandbox": "bot.cli.sandbox",
        "crowd": "bot.cli.crowd",
        "check": "bot.cli.check",
        "intents": "bot.cli.intents",
        "eligibility": "bot.cli.eligibility",
        "import": "bot.cli.imports",
        "export": "bot.cli.exports",
        "links": "bot.cli.links",
        "db": "bot.cli.database",
        "person": "bot.cli.people",
        "staff": "bot.cli.staff",
        "safeguarding": "bot.cli.safeguarding",
        "statistics": "bot.cli.statistics",
        "updates": "bot.cli.updates",
        "keys": "bot.cli.keys",
    }
)
"""Each command and its module, in the order they are listed."""


def parser(wanted: str | None = None) -> argparse.ArgumentParser:
    """What the command line may say; of every command, or of the one that is wanted."""
    made = argparse.ArgumentParser(prog="wayin", description="Way In: a way into good work, on Telegram.")
    subparsers = made.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in (wanted,) if wanted is not None and wanted in COMMANDS else COMMANDS:
        import_module(COMMANDS[name]).add_parser(subparsers)
    return made


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0, 2 for wrong usage or input, or one of sysexits.h."""
    given = sys.argv[1:] if argv is None else argv
    args = parser(given[0] if given else None).parse_args(given)
    try:
        code = int(args.run(args))
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        # Whoever reads us, such as `head`, has seen enough; what is left to print on the way out goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CLOSED_PIPE
    except (SettingsError, ContentError) as error:
        for fault in error.faults:
            sys.stderr.write(f"{fault}\n")
        return EX_CONFIG
