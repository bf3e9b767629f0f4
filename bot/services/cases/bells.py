"""Bells: whoever watches a case is woken when something in it was committed.

In-process by themselves; with several processes, a relay passes each ring on and rings what it hears from others.
A ring carries only an id, and may be missed: watchers also look by themselves now and then.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Bells:
    """One bell a case; several may wait for the same one."""

    def __init__(self) -> None:
        self._waiting: defaultdict[int, set[asyncio.Event]] = defaultdict(set)
        self._relays: list[Callable[[int], None]] = []

    @contextmanager
    def watch(self, case_id: int) -> Iterator[asyncio.Event]:
        """An event that is set at every ring while the block runs; the watcher clears it."""
        event = asyncio.Event()
        self._waiting[case_id].add(event)
        try:
            yield event
        finally:
            self._waiting[case_id].discard(event)
            if not self._waiting[case_id]:
                del self._waiting[case_id]

    def ring(self, case_id: int) -> None:
        """Something was committed in this case here."""
        self.hear(case_id)
        for relay in self._relays:
            relay(case_id)

    def hear(self, case_id: int) -> None:
        """Something was committed in this case, here or elsewhere."""
        for event in self._waiting.get(case_id, ()):
            event.set()

    def hear_all(self) -> None:
        """Anything may have been committed anywhere: rings were missed, so every watcher looks."""
        for case_id in self._waiting:
            self.hear(case_id)

    def relay_to(self, relay: Callable[[int], None]) -> None:
        """Call this at every ring too; it must not block."""
        self._relays.append(relay)
