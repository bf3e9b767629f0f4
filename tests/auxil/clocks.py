"""A clock that only moves when a test moves it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

# A Monday morning in winter: both countries are at work, and no daylight saving hides a mistake.
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


class FixedClock:
    """Call it for the time; `advance` moves it."""

    def __init__(self, now: datetime = MONDAY) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **delta: float) -> None:
        """Move on by a timedelta's arguments: `advance(seconds=11)`."""
        self.now += timedelta(**delta)
