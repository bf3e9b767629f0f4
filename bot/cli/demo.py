"""`wayin demo`: the whole product on this machine, on embedded defaults, with sample data."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import aiohttp

import bot.content
from bot.cli.exits import EX_CONFIG, EX_UNAVAILABLE
from bot.settings import SANDBOX_TOKEN
from db.keyring import new_key

_CONTENT = Path(next(iter(bot.content.__path__)))
_POLL_SECONDS = 0.05
_START_SECONDS = 30.0
_CONTENT_SECONDS = 1.0


def add_parser(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser("demo", help="the whole product here, with sample data")
    parser.add_argument("--data", type=Path, default=Path(".demo"), help="where it keeps its files (default: .demo)")
    parser.add_argument("--sandbox-port", type=int, default=8081, help="default: %(default)s")
    parser.add_argument("--port", type=int, default=8080, help="the web server's port (default: %(default)s)")
    parser.add_argument("--countries", default="uk,se", help="default: %(default)s")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Start everything, print where to click, and stop cleanly on Ctrl-C."""
    return asyncio.run(Demo(args).run())


class Demo:
    """Two processes: the sandbox, which keeps its chats, and the bot, started anew whenever content changes."""

    def __init__(self, args: argparse.Namespace) -> None:
        self._data: Path = args.data
        self._sandbox_port: int = args.sandbox_port
        self._port: int = args.port
        self._countries: str = args.countries
        self._stop = asyncio.Event()

    async def run(self) -> int:
        """Until Ctrl-C, or until one of the two cannot go on."""
        self._data.mkdir(parents=True, exist_ok=True)
        loop = asyncio.get_running_loop()
        for wanted in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(wanted, self._stop.set)
        sandbox = await self._start(
            "bot.sandbox", "--port", str(self._sandbox_port), "--data", self._file("sandbox.db")
        )
        try:
            if not await self._answers(f"http://127.0.0.1:{self._sandbox_port}/sandbox/health", sandbox):
                sys.stderr.write(f"The sandbox did not start. Is port {self._sandbox_port} taken?\n")
                return EX_UNAVAILABLE
            return await self._keep_bot_running()
        finally:
            await _end(sandbox)

    async def _keep_bot_running(self) -> int:
        while not self._stop.is_set():
            process = await self._start("bot", "run", environment=self._environment())
            if not await self._answers(f"http://127.0.0.1:{self._port}/health", process):
                await _end(process)
                if self._stop.is_set():
                    return 0
                sys.stderr.write("The bot did not start; what stopped it is said above.\n")
                if process.returncode != EX_CONFIG:
                    return EX_UNAVAILABLE
                await self._content_changed()
                continue
            self._say_where()
            ended = await self._until_content_changes_or(process)
            await _end(process)
            if ended and not self._stop.is_set():
                return process.returncode or 0
        return 0

    def _say_where(self) -> None:
        sys.stdout.write(
            "\nWay In is running on this machine, with invented sample data.\n\n"
            f"  Chat with it:   http://127.0.0.1:{self._sandbox_port}/\n"
            f"  Is it well?     http://127.0.0.1:{self._port}/health\n\n"
            "Press Ctrl-C to stop. `make clean` forgets everything.\n"
        )
        sys.stdout.flush()

    def _environment(self) -> Mapping[str, str]:
        key_file = self._data / "data-key"
        if not key_file.exists():
            key_file.touch(mode=0o600)
            key_file.write_text(new_key())
        return {
            "WAYIN_DEMO": "true",
            "WAYIN_BOT_TOKEN": SANDBOX_TOKEN,
            "WAYIN_TELEGRAM_API_BASE": f"http://127.0.0.1:{self._sandbox_port}",
            "WAYIN_DATABASE_URL": f"sqlite:///{self._file('way-in.db')}",
            "WAYIN_DATA_KEYS": key_file.read_text().strip(),
            "WAYIN_COUNTRIES": self._countries,
            "WAYIN_LISTEN_PORT": str(self._port),
            "WAYIN_CACHE_DIR": self._file("cache"),
            "WAYIN_LOG_LEVEL": os.environ.get("WAYIN_LOG_LEVEL", "WARNING"),
        }

    def _file(self, name: str) -> str:
        return str((self._data / name).resolve())

    async def _start(
        self, module: str, *arguments: str, environment: Mapping[str, str] | None = None
    ) -> asyncio.subprocess.Process:
        # A process group of its own: Ctrl-C reaches only us, and we stop the bot before the sandbox it talks to.
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            module,
            *arguments,
            env={**os.environ, **(environment or {})},
            start_new_session=True,
            stdout=asyncio.subprocess.DEVNULL,
        )

    async def _answers(self, url: str, process: asyncio.subprocess.Process) -> bool:
        deadline = asyncio.get_running_loop().time() + _START_SECONDS
        async with aiohttp.ClientSession() as session:
            while process.returncode is None and not self._stop.is_set():
                try:
                    async with session.get(url) as answer:
                        if answer.status == 200:
                            return True
                except aiohttp.ClientError:
                    pass  # not listening yet: that is what we wait for
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
        before = _newest()
        while not self._stop.is_set() and _newest() == before:
            try:
                await asyncio.wait_for(self._stop.wait(), _CONTENT_SECONDS)
            except TimeoutError:
                continue


def _newest() -> float:
    return max(path.stat().st_mtime for path in _CONTENT.rglob("*.yaml"))


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
