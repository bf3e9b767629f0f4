"""What an import did, counted; the same for opportunities and events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.feeds.faults import RowError

_DONE = ("created", "updated", "unchanged")
_COUNTS = ("rows", "created", "updated", "unchanged", "closed")


@dataclass
class Tally:
    """What an import did, or with a dry run would do."""

    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    closed: int = 0
    errors: list[RowError] = field(default_factory=list)
    notes: tuple[str, ...] = ()

    def count(self, known: str | None, given: str, *, is_new: bool) -> None:
        """One row, by what was known of it and what is given now."""
        if is_new:
            self.created += 1
        elif known == given:
            self.unchanged += 1
        else:
            self.updated += 1

    def counted(self) -> dict[str, int]:
        """What was done so far, to go on from."""
        return {name: getattr(self, name) for name in _DONE}

    def go_on_from(self, counted: Mapping[str, Any]) -> None:
        """Count what was done before."""
        for name in _DONE:
            setattr(self, name, int(counted.get(name, 0)))

    def as_json(self) -> dict[str, Any]:
        """As `wayin import --json` prints it."""
        counts = {name: getattr(self, name) for name in _COUNTS}
        return {**counts, "errors": [{"row": one.row, "field": one.field, "reason": one.reason} for one in self.errors]}
