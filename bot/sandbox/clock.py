"""The sandbox's own time, which tests can move forward."""

import time


class Clock:
    """Wall-clock seconds plus an offset, so that 48 hours can pass in a test."""

    def __init__(self, offset: float = 0.0) -> None:
        self.offset = offset

    def now(self) -> float:
        """Seconds since 1970 as the sandbox sees them."""
        return time.time() + self.offset

    def advance(self, seconds: float) -> None:
        """Only forwards: Telegram's time never runs back."""
        if seconds < 0:
            raise ValueError("the clock only moves forward")
        self.offset += seconds
