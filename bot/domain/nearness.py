"""How near something is to where somebody may live: their own council, the one next to it, the same city, or far."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

# A postcode may lie in a few councils; being possibly in one of many says nothing about nearness.
MOST_PLACES = 4
_NOWHERE: frozenset[str] = frozenset()


class Nearness(StrEnum):
    """From near to far; `anywhere` is tied to no place at all."""

    OWN = "own"
    NEXT = "next"
    REGION = "region"
    ANYWHERE = "anywhere"
    FAR = "far"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where somebody may live, what borders on it, and the city around it."""

    own: frozenset[str] = _NOWHERE
    next: frozenset[str] = _NOWHERE
    region: frozenset[str] = _NOWHERE

    @property
    def is_known(self) -> bool:
        """Whether the places are few enough to speak of nearness."""
        return 0 < len(self.own) <= MOST_PLACES

    def of(self, councils: frozenset[str]) -> tuple[Nearness, str]:
        """How near something in these councils is, and the council that makes it so."""
        if not councils or not self.own:
            return Nearness.ANYWHERE, ""
        rings = (
            (Nearness.OWN, self.own if self.is_known else _NOWHERE),
            (Nearness.NEXT, self.next if self.is_known else _NOWHERE),
            (Nearness.REGION, self.region | self.own),
        )
        for nearness, ring in rings:
            if found := sorted(ring & councils):
                return nearness, found[0]
        return Nearness.FAR, ""
