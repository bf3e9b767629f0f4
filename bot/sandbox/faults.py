"""Faults on demand: what should go wrong, for which calls or updates, and how often."""

import itertools
from dataclasses import asdict, dataclass
from typing import Any

CALL_KINDS = frozenset({"too_many_requests", "error", "silence", "slow", "drop"})
UPDATE_KINDS = frozenset({"duplicate", "reorder"})


@dataclass(slots=True)
class Fault:
    """One order to fail; see docs/sandbox.md for what each kind does."""

    kind: str
    method: str | None = None
    chat_id: int | None = None
    count: int = 1
    every: int = 1
    after_effect: bool = False
    retry_after: int = 1
    status: int = 500
    description: str = "Internal Server Error"
    milliseconds: int = 1000
    id: int = 0
    seen: int = 0
    used: int = 0

    def __post_init__(self) -> None:
        if self.kind not in CALL_KINDS | UPDATE_KINDS:
            raise ValueError(f"unknown fault kind {self.kind!r}")
        if self.method is not None:
            self.method = self.method.lower()

    def row(self) -> dict[str, Any]:
        """The order and how often it was carried out."""
        return asdict(self)


class Faults:
    """The faults in force, oldest first; the first that fits is used."""

    def __init__(self) -> None:
        self.active: list[Fault] = []
        self._ids = itertools.count(1)

    def add(self, fault: Fault) -> Fault:
        """Put a fault in force; a count of 0 keeps it until it is cleared."""
        fault.id = next(self._ids)
        self.active.append(fault)
        return fault

    def clear(self, fault_id: int | None = None) -> None:
        """Take one fault, or all, out of force."""
        self.active = [fault for fault in self.active if fault_id is not None and fault.id != fault_id]

    def for_call(self, method: str, chat_id: Any) -> Fault | None:
        """The fault that hits this call, used up by one."""
        for fault in self.active:
            if (
                fault.kind in CALL_KINDS
                and fault.method in (None, method)
                and (fault.chat_id is None or str(fault.chat_id) == str(chat_id))
            ):
                return self._use(fault)
        return None

    def for_update(self, kind: str) -> Fault | None:
        """The fault of this kind that hits the next update, used up by one."""
        for fault in self.active:
            if fault.kind == kind:
                return self._use(fault)
        return None

    def _use(self, fault: Fault) -> Fault | None:
        fault.seen += 1
        if fault.seen % fault.every:
            return None
        fault.used += 1
        if fault.count and fault.used >= fault.count:
            self.active.remove(fault)
        return fault
