"""Migrations keep what people told us: a filled database survives every revision, on both engines."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import JSON, Column, Connection, MetaData, Table, insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from db import migrate
from db.keyring import Keyring
from db.models import Base
from db.session import Database
from tests.auxil.postgres import Postgres

_ROWS = 2
_VERSION = "alembic_version"

Rows = dict[str, list[dict[str, Any]]]

# Rebuilds a table that others refer to, which is where rows get lost, and gives it a column.
_REBUILDS_PEOPLE = """
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{head}"
branch_labels = depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("people") as people:
        people.add_column(sa.Column("nickname", sa.String(20), nullable=False, server_default="none"))
        people.alter_column("source", type_=sa.String(80), existing_type=sa.String(64))
"""
_LOSES_PEOPLE = """
from alembic import op

revision = "9999"
down_revision = "{head}"
branch_labels = depends_on = None


def upgrade() -> None:
    op.execute("DELETE FROM people")
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without any table, once on each engine."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'old.db'}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    url = server.create_empty()
    yield url
    server.drop(url)


@pytest.fixture
async def engine(empty_url: str, data_key: str) -> AsyncIterator[AsyncEngine]:
    database = Database(empty_url, Keyring([data_key]))
    yield database.engine
    await database.close()


@pytest.fixture
def scripts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the migrations that a test may add to."""
    copy = tmp_path / "migrations"
    shutil.copytree(Path(migrate.__file__).parent / "migrations", copy)
    monkeypatch.setattr(migrate, "_SCRIPTS", copy)
    return copy


async def test_a_filled_database_goes_from_the_first_revision_to_the_newest_with_every_row(engine: AsyncEngine) -> None:
    await migrate.upgrade(engine, _first_revision())
    before = await _fill(engine)
    assert min(len(rows) for rows in before.values()) == _ROWS, "every table has rows"
    await migrate.upgrade(engine)
    assert await migrate.revision_of(engine) == migrate.newest_revision()
    _assert_kept(before, await _read(engine))


async def test_migrating_twice_changes_nothing(engine: AsyncEngine) -> None:
    await migrate.upgrade(engine)
    before = await _fill(engine)
    await migrate.upgrade(engine)
    assert await _read(engine) == before


async def test_the_models_and_the_migrations_agree(engine: AsyncEngine) -> None:
    await migrate.upgrade(engine)

    def differences(connection: Connection) -> list[Any]:
        return list(compare_metadata(MigrationContext.configure(connection), Base.metadata))

    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_a_table_is_rebuilt_without_losing_the_rows_that_refer_to_it(engine: AsyncEngine, scripts: Path) -> None:
    await migrate.upgrade(engine)
    before = await _fill(engine)
    assert _children_of("people"), "there are rows to lose"
    _add_revision(scripts, _REBUILDS_PEOPLE)
    await migrate.upgrade(engine)
    after = await _read(engine)
    assert {row["nickname"] for row in after["people"]} == {"none"}
    _assert_kept(before, after)


async def test_foreign_keys_hold_again_after_a_migration(engine: AsyncEngine) -> None:
    await migrate.upgrade(engine)
    await _fill(engine)
    async with engine.begin() as connection:
        await connection.exec_driver_sql("DELETE FROM people")
    after = await _read(engine)
    children = _children_of("people")
    assert children
    for table, column in children:
        assert {row[column] for row in after[table]} <= {None}, f"{table} still refers to nobody"


@pytest.mark.parametrize("empty_url", ["sqlite"], indirect=True)
async def test_with_foreign_keys_on_the_same_rebuild_would_lose_rows(
    engine: AsyncEngine, scripts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Why they are switched off, and proof that the test above can fail."""
    await migrate.upgrade(engine)
    before = await _fill(engine)
    _add_revision(scripts, _REBUILDS_PEOPLE)
    plain = migrate._sqlite

    def without_the_switch(connection: Connection, statement: str) -> list[Any]:
        return [] if statement.startswith("PRAGMA foreign_keys=") else plain(connection, statement)

    monkeypatch.setattr(migrate, "_sqlite", without_the_switch)
    await migrate.upgrade(engine)
    with pytest.raises(AssertionError):
        _assert_kept(before, await _read(engine))


