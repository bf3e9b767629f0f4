"""A file whose process is killed in the middle: it goes on where it was, and what is counted is the whole of it."""

from __future__ import annotations

import asyncio
import signal
import sys
from typing import Any

from sqlalchemy import func, select

from bot.services.feeds.uploads import UploadWork
from db.keyring import Keyring
from db.models import Opportunity, OpportunityChange, Upload
from db.session import Database
from tests.auxil.chats import House, content
from tests.integration.opportunities.test_imports import table

_ROWS = 500
# Dies after the second chunk is committed and before the third begins.
_DIES = """
import asyncio, os, signal, sys
from datetime import datetime
from bot.services.feeds.uploads import UploadWork
from bot.services.opportunities.imports import Imports
from db.keyring import Keyring
from db.session import Database
from tests.auxil.chats import House, content

whole = Imports.write

async def write(self, *given, **named):
    async for done in whole(self, *given, **named):
        if done == 400:
            os.kill(os.getpid(), signal.SIGKILL)
        yield done

Imports.write = write

async def main():
    database = Database(sys.argv[1], Keyring([sys.argv[2]]))
    house = House(database)
    offers = house.services.offers
    await UploadWork(database, house.clock, content(), offers.catalogue, house.services.organisations).run()

asyncio.run(main())
"""


async def test_a_file_when_its_process_is_killed_in_the_middle_then_it_goes_on_and_nothing_is_done_twice(
    sqlite_url: str, data_key: str
) -> None:
    database = Database(sqlite_url, Keyring([data_key]))
    house = House(database)
    data = table(*({"id": str(number), "title": f"Porter {number}"} for number in range(_ROWS)))
    async with database.write() as session:
        row = Upload(organisation="thamesway_advice", country="uk", format="way-in-csv", source="way-in-csv/t")
        row.state, row.data, row.created_at = "confirmed", data, house.clock.now
        session.add(row)
    killed = await asyncio.create_subprocess_exec(sys.executable, "-c", _DIES, sqlite_url, data_key)
    assert await killed.wait() == -signal.SIGKILL
    assert (await _count(database, Opportunity), await _upload(database)) == (
        400,
        ("running", {"done": 400, "total": _ROWS, "created": 400, "updated": 0, "unchanged": 0}),
    )
    offers = house.services.offers
    await UploadWork(database, house.clock, content(), offers.catalogue, house.services.organisations).run()
    state, outcome = await _upload(database)
    assert state == "done"
    assert {name: outcome[name] for name in ("rows", "created", "updated", "unchanged", "closed")} == {
        "rows": _ROWS,
        "created": _ROWS,
        "updated": 0,
        "unchanged": 0,
        "closed": 0,
    }
    assert await _count(database, Opportunity) == _ROWS
    assert await _count(database, OpportunityChange) == _ROWS, "each was written once"
    await database.close()


async def _count(database: Database, model: Any) -> int:
    async with database.read() as session:
        return int((await session.execute(select(func.count()).select_from(model))).scalar_one())


async def _upload(database: Database) -> tuple[str, Any]:
    async with database.read() as session:
        row = (await session.execute(select(Upload))).scalar_one()
    return row.state, row.outcome
