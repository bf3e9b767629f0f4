"""`wayin demo`: the whole product on this machine, on embedded defaults, with sample data.

It only starts others and waits, so it imports little: somebody is waiting for the first answer.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import secrets
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from math import ceil
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import bot.content
from bot.cli.codes import EX_CONFIG, EX_UNAVAILABLE
from bot.domain.demo_staff import DEMO_STAFF, demo_token
from bot.domain.quiet_hours import FOR_BROADCASTS
from bot.sandbox.settings import DEMO_TOKEN
from db.keyring import new_key

_CONTENT = Path(next(iter(bot.content.__path__)))
_POLL_SECONDS = 0.05
_START_SECONDS = 90.0
_CONTENT_SECONDS = 1.0


def add_parser(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser("demo", help="the whole product here, with sample data")
    parser.add_argument("--data", type=Path, default=Path(".demo"), help="where it keeps its files (default: .demo)")
    parser.add_argument("--sandbox-port", type=int, default=8081, help="default: %(default)s")
    parser.add_argument("--smtp-port", type=int, default=8025, help="where e-mail is caught (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8080, help="the web server's port (default: %(default)s)")
    parser.add_argument("--countries", default="uk,se", help="default: %(default)s")
    parser.add_argument("--crowd", type=int, default=0, metavar="N", help="invented people to send a broadcast to")
    parser.add_argument(
        "--working-hours",
        action="store_true",
        help="set its clock forward to the next hour in which broadcasts go out, where it is night or Sunday",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Start everything, print where to click, and stop cleanly on Ctrl-C."""
    return asyncio.run(Demo(args).run())


