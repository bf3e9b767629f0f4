"""Wrong tries by address: whoever guesses at many accounts has to wait, whatever accounts those are."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.sign_in import FREE_TRIES, back_off

# An office shares one address, so it may be wrong more often than one person.
_MORE_FOR_ADDRESSES = 15
_FORGOTTEN_AFTER = timedelta(hours=1)
_MOST_ADDRESSES = 10_000


@dataclass(slots=True)
class _Tries:
    failures: int
    last: datetime


class Attempts:
    """Kept in memory and bounded: a restart forgets it, what is counted for an account stays."""

    def __init__(self) -> None:
        self._tries: dict[str, _Tries] = {}

    def wait(self, address: str, now: datetime) -> timedelta:
        """How long this address still has to wait; nothing for most."""
        tries = self._tries.get(_network(address))
        if tries is None:
            return timedelta(0)
        pause = back_off(tries.failures - _MORE_FOR_ADDRESSES)
        return max(timedelta(0), tries.last + pause - now)

    def count(self, address: str, now: datetime) -> None:
        """One more wrong try from there."""
        network = _network(address)
        tries = self._tries.pop(network, None)
        if tries is None or now - tries.last > _FORGOTTEN_AFTER:
            tries = _Tries(0, now)
        # Put back at the end: the first ones are those that were silent longest.
        self._tries[network] = _Tries(tries.failures + 1, now)
        while len(self._tries) > _MOST_ADDRESSES:
            del self._tries[next(iter(self._tries))]


TRIES_OF_ADDRESS = FREE_TRIES + _MORE_FOR_ADDRESSES


def _network(address: str) -> str:
    """Somebody with one IPv6 address has 2^64 of them."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else str(found)
