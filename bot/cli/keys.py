"""`wayin keys new`: a fresh key for encrypted columns."""

from __future__ import annotations

import argparse
from typing import Any

from db.keyring import new_key


def add_parser(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser("keys", help="make a key for encrypted columns")
    parser.add_argument("action", choices=["new"])
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print one new key; put it in front of WAYIN_DATA_KEYS to rotate."""
    print(new_key())
    return 0
