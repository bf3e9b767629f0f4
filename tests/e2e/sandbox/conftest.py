"""A sandbox in this process, and python-telegram-bot pointed at it."""

from collections.abc import AsyncIterator

import pytest
from telegram import Bot

from bot.sandbox.client import SandboxClient
from bot.sandbox.running import in_process


@pytest.fixture
async def sandbox() -> AsyncIterator[SandboxClient]:
    async with in_process() as client:
        yield client


@pytest.fixture
async def ptb(sandbox: SandboxClient) -> AsyncIterator[Bot]:
    bot = Bot(sandbox.token, base_url=sandbox.bot_api, base_file_url=sandbox.bot_files)
    async with bot:
        yield bot
