"""Logging: one line a record, never the bot token, never what a person wrote."""

from __future__ import annotations

import logging
import re
import sys

_TOKEN = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{10,}")
_FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"


class TokenFilter(logging.Formatter):
    """Formats a record and then hides anything shaped like a bot token, in tracebacks too."""

    def format(self, record: logging.LogRecord) -> str:
        """The finished line without tokens."""
        return _TOKEN.sub("[token]", super().format(record))


def set_up(level: str) -> None:
    """Log to standard error at this level; libraries that would print URLs or statements stay at WARNING."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(TokenFilter(_FORMAT))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in ("aiohttp.access", "httpx", "httpcore", "sqlalchemy.engine", "apscheduler", "aiosqlite", "telegram"):
        logging.getLogger(name).setLevel(logging.WARNING)
