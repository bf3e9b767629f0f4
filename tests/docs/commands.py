"""The `wayin` command as argparse knows it."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from functools import cache

from bot.cli import main


@cache
def parser() -> argparse.ArgumentParser:
    """The parser that `wayin` uses."""
    return main.parser()


def command_names(within: argparse.ArgumentParser | None = None, prefix: str = "wayin") -> Iterator[str]:
    """Every command with its sub-commands, as somebody would type it."""
    actions = list((within or parser())._actions)
    nested = [action for action in actions if isinstance(action, argparse._SubParsersAction)]
    chosen = [action for action in actions if not action.option_strings and action.choices and action not in nested]
    for action in nested:
        for name, below in action.choices.items():
            yield from command_names(below, f"{prefix} {name}")
    for action in chosen:
        yield from (f"{prefix} {choice}" for choice in action.choices or ())
    if not nested and not chosen:
        yield prefix
