"""Bringing a database to the newest revision, and telling whether it is there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

_SCRIPTS = Path(__file__).parent / "migrations"


def newest_revision() -> str:
    """The revision a database must be at for this code."""
    head = ScriptDirectory(str(_SCRIPTS)).get_current_head()
    if head is None:
        raise RuntimeError("the project has no migrations")
    return head


async def revision_of(engine: AsyncEngine) -> str | None:
    """The revision this database is at, None if it was never migrated."""
    async with engine.connect() as connection:
        return await connection.run_sync(lambda sync: MigrationContext.configure(sync).get_current_revision())


async def upgrade(engine: AsyncEngine, revision: str = "head") -> None:
    """Migrate up to a revision, all of it in one transaction; on SQLite rows that lost their parent are refused."""
    async with engine.connect() as connection:
        await connection.run_sync(_upgrade, revision)


def _upgrade(connection: Connection, revision: str) -> None:
    # A batch migration rebuilds tables; with foreign keys on, dropping the old one would delete its children.
    if connection.dialect.name == "sqlite":
        _sqlite(connection, "PRAGMA foreign_keys=OFF")
        _sqlite(connection, "BEGIN IMMEDIATE")
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
    if connection.dialect.name == "sqlite" and (orphans := _sqlite(connection, "PRAGMA foreign_key_check")):
        connection.rollback()
        raise RuntimeError(f"the migration left {len(orphans)} rows without their parent; nothing was changed")
    connection.commit()
    if connection.dialect.name == "sqlite":
        _sqlite(connection, "PRAGMA foreign_keys=ON")
        connection.commit()


def _sqlite(connection: Connection, statement: str) -> list[Any]:
    result = connection.exec_driver_sql(statement)
    return list(result.fetchall()) if result.returns_rows else []