class Demo:
    """Two processes: the sandbox, which keeps its chats, and the bot, started anew whenever content changes."""

    def __init__(self, args: argparse.Namespace) -> None:
        self._data: Path = args.data
        self._sandbox_port: int = args.sandbox_port
        self._smtp_port: int = args.smtp_port
        self._port: int = args.port
        self._countries: str = args.countries
        self._crowd: int = args.crowd
        self._keeps_hours: bool = args.working_hours
        self._stop = asyncio.Event()
        self._secret = ""
        self._content_read: frozenset[tuple[str, int]] = frozenset()

    async def run(self) -> int:
        """Until Ctrl-C, or until one of the two cannot go on."""
        self._data.mkdir(parents=True, exist_ok=True)
        loop = asyncio.get_running_loop()
        for wanted in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(wanted, self._stop.set)
        ports = {"--sandbox-port": self._sandbox_port, "--smtp-port": self._smtp_port, "--port": self._port}
        for option, port in ports.items():
            # Asked before anything starts: whoever is there would be taken for ours.
            if await _is_taken(port):
                sys.stderr.write(f"Port {port} is taken. Stop what uses it, or name another with {option}.\n")
                return EX_UNAVAILABLE
        sandbox = await self._start(
            "bot.sandbox",
            *("--port", str(self._sandbox_port), "--smtp-port", str(self._smtp_port)),
            *("--data", self._file("sandbox.db")),
        )
        # The bot takes longer to begin than the sandbox, so it does not wait for it.
        early = await self._start_bot()
        try:
            if not await self._answers(self._sandbox_port, "/sandbox/health", sandbox):
                sys.stderr.write("The sandbox did not start; what stopped it is said above.\n")
                return EX_UNAVAILABLE
            return await self._keep_bot_running(early)
        finally:
            await _end(early)
            await _end(sandbox)

    async def _keep_bot_running(self, early: asyncio.subprocess.Process) -> int:
        process = early
        while True:
            try:
                result = await self._one_run(process, is_early=process is early)
            finally:
                await _end(process)
            if result is not None or self._stop.is_set():
                return result or 0
            process = await self._start_bot()

    async def _one_run(self, process: asyncio.subprocess.Process, *, is_early: bool) -> int | None:
        """From start to end of one bot process; how the demo ends, or None when the bot is to be started anew."""
        if await self._answers(self._port, "/health", process):
            self._say_where()
            await self._gather_crowd()
            return process.returncode if await self._until_content_changes_or(process) else None
        await _end(process)
        if self._stop.is_set() or (is_early and process.returncode == EX_UNAVAILABLE):
            # An early one may have looked for the sandbox before that was there.
            return None
        sys.stderr.write("The bot did not start; what stopped it is said above.\n")
        if process.returncode != EX_CONFIG:
            return EX_UNAVAILABLE
        await self._content_changed()
        return None

    def _say_where(self) -> None:
        sys.stdout.write(
            "\nWay In is running on this machine, with invented sample data.\n\n"
            f"  Chat with it:   http://127.0.0.1:{self._sandbox_port}/\n"
            f"  Its e-mail:     http://127.0.0.1:{self._sandbox_port}/sandbox/mail\n"
            f"  Staff console:  {self._console_url}/console\n"
            f"  Is it well?     {self._console_url}/health\n\n"
            "One-time links into the console, fresh at each start; open each in a private window of its own:\n"
            f"{self._log_ins()}\n"
            "Press Ctrl-C to stop. `make clean` forgets everything.\n"
        )
        sys.stdout.flush()

    async def _gather_crowd(self) -> None:
        """Once; a content change starts the bot anew and not the crowd."""
        if self._crowd:
            crowd, self._crowd = self._crowd, 0
            process = await self._start("bot", "crowd", str(crowd), environment=self._environment())
            if await process.wait() == 0:
                sys.stdout.write(f"\n{crowd} invented people said hello before you came: send them a broadcast.\n")
                sys.stdout.flush()

    @property
    def _console_url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def _log_ins(self) -> str:
        members = [member for member in DEMO_STAFF if member.country in self._countries.split(",")]
        return "".join(
            f"  {member.name}, {', '.join(sorted(member.roles)).replace('_', ' ')}:\n"
            f"    {self._console_url}/console/demo/{demo_token(self._secret, member.email)}\n"
            for member in members
        )

    def _environment(self) -> Mapping[str, str]:
        key_file = self._data / "data-key"
        if not key_file.exists():
            key_file.touch(mode=0o600)
            key_file.write_text(new_key())
        return {
            "WAYIN_DEMO": "true",
            "WAYIN_BOT_TOKEN": DEMO_TOKEN,
            "WAYIN_TELEGRAM_API_BASE": f"http://127.0.0.1:{self._sandbox_port}",
            "WAYIN_DATABASE_URL": f"sqlite:///{self._file('way-in.db')}",
            "WAYIN_DATA_KEYS": key_file.read_text().strip(),
            "WAYIN_COUNTRIES": self._countries,
            "WAYIN_LISTEN_PORT": str(self._port),
            "WAYIN_SMTP_URL": f"smtp://127.0.0.1:{self._smtp_port}",
            "WAYIN_MAIL_FROM": "way-in@example.org",
            "WAYIN_CONSOLE_URL": self._console_url,
            "WAYIN_DEMO_CLOCK_AHEAD": str(self._minutes_ahead() if self._keeps_hours else 0),
            "WAYIN_DEMO_SECRET": self._secret,
            "WAYIN_LOG_LEVEL": os.environ.get("WAYIN_LOG_LEVEL", "WARNING"),
        }

    def _minutes_ahead(self) -> int:
        """How far the clock is set forward; kept, so that it never goes back when the demo is started again."""
        kept, zone = self._data / "minutes-ahead", ZoneInfo("Europe/London")
        ahead = timedelta(minutes=int(kept.read_text()) if kept.exists() else 0)
        now = datetime.now(UTC)
        opens = FOR_BROADCASTS.next_from(now + ahead, zone)
        minutes = ceil((opens - now) / timedelta(minutes=1))
        kept.write_text(str(minutes))
        return minutes

    def _file(self, name: str) -> str:
        return str((self._data / name).resolve())

    async def _start_bot(self) -> asyncio.subprocess.Process:
        # Looked at before it starts: what is saved while it reads must start it once more.
        self._content_read = _content_state()
        self._secret = secrets.token_hex(32)
        return await self._start("bot", "run", environment=self._environment())

    async def _start(
        self, module: str, *arguments: str, environment: Mapping[str, str] | None = None
    ) -> asyncio.subprocess.Process:
        # A process group of its own: Ctrl-C reaches only us, and we stop the bot before the sandbox it talks to. Should
        # we be killed, the end of the pipe stops both, or the next demo would find its ports taken.
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot.cli.leash",
            module,
            *arguments,
            env={**os.environ, **(environment or {})},
            start_new_session=True,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
        )

    async def _answers(self, port: int, path: str, process: asyncio.subprocess.Process) -> bool:
        deadline = asyncio.get_running_loop().time() + _START_SECONDS
        while process.returncode is None and not self._stop.is_set():
            if await _is_well(port, path):
                return True
            if asyncio.get_running_loop().time() > deadline:
                return False
            await asyncio.sleep(_POLL_SECONDS)
        return False

    async def _until_content_changes_or(self, process: asyncio.subprocess.Process) -> bool:
        """True when the bot ended by itself, False when content changed or we are told to stop."""
        ended = asyncio.ensure_future(process.wait())
        changed = asyncio.ensure_future(self._content_changed())
        done, waiting = await asyncio.wait({ended, changed}, return_when=asyncio.FIRST_COMPLETED)
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        return ended in done

    async def _content_changed(self) -> None:
        while not self._stop.is_set() and _content_state() == self._content_read:
            try:
                await asyncio.wait_for(self._stop.wait(), _CONTENT_SECONDS)
            except TimeoutError:
                continue


async def _is_taken(port: int) -> bool:
    """Whether somebody listens on this port already."""
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True


async def _is_well(port: int, path: str) -> bool:
    """Whether somebody listens there and says that all is well."""
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False  # not listening yet: that is what we wait for
    try:
        async with asyncio.timeout(_POLL_SECONDS * 20):
            writer.write(f"GET {path} HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n".encode())
            return b" 200 " in await reader.readline()
    except (OSError, TimeoutError):
        return False
    finally:
        writer.close()


def _content_state() -> frozenset[tuple[str, int]]:
    """Which content files there are and when each was written."""
    state: set[tuple[str, int]] = set()
    for path in _CONTENT.rglob("*.yaml"):
        with suppress(FileNotFoundError):  # an editor is putting a new one in its place
            state.add((str(path), path.stat().st_mtime_ns))
    return frozenset(state)


async def _end(process: asyncio.subprocess.Process) -> None:
    """Ask it to stop and wait; what does not listen within ten seconds is killed."""
    if process.returncode is not None:
        return
    process.terminate()
    try:
        await asyncio.wait_for(process.wait(), 10)
    except TimeoutError:
        process.kill()
        await process.wait()
