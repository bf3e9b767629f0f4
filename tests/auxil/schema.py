"""Building the tables of a test database, the way every other database gets them."""

from __future__ import annotations

from db import migrate
from db.keyring import Keyring, new_key
from db.session import Database


async def build(url: str) -> None:
    """Migrate an empty database to the newest revision."""
    database = Database(url, Keyring([new_key()]))
    await migrate.upgrade(database.engine)
    await database.close()