@pytest.mark.parametrize("empty_url", ["sqlite"], indirect=True)
async def test_a_migration_that_leaves_rows_without_their_parent_is_refused_and_undone(
    engine: AsyncEngine, scripts: Path
) -> None:
    await migrate.upgrade(engine)
    before, at = await _fill(engine), await migrate.revision_of(engine)
    _add_revision(scripts, _LOSES_PEOPLE)
    with pytest.raises(RuntimeError, match="without their parent"):
        await migrate.upgrade(engine)
    assert await _read(engine) == before
    assert await migrate.revision_of(engine) == at


def _first_revision() -> str:
    (first,) = ScriptDirectory(str(migrate._SCRIPTS)).get_bases()
    return first


def _add_revision(scripts: Path, body: str) -> None:
    head = migrate.newest_revision()
    (scripts / "versions" / "9999_throw_away.py").write_text(body.format(head=head))


def _children_of(table: str) -> list[tuple[str, str]]:
    """Every table and column that refers to this one."""
    keys = (key for one in Base.metadata.sorted_tables for key in one.foreign_keys)
    return sorted((key.parent.table.name, key.parent.name) for key in keys if key.column.table.name == table)


async def _fill(engine: AsyncEngine) -> Rows:
    """Put rows in every table as it is at this revision, each referring to its parents; what is there afterwards."""
    async with engine.begin() as connection:
        for table in await connection.run_sync(_tables):
            rows = [{column.name: _value(column, number) for column in table.columns} for number in range(1, _ROWS + 1)]
            await connection.execute(insert(table), rows)
    return await _read(engine)


async def _read(engine: AsyncEngine) -> Rows:
    async with engine.connect() as connection:
        tables = await connection.run_sync(_tables)
        return {table.name: await _rows(connection, table) for table in tables}


async def _rows(connection: Any, table: Table) -> list[dict[str, Any]]:
    found = await connection.execute(select(table).order_by(*table.primary_key.columns))
    return [dict(row._mapping) for row in found]


def _tables(connection: Connection) -> list[Table]:
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name != _VERSION]


def _value(column: Column[Any], number: int) -> Any:
    """Something of the column's type; the same number in a parent and in what refers to it."""
    if column.foreign_keys:
        (key,) = column.foreign_keys
        return _value(key.column, number)
    if isinstance(column.type, JSON):
        return {"en": f"text {number}", "list": [number, None]}
    kind = column.type.python_type
    if kind is str:
        return f"{number}{column.name}"[: getattr(column.type, "length", None)]
    samples: dict[type, Any] = {
        int: number,
        float: number / 2,
        bool: number % 2 == 0,
        bytes: bytes([number, 0, 255]),
        date: date(2026, 1, number),
        time: time(number),
        datetime: datetime(2026, 1, number, 12, 30, 15, 123456, tzinfo=_zone(column)),
    }
    return samples[kind]


def _zone(column: Column[Any]) -> Any:
    return UTC if getattr(column.type, "timezone", False) else None


def _assert_kept(before: Rows, after: Rows) -> None:
    """Every row is there, with every column that both revisions have."""
    for table, rows in before.items():
        assert len(after[table]) == len(rows), f"{table} had {len(rows)} rows and has {len(after[table])}"
        for old, new in zip(rows, after[table], strict=True):
            assert {name: new[name] for name in old if name in new} == {name: old[name] for name in old if name in new}


async def test_who_said_yes_to_an_event_keeps_their_place_when_dates_become_rows(engine: AsyncEngine) -> None:
    await migrate.upgrade(engine, "0009")
    await _fill(engine)
    async with engine.begin() as connection:
        await connection.exec_driver_sql("UPDATE interests SET about = 'e', slug = '1slug' WHERE id = 1")
    await migrate.upgrade(engine)
    rows = await _read(engine)
    assert [row["id"] for row in rows["interests"]] == [2]
    (date,) = [row for row in rows["occurrences"] if row["event_id"] == 1]
    assert date["starts_at"] == rows["events"][0]["starts_at"]
    (booking,) = rows["bookings"]
    assert (booking["person_id"], booking["occurrence_id"], booking["state"]) == (1, date["id"], "going")
