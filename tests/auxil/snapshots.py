"""The sample opportunities and events: loaded once a worker by the product, then copied into every other database."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Table, func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Base, Event, Opportunity

_Rows = list[tuple[Table, list[dict[str, Any]]]]
_kept: dict[datetime, _Rows] = {}


async def load_once(session: AsyncSession, now: datetime, load: Callable[[], Awaitable[None]]) -> None:
    """What `load` writes into an empty database at `now`; where samples are already it runs as it would."""
    if await _holds_any(session, (Opportunity.__table__, Event.__table__)):
        await load()
    elif now in _kept:
        await _copy(session, _kept[now])
    elif await _holds_any(session, Base.metadata.sorted_tables):
        await load()
    else:
        await load()
        _kept[now] = await _rows(session)


async def _holds_any(session: AsyncSession, tables: Any) -> bool:
    for table in tables:
        if (await session.execute(select(table).limit(1))).first() is not None:
            return True
    return False


async def _rows(session: AsyncSession) -> _Rows:
    await session.flush()
    found = []
    for table in Base.metadata.sorted_tables:
        rows = [dict(row) for row in (await session.execute(select(table))).mappings()]
        if rows:
            found.append((table, rows))
    return found


async def _copy(session: AsyncSession, kept: _Rows) -> None:
    for table, rows in kept:
        await session.execute(insert(table), rows)
        if session.get_bind().dialect.name == "postgresql" and table.autoincrement_column is not None:
            column = table.autoincrement_column
            sequence = text(f"SELECT setval(pg_get_serial_sequence('{table.name}', '{column.name}'), :last)")
            last = (await session.execute(select(func.max(column)))).scalar_one()
            await session.execute(sequence, {"last": last})
