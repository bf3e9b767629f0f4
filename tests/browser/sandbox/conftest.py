"""A sandbox, a bot and a real browser that looks at it."""

import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page
from telegram import Bot

from bot.sandbox.client import SandboxClient
from bot.sandbox.running import in_process

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 360, "height": 740}

Opening = Callable[..., AbstractAsyncContextManager[Page]]


@pytest_asyncio.fixture(loop_scope="session")
async def sandbox() -> AsyncIterator[SandboxClient]:
    async with in_process() as client:
        yield client


@pytest_asyncio.fixture(loop_scope="session")
async def ptb(sandbox: SandboxClient) -> AsyncIterator[Bot]:
    async with Bot(sandbox.token, base_url=sandbox.bot_api, base_file_url=sandbox.bot_files) as bot:
        yield bot


@pytest.fixture
def opened(browser: Browser) -> Opening:
    """Opens a page and, when it closes, fails for anything that its scripts complained about."""

    @contextlib.asynccontextmanager
    async def opening(url: str, **options: Any) -> AsyncIterator[Page]:
        complaints: list[str] = []
        context = await browser.new_context(**{"viewport": DESKTOP, **options})
        page = await context.new_page()
        page.set_default_timeout(8000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        await page.goto(url)
        yield page
        await context.close()
        assert complaints == []

    return opening
