"""How a command ends when something outside is not there: one sentence and a code, never a traceback."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import SQLAlchemyError

from bot.cli.codes import EX_CONFIG, EX_UNAVAILABLE
from db.faults import Fault, fault_of, lacks_tables
from db.keyring import KeyringError
from db.session import DatabaseUrlError


class Exit(SystemExit):
    """Ends the command with a sentence on standard error."""

    def __init__(self, code: int, sentence: str) -> None:
        super().__init__(code)
        sys.stderr.write(f"{sentence}\n")


@contextmanager
def database_errors() -> Iterator[None]:
    """Say what is wrong with the database or its keys, and what to do."""
    try:
        yield
    except (DatabaseUrlError, KeyringError) as error:
        raise Exit(EX_CONFIG, str(error)) from None
    except (SQLAlchemyError, OSError) as error:
        if lacks_tables(error):
            raise Exit(EX_UNAVAILABLE, "The database lacks tables of this version: run `wayin db upgrade`.") from None
        if isinstance(error, SQLAlchemyError) and fault_of(error) is not Fault.OUTAGE:
            raise
        raise Exit(
            EX_UNAVAILABLE,
            "The database in WAYIN_DATABASE_URL cannot be reached. Is it running, and are name and password right?",
        ) from None
