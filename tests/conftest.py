"""What every test may ask for: a database on both engines, a browser, and no network in the unit tests."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from db.keyring import Keyring, new_key
from db.session import Database
from tests.auxil import browsers, schema
from tests.auxil.offline import forbid_network
from tests.auxil.postgres import Postgres, Watcher

_UNIT = Path(__file__).parent / "unit"
_watcher = pytest.StashKey[Watcher]()

# How long an example takes says more about the machine than about the code.
settings.register_profile("wayin", deadline=None)
settings.load_profile("wayin")


def pytest_configure(config: pytest.Config) -> None:
    """Watch over the PostgreSQL server that some test may start."""
    config.stash[_watcher] = Watcher()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop that server."""
    config.stash[_watcher].close()


@pytest.fixture(autouse=True)
def _no_network_in_unit_tests(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.path.is_relative_to(_UNIT):
        forbid_network(monkeypatch)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """The run's PostgreSQL server."""
    server = Postgres(os.environ.get("PYTEST_XDIST_WORKER", "main"))
    yield server
    server.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    loop = asyncio.new_event_loop()
    loop.run_until_complete(schema.build(f"sqlite+aiosqlite:///{path}"))
    loop.close()
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A SQLite database of its own at the newest revision."""
    shutil.copy(sqlite_template, tmp_path / "way-in.db")
    return f"sqlite+aiosqlite:///{tmp_path / 'way-in.db'}"


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """A PostgreSQL database of its own at the newest revision."""
    url = postgres.take()
    yield url
    postgres.give_back(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh database; the test runs once on each engine."""
    name = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    return str(request.getfixturevalue(name))


@pytest.fixture
def data_key() -> str:
    """A key for encrypted columns."""
    return new_key()


@pytest.fixture
async def database(database_url: str, data_key: str) -> AsyncIterator[Database]:
    """An open database with all tables, once on each engine."""
    opened = Database(database_url, Keyring([data_key]))
    yield opened
    await opened.close()


@pytest.fixture
async def sqlite_database(sqlite_url: str, data_key: str) -> AsyncIterator[Database]:
    """An open SQLite database, where nothing locks or is asked for that the other engine does otherwise."""
    opened = Database(sqlite_url, Keyring([data_key]))
    yield opened
    await opened.close()


@pytest.fixture
async def postgres_database(postgres_url: str, data_key: str) -> AsyncIterator[Database]:
    """An open PostgreSQL database, for what only it does."""
    opened = Database(postgres_url, Keyring([data_key]))
    yield opened
    await opened.close()


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """A Chromium to drive; without one the run fails and says what to install."""
    try:
        return browsers.chromium_path()
    except browsers.MissingBrowserError as missing:
        pytest.fail(str(missing), pytrace=False)
