"""Pages of what is open in a real browser: on a small phone and a wide screen, in both languages, without scripts."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import async_playwright

from db.keyring import Keyring, new_key
from db.session import Database
from tests.auxil.chats import House
from tests.auxil.looks import WIDTHS, looks_right
from tests.auxil.public_pages import serving

pytestmark = pytest.mark.browser

FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
PAGES = {
    "list": "/open?country=uk",
    "list_se": "/open?country=se",
    "event": "/open/e/weekly_drop_in",
    "job": "/open/o/ward_helper",
    "gone": "/open/o/nothing",
}


@pytest.fixture
async def house(sqlite_url: str) -> AsyncIterator[House]:
    """The bot without its edges, with samples open."""
    database = Database(sqlite_url, Keyring([new_key()]))
    house = House(database)
    await house.load_samples()
    yield house
    await database.close()


async def test_every_page_when_looked_at_then_it_fits_and_axe_finds_nothing(house: House, chromium_path: str) -> None:
    async with serving(house) as server, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium_path, args=FLAGS)
        for screen, (width, height) in WIDTHS.items():
            for lang in ("en", "sv"):
                context = await browser.new_context(
                    viewport={"width": width, "height": height}, locale=lang, bypass_csp=True
                )
                page = await context.new_page()
                for name, path in PAGES.items():
                    await page.goto(str(server.make_url(path)))
                    assert await page.get_attribute("html", "lang") == lang
                    await looks_right(page, f"open_{name}_{screen}_{lang}")
                await context.close()
        await browser.close()
