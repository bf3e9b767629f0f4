"""Logging: one line a record, never the bot token, never what a person wrote."""

from __future__ import annotations

import logging
import re
import sys
import traceback
from typing import Any

_TOKEN = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{10,}")
_FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"


class TokenFilter(logging.Formatter):
    """Hides anything shaped like a bot token, and the words of an error that was met: they may quote a person."""

    def format(self, record: logging.LogRecord) -> str:
        """The finished line without tokens."""
        return _TOKEN.sub("[token]", super().format(record))

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's own name
        """Where it happened and what kind of error it was, with those that led to it, none of them with its words."""
        lines: list[str] = []
        error: BaseException | None = ei[1]
        while error is not None:
            lines[:0] = [
                *traceback.format_tb(error.__traceback__),
                f"{type(error).__module__}.{type(error).__name__}\n",
            ]
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "".join(lines).rstrip()


def set_up(level: str) -> None:
    """Log to standard error at this level; libraries that would print URLs or statements stay at WARNING."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(TokenFilter(_FORMAT))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in ("aiohttp.access", "httpx", "httpcore", "sqlalchemy.engine", "apscheduler", "aiosqlite", "telegram"):
        logging.getLogger(name).setLevel(logging.WARNING)
