"""What one message asked for, as it is searched with and kept for the next page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

EVENT = "event"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one message asked for, by id; empty means no wish. `kinds` is what alone is wanted, "event" among them."""

    sectors: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    hours: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()


def wanted_to(wanted: Wanted) -> dict[str, list[str]]:
    """As a conversation keeps it."""
    return {one.name: sorted(getattr(wanted, one.name)) for one in fields(wanted) if getattr(wanted, one.name)}


def wanted_from(kept: Mapping[str, Any] | None) -> Wanted | None:
    """What a conversation kept; None when nothing was asked for."""
    return Wanted(**{name: frozenset(value) for name, value in kept.items()}) if kept else None
