"""Leases on roles: one holder at a time, by the database's clock alone.

The same statements on both databases; a lease is a row, because an advisory lock taken through a pool stays with the
pooled connection.
"""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, Table, bindparam, literal_column, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Role

_roles = cast(Table, Role.__table__)

# clock_timestamp() and not now(): now() is when the transaction began.
_CLOCKS = {
    "postgresql": "clock_timestamp() + make_interval(secs => {seconds})",
    "sqlite": "strftime('%Y-%m-%d %H:%M:%f000', 'now', '{seconds} seconds')",
}


def _in(session: AsyncSession, seconds: float) -> ColumnElement[Any]:
    """The database's own time, so many seconds from now."""
    return literal_column(_CLOCKS[_dialect(session)].format(seconds=f"{seconds:+.3f}"), _roles.c.expires_at.type)


def _dialect(session: AsyncSession) -> str:
    return session.get_bind().dialect.name


async def acquire(session: AsyncSession, role: str, holder: str, seconds: float) -> int | None:
    """Take a role that nobody holds; the new epoch, or None while somebody else's lease runs."""
    insert = (postgresql if _dialect(session) == "postgresql" else sqlite).insert(_roles)
    free = {"holder": holder, "expires_at": _in(session, seconds)}
    statement = (
        insert.values(name=role, epoch=1, **free)
        .on_conflict_do_update(
            index_elements=[_roles.c.name],
            set_={**free, "epoch": _roles.c.epoch + 1},
            where=_roles.c.expires_at <= _in(session, 0),
        )
        .returning(_roles.c.epoch)
    )
    return cast("int | None", (await session.execute(statement)).scalar_one_or_none())


_mine = update(_roles).where(
    _roles.c.name == bindparam("role"), _roles.c.holder == bindparam("who"), _roles.c.epoch == bindparam("since")
)


async def renew(session: AsyncSession, role: str, holder: str, epoch: int, seconds: float) -> bool:
    """Lengthen a lease that still runs; False means it is over, even if nobody has taken the role yet."""
    statement = _mine.where(_roles.c.expires_at > _in(session, 0)).values(expires_at=_in(session, seconds))
    done = await session.execute(statement, {"role": role, "who": holder, "since": epoch})
    return cast(CursorResult[Any], done).rowcount == 1


async def release(session: AsyncSession, role: str, holder: str, epoch: int) -> None:
    """Give a role back, so that the next holder need not wait for the lease to run out."""
    statement = _mine.values(expires_at=_in(session, 0))
    await session.execute(statement, {"role": role, "who": holder, "since": epoch})
