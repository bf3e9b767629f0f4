"""The whole product: a sandbox in this process, a database, and the bot as a process of its own between them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox.client import SandboxClient
from bot.sandbox.running import in_process
from tests.auxil.bots import SHAPES, Shape, Stand, stand


@pytest.fixture
async def sandbox() -> AsyncIterator[SandboxClient]:
    async with in_process() as client:
        yield client


@pytest.fixture(params=SHAPES[:1], ids="-".join)
def shape(request: pytest.FixtureRequest) -> Shape:
    """Engine and transport; a test that cares names its own with `indirect`."""
    return request.param


@pytest.fixture
def shape_url(shape: Shape, request: pytest.FixtureRequest) -> str:
    """A fresh database of the shape's engine."""
    return str(request.getfixturevalue("sqlite_url" if shape[0] == "sqlite" else "postgres_url"))


@pytest.fixture
async def stopped(
    sandbox: SandboxClient, shape: Shape, shape_url: str, data_key: str, tmp_path: Path
) -> AsyncIterator[Stand]:
    """A stand whose bot is not started."""
    async with stand(sandbox, shape_url, data_key, tmp_path, transport=shape[1]) as opened:
        yield opened


@pytest.fixture
async def running(stopped: Stand) -> Stand:
    """A stand whose bot works."""
    await stopped.start()
    return stopped
