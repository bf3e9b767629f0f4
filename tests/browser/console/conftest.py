"""The console on a real port, and a browser."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, async_playwright

from db.keyring import Keyring, new_key
from db.session import Database
from tests.auxil.browsers import FLAGS
from tests.auxil.chats import House
from tests.auxil.console import Console, serving


@pytest.fixture
async def house(sqlite_url: str) -> AsyncIterator[House]:
    """The bot without its edges."""
    database = Database(sqlite_url, Keyring([new_key()]))
    yield House(database)
    await database.close()


@pytest.fixture
async def console(house: House) -> AsyncIterator[Console]:
    """The console, running."""
    async with serving(house) as running:
        yield running


@pytest.fixture
async def browser(chromium_path: str) -> AsyncIterator[Browser]:
    """A Chromium."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium_path, args=FLAGS)
        yield browser
        await browser.close()
