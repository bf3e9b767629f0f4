"""One running bot and one browser for all of these tests; each has people, advisers and windows of its own."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from bot.sandbox.running import in_process
from db.keyring import new_key
from tests.auxil.bots import Stand, stand
from tests.auxil.offices import Office


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def running(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stand]:
    """The bot as a process of its own, with the sandbox for its Telegram."""
    directory = tmp_path_factory.mktemp("cases")
    shutil.copy(sqlite_template, directory / "way-in.db")
    url = f"sqlite+aiosqlite:///{directory / 'way-in.db'}"
    async with in_process() as sandbox, stand(sandbox, url, new_key(), directory) as opened:
        await opened.start()
        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def office(running: Stand, browser: Browser) -> AsyncIterator[Office]:
    """Where advisers get their windows; no page's script may have complained."""
    async with AsyncExitStack() as rest:
        office = Office(running, browser, rest)
        yield office
    assert office.complaints == []
