"""What one message asked for, as it is searched with and kept for the next page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from bot.domain.suggestions import About, Candidate

EVENT, JOB = "event", "vacancy"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one message asked for, by id; empty means no wish. `kinds` is what alone is wanted, "event" among them.

    `near` are sectors so like those asked for that they are found too: care homes for who says "vården".
    """

    sectors: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    hours: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()


def meets(item: Candidate, wanted: Wanted, *, learning_first: bool) -> bool:
    """Whether one thing is of the kind and work asked for; what it does not say of its role or hours speaks for it."""
    kind = EVENT if item.about is About.EVENT else item.kind
    if wanted.kinds and kind not in wanted.kinds:
        return False
    if learning_first and kind == JOB and not item.is_learning:
        return False
    if item.hours and wanted.hours and not item.hours & wanted.hours:
        return False
    is_role = item.role in wanted.roles
    is_sector = item.sector in wanted.sectors | wanted.near and (item.role is None or not wanted.roles)
    return is_role or is_sector or not (wanted.roles or wanted.sectors)


def wanted_to(wanted: Wanted) -> dict[str, list[str]]:
    """As a conversation keeps it."""
    return {one.name: sorted(getattr(wanted, one.name)) for one in fields(wanted) if getattr(wanted, one.name)}


def wanted_from(kept: Mapping[str, Any] | None) -> Wanted | None:
    """What a conversation kept; None when nothing was asked for."""
    return Wanted(**{name: frozenset(value) for name, value in kept.items()}) if kept else None
