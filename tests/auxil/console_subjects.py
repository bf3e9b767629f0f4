"""For every kind that an address of the console names: how to make one of an organisation, for the walk of the table.

A room whose rows say `of="case"` adds a maker here; the walk fails until there is one.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType

from tests.auxil.console import Console

Maker = Callable[[Console, str], Awaitable[int]]
"""Makes one of an organisation that nobody holds, and says its number."""


async def _staff(console: Console, organisation: str) -> int:
    return (await console.member("adviser", organisation=organisation)).id


MAKERS: Mapping[str, Maker] = MappingProxyType({"staff": _staff})
