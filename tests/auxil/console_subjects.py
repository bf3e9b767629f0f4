"""For every kind that an address of the console names: how to make one of an organisation, for the walk of the table.

A room whose rows say `of="case"` adds a maker here; the walk fails until there is one.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from types import MappingProxyType

from db.models import Concern, DutyShift
from tests.auxil.console import Console

Maker = Callable[[Console, str], Awaitable[int]]
"""Makes one of an organisation that nobody holds, and says its number."""


async def _staff(console: Console, organisation: str) -> int:
    return (await console.member("adviser", organisation=organisation)).id


async def _concern(console: Console, organisation: str) -> int:
    now = console.house.clock.now
    row = Concern(
        reference="WI-7K3Q9B",
        chat_id=1,
        country="uk",
        organisation=organisation,
        kind="abuse_home",
        level="concern",
        words="x",
        state="open",
        reads_by=now,
        created_at=now,
    )
    async with console.house.database.write() as session:
        session.add(row)
        await session.flush()
    return row.id


async def _shift(console: Console, organisation: str) -> int:
    lead = await console.member("safeguarding_lead", organisation=organisation)
    now = console.house.clock.now
    row = DutyShift(
        organisation=organisation, staff_id=lead.id, second_id=None, starts_at=now, ends_at=now + timedelta(hours=8)
    )
    async with console.house.database.write() as session:
        session.add(row)
        await session.flush()
    return row.id


MAKERS: Mapping[str, Maker] = MappingProxyType({"staff": _staff, "concern": _concern, "shift": _shift})
