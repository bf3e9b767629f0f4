"""Fetching raw updates from the sandbox."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from telegram.error import InvalidToken

from bot.delivery.fetching import Updates
from bot.delivery.gateway import Gateway
from bot.delivery.request import AiohttpRequest
from bot.errors import Outage
from bot.sandbox.client import SandboxClient
from bot.sandbox.running import in_process


@pytest.fixture
async def sandbox() -> AsyncIterator[SandboxClient]:
    async with in_process() as client:
        yield client


@pytest.fixture
async def request_() -> AsyncIterator[AiohttpRequest]:
    async with AiohttpRequest(connect_timeout=2) as request:
        yield request


@pytest.fixture
def updates(sandbox: SandboxClient, request_: AiohttpRequest) -> Updates:
    return Updates(Gateway(request_, sandbox.token, sandbox.url), poll_seconds=0)


async def test_fetch_when_somebody_wrote_then_the_raw_update_comes(updates: Updates, sandbox: SandboxClient) -> None:
    person = await sandbox.person("Sam")
    await sandbox.say(person, "hello")
    [update] = await updates.fetch(None)
    assert update["message"]["text"] == "hello"
    assert await updates.fetch(update["update_id"] + 1) == []


async def test_fetch_when_telegram_fails_then_it_is_an_outage(updates: Updates, sandbox: SandboxClient) -> None:
    await sandbox.fault("error", method="getUpdates", status=502)
    with pytest.raises(Outage):
        await updates.fetch(None)


async def test_fetch_when_nobody_listens_then_it_is_an_outage(request_: AiohttpRequest) -> None:
    with pytest.raises(Outage):
        await Updates(Gateway(request_, "1:t", "http://127.0.0.1:9")).fetch(None)


async def test_fetch_when_the_token_is_wrong_then_it_says_so(request_: AiohttpRequest, sandbox: SandboxClient) -> None:
    with pytest.raises(InvalidToken):
        await Updates(Gateway(request_, "2:wrong", sandbox.url)).fetch(None)


async def test_webhook_when_set_then_polling_is_refused_until_it_is_taken_away(
    updates: Updates, sandbox: SandboxClient
) -> None:
    await updates.use_webhook("http://127.0.0.1:9/hook", "secret")
    with pytest.raises(Outage):
        await updates.fetch(None)
    await updates.use_polling()
    assert await updates.fetch(None) == []
