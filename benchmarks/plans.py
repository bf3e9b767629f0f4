"""Which tables a console page reads from end to end: a page that does so grows slower with every case."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncSession

from benchmarks.caseload import Caseload
from bot.domain.access import Viewer
from bot.services.cases.book import CaseBook
from bot.services.cases.lists import CaseLists
from bot.services.staff.sign_in import viewer_of
from db.keyring import Keyring
from db.queries import staff
from db.session import Database

# A small table is read whole because that is quickest.
_SMALL = 1_000
Statements = list[tuple[str, Any]]


async def scanned(url: str, key: str, caseload: Caseload, now: datetime) -> dict[str, list[str]]:
    """The large tables read whole, by page, as the planner says with the statistics of this database."""
    database = Database(url, Keyring([key]))
    try:
        async with database.read() as session:
            large = await _large(session)
            member = await staff.get(session, caseload.adviser_id)
            if member is None:
                raise LookupError("there is no such adviser")
            found = {}
            for page in ("queue", "my cases", "case"):
                with _noting(database) as statements:
                    await _read(page, session, viewer_of(member), caseload, now)
                plans = [await _plan(session, *one) for one in statements]
                found[page] = sorted({table for plan in plans for table in _scans(plan)} & large)
            return found
    finally:
        await database.close()


async def _read(page: str, session: AsyncSession, viewer: Viewer, caseload: Caseload, now: datetime) -> None:
    """What that page reads."""
    lists = CaseLists()
    if page == "queue":
        await lists.queue(session, viewer, page=1)
        await lists.kept(session, viewer, now)
    elif page == "my cases":
        await lists.mine(session, viewer, now)
        await lists.found(session, viewer, "000007")
    else:
        await CaseBook().open(session, caseload.long_case, frozenset({viewer.id}), now)


@contextmanager
def _noting(database: Database) -> Iterator[Statements]:
    """Every statement that is run while the block lasts."""
    statements: Statements = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        statements.append((statement, parameters))

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(database.engine.sync_engine, "before_cursor_execute", note)


async def _large(session: AsyncSession) -> set[str]:
    query = text("SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples > :small")
    return set((await session.execute(query, {"small": _SMALL})).scalars())


async def _plan(session: AsyncSession, statement: str, parameters: Any) -> Any:
    connection = await session.connection()
    found = (await connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters)).scalar_one()
    return (json.loads(found) if isinstance(found, str) else found)[0]["Plan"]


def _scans(plan: Any) -> Iterator[str]:
    if plan["Node Type"] == "Seq Scan":
        yield plan["Relation Name"]
    for part in plan.get("Plans", ()):
        yield from _scans(part)
