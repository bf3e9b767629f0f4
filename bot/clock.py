"""The clock is injected everywhere, so that tests decide what time it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]
"""Gives the instant now, aware, in UTC."""


def system_clock() -> datetime:
    """The real time."""
    return datetime.now(UTC)


def clock_ahead(by: timedelta) -> Clock:
    """The real time and so much more: how the demo makes it a weekday morning."""
    return lambda: system_clock() + by
