"""Building the tables of a test database."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import create_async_engine

from db.models import Base


async def build(url: str) -> None:
    """Give an empty database every table."""
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    await engine.dispose()
