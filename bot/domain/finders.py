"""Who finds an opportunity: the councils it is in and those next to them, its programmes, and the whole country.

What prepares for something is found from there too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from bot.domain.nearness import MOST_PLACES

OWN, NEXT = 0, 1
_HOURS = (
    "full_time",
    "part_time",
    "flexible",
    "daytime",
    "evening",
    "night",
    "weekend",
    "block_release",
    "term_time",
    "shifts",
)


def audiences_of(
    country: str,
    councils: Iterable[str],
    *,
    online: bool,
    ring_fenced_for: Iterable[str],
    programmes: Iterable[str],
    neighbours: Mapping[str, Iterable[str]],
    prepares_for: Iterable[str] = (),
) -> dict[str, int]:
    """Each audience with how near it is to it."""
    found = {f"all:{country}": OWN}
    if online:
        found[f"online:{country}"] = OWN
    own = tuple(councils)
    for council in own:
        found.update({next_to: NEXT for next_to in neighbours.get(council, ()) if next_to not in found})
    found.update(dict.fromkeys(own, OWN))
    found.update({f"p:{programme}": NEXT for programme in programmes})
    found.update({f"p:{programme}": OWN for programme in ring_fenced_for})
    found.update({preparing_for(slug): OWN for slug in prepares_for})
    return found


def preparing_for(slug: str) -> str:
    """The audience that looks for what prepares for an opportunity."""
    return f"for:{slug}"


def audiences_for(country: str, places: Iterable[str], programmes: Iterable[str]) -> Iterator[str]:
    """Where to look for one person; somebody who may live in many places looks in the whole country."""
    yield from (f"p:{programme}" for programme in programmes)
    own = sorted(places)
    if len(own) <= MOST_PLACES:
        yield from own
    yield f"online:{country}"
    yield f"all:{country}"


def hours_bits(patterns: Iterable[str]) -> int:
    """Hours patterns as a set of bits; words that are none count for nothing."""
    return sum(1 << _HOURS.index(name) for name in set(patterns) if name in _HOURS)
