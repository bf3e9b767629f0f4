"""Starts a sandbox for tests and benchmarks: inside this process, or as one of its own."""

import asyncio
import contextlib
import os
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from aiohttp import web

from bot.sandbox.client import SandboxClient
from bot.sandbox.control.mails import MAILBOX
from bot.sandbox.server import create_app
from bot.sandbox.settings import DEMO_TOKEN, Limits, Settings


def free_port() -> int:
    """A port on loopback that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.asynccontextmanager
async def in_process(settings: Settings | None = None, port: int = 0) -> AsyncIterator[SandboxClient]:
    """A sandbox in this event loop on a free port, by default without limits and in memory."""
    settings = settings or Settings(limits=Limits.off(), webhook_retry_scale=0.01, smtp_port=0)
    app = create_app(settings)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    await site.start()
    host, found = runner.addresses[0][:2]
    try:
        async with SandboxClient(f"http://{host}:{found}", settings.tokens[0]) as client:
            client.smtp_url = f"smtp://127.0.0.1:{app[MAILBOX].port}" if app[MAILBOX].port else None
            yield client
    finally:
        await runner.cleanup()


class SandboxProcess:
    """A sandbox as a process of its own, to be killed and started again on the same port and file."""

    def __init__(self, data: Path | None = None, options: Sequence[str] = (), port: int | None = None) -> None:
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._command = [sys.executable, "-m", "bot.sandbox", "--port", str(self.port), *options]
        if data is not None:
            self._command += ["--data", str(data)]
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The process id, for measuring its CPU time."""
        if self._process is None:
            raise RuntimeError("the sandbox is not running")
        return self._process.pid

    def start(self) -> None:
        """Start it; SandboxClient.healthy waits until it answers."""
        self._process = subprocess.Popen(  # noqa: S603 - our own module with our own options
            self._command, stdout=subprocess.DEVNULL, env=os.environ.copy()
        )

    def stop(self, kill: bool = False) -> None:
        """End it, politely unless told to kill."""
        if self._process is not None:
            (self._process.kill if kill else self._process.terminate)()
            self._process.wait(10)
            self._process = None


@contextlib.asynccontextmanager
async def as_process(
    data: Path | None = None, options: Sequence[str] = ("--no-limits",), token: str = DEMO_TOKEN
) -> AsyncIterator[tuple[SandboxClient, SandboxProcess]]:
    """A sandbox process that answers already, and its client."""
    process = SandboxProcess(data, [*options, "--token", token])
    process.start()
    try:
        async with SandboxClient(process.url, token) as client:
            await client.healthy()
            yield client, process
    finally:
        await asyncio.to_thread(process.stop)
