"""A transaction that is cancelled in the middle holds nobody else up."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest
from sqlalchemy import event, select

from db.models import Role
from db.session import Database

NOW = datetime(2026, 3, 3, 9, tzinfo=UTC)


def _role(name: str) -> Role:
    return Role(name=name, holder="one", epoch=1, expires_at=NOW)


async def _cancelled_at(database: Database, statement: str) -> BaseException:
    """Cancel a writer as this statement of it goes to the database; what it raised, which remembers where it was."""

    async def write() -> None:
        async with database.write() as session:
            session.add(_role("worker"))
            await session.flush()
            await session.execute(select(Role))

    def cancel(_connection: object, _cursor: object, text: str, *_rest: object) -> None:
        if text.startswith(statement):
            task.cancel()

    event.listen(database.engine.sync_engine, "before_cursor_execute", cancel)
    task = asyncio.ensure_future(write())
    with pytest.raises(asyncio.CancelledError) as raised:
        await task
    event.remove(database.engine.sync_engine, "before_cursor_execute", cancel)
    return raised.value


@pytest.mark.parametrize("statement", ["BEGIN", "INSERT", "SELECT"])
async def test_write_when_another_was_cancelled_then_it_goes_through_alone(database: Database, statement: str) -> None:
    if statement == "BEGIN" and not database.is_sqlite:
        statement = "INSERT"  # only on SQLite does the product begin with a statement of its own
    raised = await _cancelled_at(database, statement)

    async with database.write() as session:
        session.add(_role("poller"))

    async with database.read() as session:
        assert (await session.execute(select(Role.name))).scalars().all() == ["poller"]
    assert raised.__traceback__ is not None
