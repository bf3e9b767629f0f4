"""What doing something about an intent looks like: one act an intent, grouped by the noun it is about."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from bot.domain.slots.filling import Slots
from bot.services.turns import Turn


@dataclass(frozen=True, slots=True)
class Act:
    """What is done when somebody means this.

    `for_strangers` where it needs nothing known and stores nothing; `in_a_country` where there is no doing it
    before the country is known.
    """

    do: Callable[[Turn, Slots], Awaitable[None]]
    for_strangers: bool = False
    in_a_country: bool = False


class Group(Protocol):
    """The intents about one noun."""

    def acts(self) -> Mapping[str, Act]:
        """Each intent it takes, and what is done then."""


def always(done: Callable[[Turn], Awaitable[None]], *, for_strangers: bool = False) -> Act:
    """An act that does the same whatever the message names."""

    async def do(turn: Turn, slots: Slots) -> None:
        await done(turn)

    return Act(do, for_strangers)


def at_once(done: Callable[[Turn], None], *, for_strangers: bool = False) -> Act:
    """An act that reads and writes nothing stored, so it has nothing to wait for."""

    async def do(turn: Turn, slots: Slots) -> None:
        done(turn)

    return Act(do, for_strangers)
