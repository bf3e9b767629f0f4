"""The clock is injected everywhere, so that tests decide what time it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Gives the instant now, aware, in UTC."""


def system_clock() -> datetime:
    """The real time."""
    return datetime.now(UTC)
