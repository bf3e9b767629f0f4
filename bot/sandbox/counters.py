"""What was called, refused and delivered, counted for tests and benchmarks."""

from collections import Counter
from typing import Any


class Counters:
    """Running totals of one bot; kept across restarts of the sandbox."""

    def __init__(self, row: dict[str, Any] | None = None) -> None:
        row = row or {}
        self.calls: Counter[str] = Counter(row.get("calls", {}))
        self.errors: Counter[str] = Counter(row.get("errors", {}))
        self.sent: Counter[str] = Counter(row.get("sent", {}))
        self.received: Counter[str] = Counter(row.get("received", {}))
        self.updates: Counter[str] = Counter(row.get("updates", {}))
        self.too_many: int = row.get("too_many", 0)

    def row(self) -> dict[str, Any]:
        """The totals as JSON; `sent` and `received` count messages by chat."""
        return {
            "calls": dict(self.calls),
            "errors": dict(self.errors),
            "sent": dict(self.sent),
            "received": dict(self.received),
            "updates": dict(self.updates),
            "too_many": self.too_many,
            "messages_sent": sum(self.sent.values()),
            "messages_received": sum(self.received.values()),
        }

    def reset(self) -> None:
        """Start again from nothing."""
        self.__init__()  # type: ignore[misc]  # the constructor is the one place that lists the totals
