"""Times of a series that change: which of its dates becomes which, so that a yes is kept wherever it can be."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Match:
    """What each old date becomes, None where it falls away, and the new dates that no old one became."""

    becomes: dict[datetime, datetime | None]
    added: list[datetime]


def match(old: Collection[datetime], new: Collection[datetime], zone: ZoneInfo) -> Match:
    """A date stays on its day, or else in its week; one that was alone and is alone stays itself wherever it goes."""
    becomes: dict[datetime, datetime | None] = dict.fromkeys(sorted(old))
    free = sorted(new)
    if len(becomes) == len(free) == 1:
        return Match(dict.fromkeys(becomes, free[0]), [])
    for place in (lambda at: at.astimezone(zone).date(), lambda at: at.astimezone(zone).isocalendar()[:2]):
        free = _pair(becomes, free, place)
    return Match(becomes, free)


def _pair(
    becomes: dict[datetime, datetime | None], free: Sequence[datetime], place: Callable[[datetime], Any]
) -> list[datetime]:
    """Give each date that has nothing yet the first free one of its own day or week; what is left over."""
    left = list(free)
    for at in [at for at, new in becomes.items() if new is None]:
        found = next((one for one in left if place(one) == place(at)), None)
        if found is not None:
            becomes[at] = found
            left.remove(found)
    return left
