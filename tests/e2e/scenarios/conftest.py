"""One running bot a shape for all scenarios of a worker: every scenario is another person's chat."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from bot.sandbox.client import SandboxClient
from bot.sandbox.running import SandboxProcess, free_port
from db.keyring import Keyring, new_key
from db.session import Database
from tests.auxil import schema
from tests.auxil.bots import Bot, Shape, Stand, settings_for
from tests.auxil.postgres import Postgres


class Stage:
    """A sandbox process and a bot process on one database, kept running between tests."""

    def __init__(self, url: str, transport: str, directory: Path) -> None:
        self.url = url
        self.key = new_key()
        self.sandbox = SandboxProcess(options=("--no-limits", "--retry-scale", "0.01"))
        port = free_port()
        environment = settings_for(SandboxClient(self.sandbox.url), url, self.key, transport=transport, port=port)
        self.bot = Bot(environment, directory, port=port)

    def raise_curtain(self) -> None:
        """Start both and wait until they work."""
        self.sandbox.start()
        loop = asyncio.new_event_loop()
        loop.run_until_complete(self._ready())
        loop.close()

    async def _ready(self) -> None:
        async with SandboxClient(self.sandbox.url) as client:
            await client.healthy()
        self.bot.start()
        await self.bot.healthy()

    def drop_curtain(self) -> None:
        """End both."""
        if self.bot.is_alive:
            self.bot.kill()
        self.sandbox.stop(kill=True)


@pytest.fixture(scope="session")
def stages() -> Iterator[dict[Shape, Stage]]:
    """The stages that this worker has opened."""
    opened: dict[Shape, Stage] = {}
    yield opened
    for stage in opened.values():
        stage.drop_curtain()


@pytest.fixture(scope="session")
def postgres_urls(postgres: Postgres) -> Iterator[Callable[[], str]]:
    """Makes databases that live as long as the stages on them."""
    made: list[str] = []

    def make() -> str:
        made.append(postgres.take())
        return made[-1]

    yield make
    for url in made:
        postgres.drop(url)


@pytest.fixture
def stage(
    shape: Shape, stages: dict[Shape, Stage], tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Stage:
    """The stage of this shape, opened when it is first asked for."""
    if shape not in stages:
        directory = tmp_path_factory.mktemp("-".join(shape))
        if shape[0] == "sqlite":
            url = f"sqlite:///{directory}/way-in.db"
            loop = asyncio.new_event_loop()
            loop.run_until_complete(schema.build(url))
            loop.close()
        else:
            url = request.getfixturevalue("postgres_urls")()
        stages[shape] = Stage(url, shape[1], directory)
        stages[shape].raise_curtain()
    return stages[shape]


@pytest.fixture
async def running(stage: Stage) -> AsyncIterator[Stand]:
    """The stage as a test uses it, with connections of its own."""
    database = Database(stage.url, Keyring([stage.key]))
    async with SandboxClient(stage.sandbox.url) as client:
        yield Stand(client, database, stage.bot)
    await database.close()
