"""The real bot as a process: `python -m bot run` on a database and a transport, to be killed and started again."""

from __future__ import annotations

import asyncio
import itertools
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
from sqlalchemy import select

from bot.sandbox.client import SandboxClient
from bot.sandbox.running import free_port
from db.keyring import Keyring
from db.models import OutboxMessage
from db.session import Database

ROOT = Path(__file__).parents[2]
RUN = ("-m", "bot", "run")
WEBHOOK_SECRET = "a-secret-only-tests-know"

Shape = tuple[str, str]
"""Engine and transport."""

SHAPES: tuple[Shape, ...] = (("sqlite", "polling"), ("postgresql", "webhook"))
OTHER_SHAPES: tuple[Shape, ...] = (("sqlite", "webhook"), ("postgresql", "polling"))

# Where pace is not what is tested it must not be what is waited for.
UNPACED = {
    "WAYIN_PACE_OVERALL": "5000",
    "WAYIN_PACE_CHAT": "1000",
    "WAYIN_PACE_CHAT_BURST": "1000",
    "WAYIN_BURST_MESSAGES": "100000",
}
_LOG_TAIL = 6000


class BotDied(AssertionError):
    """The bot ended when it should have run; its log is in the text."""


class Bot:
    """One bot: the same settings and port at every start; everything it writes is collected in one log."""

    def __init__(self, environment: Mapping[str, str], directory: Path, *, port: int) -> None:
        self.port = port
        self.log = directory / f"bot-{port}.log"
        self.command: Sequence[str] = RUN
        self.environment = clean_environment() | dict(environment)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Its web server."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def is_alive(self) -> bool:
        """Whether the process runs at this moment."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start it; `healthy` waits until it works."""
        assert not self.is_alive, "the bot runs already"
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, *self.command],
                stdout=log,
                stderr=log,
                env=self.environment,
                cwd=ROOT,
            )

    def kill(self) -> None:
        """SIGKILL: it gets no chance to tidy up."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(10)

    async def stop(self, wanted: signal.Signals = signal.SIGTERM, seconds: float = 15) -> int:
        """Ask it to stop; its exit code."""
        assert self._process is not None
        if self.is_alive:
            self._process.send_signal(wanted)
        return await self.ended(seconds)

    async def ended(self, seconds: float = 60) -> int:
        """Wait until it has ended; its exit code."""
        assert self._process is not None
        await until(lambda: not self.is_alive, f"the bot did not end\n{self.tail()}", seconds)
        return self._process.wait()

    async def healthy(self, seconds: float = 60, *, working: bool = True) -> dict[str, Any]:
        """Wait until the web server answers and, unless told otherwise, the worker holds its lease."""
        end = time.monotonic() + seconds
        async with aiohttp.ClientSession() as session:
            while time.monotonic() < end:
                if not self.is_alive:
                    raise BotDied(f"the bot ended\n{self.tail()}")
                try:
                    async with session.get(f"{self.url}/health") as answer:
                        said = dict(await answer.json())
                    if said["worker"] or not working:
                        return said
                except aiohttp.ClientError:
                    pass  # not listening yet: that is what we wait for
                await asyncio.sleep(0.02)
        raise BotDied(f"the bot did not become healthy\n{self.tail()}")

    def said(self) -> str:
        """Everything it has written, over all its starts."""
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def tail(self) -> str:
        """The end of its log, for the text of a failure."""
        return f"--- the bot's log ---\n{self.said()[-_LOG_TAIL:]}"


class Stand:
    """A sandbox, a database and a bot between them."""

    def __init__(self, sandbox: SandboxClient, database: Database, bot: Bot) -> None:
        self.sandbox = sandbox
        self.database = database
        self.bot = bot

    async def start(self) -> None:
        """Start the bot and wait until it works."""
        self.bot.start()
        await self.bot.healthy()

    async def settled(self, seconds: float = 30) -> None:
        """Wait until every update is acknowledged and everything it caused has left."""
        await self.sandbox.all_confirmed(seconds)
        await until(self._nothing_waits, "the outbox does not empty", seconds)

    async def _nothing_waits(self) -> bool:
        async with self.database.read() as session:
            # A reminder waits for its day: it is not what an update caused to leave now.
            waiting = select(OutboxMessage.id).where(
                OutboxMessage.state.in_(("queued", "sending")), OutboxMessage.due_at <= datetime.now(UTC)
            )
            return (await session.execute(waiting.limit(1))).first() is None


def clean_environment() -> dict[str, str]:
    """This process's environment without any setting of Way In, and with Python's own cache of compiled modules."""
    # Without the cache every start compiles every library anew, which takes longer than all the rest of it.
    left_out = ("WAYIN_", "PYTHONDONTWRITEBYTECODE")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(left_out)}
    return kept | {"PTB_TIMEDELTA": "1", "PYTHONUNBUFFERED": "1"}


def settings_for(
    sandbox: SandboxClient, database_url: str, key: str, *, transport: str, port: int, **more: str
) -> dict[str, str]:
    """A demo bot's environment: sample data, both countries, a raised pace; `more` has the last word."""
    given = UNPACED | {
        "WAYIN_DEMO": "true",
        "WAYIN_BOT_TOKEN": sandbox.token,
        "WAYIN_TELEGRAM_API_BASE": sandbox.url,
        "WAYIN_DATABASE_URL": database_url,
        "WAYIN_DATA_KEYS": key,
        "WAYIN_COUNTRIES": "uk,se",
        "WAYIN_LISTEN_PORT": str(port),
        "WAYIN_LOG_LEVEL": "WARNING",
    }
    if transport == "webhook":
        given |= {"WAYIN_WEBHOOK_URL": f"http://127.0.0.1:{port}", "WAYIN_WEBHOOK_SECRET": WEBHOOK_SECRET}
    return given | more


@asynccontextmanager
async def stand(
    sandbox: SandboxClient,
    database_url: str,
    key: str,
    directory: Path,
    *,
    transport: str = "polling",
    **more: str,
) -> AsyncIterator[Stand]:
    """A stand whose bot is not started yet; it is ended afterwards, and a failure carries its log."""
    port = free_port()
    environment = settings_for(sandbox, database_url, key, transport=transport, port=port, **more)
    bot = Bot(environment, directory, port=port)
    database = Database(database_url, Keyring([key]))
    try:
        yield Stand(sandbox, database, bot)
    except BaseException as error:
        error.add_note(bot.tail())
        raise
    finally:
        if bot.is_alive:
            bot.kill()
        await database.close()


async def until(holds: Callable[[], Any], otherwise: str, seconds: float = 30, every: float = 0.01) -> Any:
    """Wait for something to hold and answer with it; what did not happen is said after so many seconds."""
    end = time.monotonic() + seconds
    for _ in itertools.count():
        found = holds()
        if asyncio.iscoroutine(found):
            found = await found
        if found:
            return found
        assert time.monotonic() < end, otherwise
        await asyncio.sleep(every)
    raise AssertionError("unreachable: the loop only ends by returning or failing")
