"""`wayin demo`: up on free ports, answering, started anew when content changes, and gone after Ctrl-C."""

from __future__ import annotations

import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from bot.sandbox.client import SandboxClient
from bot.sandbox.running import free_port
from tests.auxil.bots import ROOT, clean_environment, until
from tests.e2e.phones import Phone, words_of

# How soon the first answer comes is measured by `python -m benchmarks.start`.
PATIENCE = 120
MENU_EN = "bot/content/locales/en/menu.yaml"


class Demo:
    """A copy of the project with its demo running, so that its content can be changed."""

    def __init__(self, directory: Path) -> None:
        self.root = directory / "project"
        for package in ("bot", "db"):
            shutil.copytree(ROOT / package, self.root / package)
        if (ROOT / ".cache").exists():  # as after `make demo`, which learns what people say before it starts
            shutil.copytree(ROOT / ".cache", self.root / ".cache")
        self.port, self.sandbox_port, self.smtp_port = free_port(), free_port(), free_port()
        self.log = directory / "demo.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, as a terminal would."""
        command = [sys.executable, "-m", "bot", "demo", "--data", str(self.root / ".demo")]
        ports = ["--port", str(self.port), "--sandbox-port", str(self.sandbox_port)]
        ports += ["--smtp-port", str(self.smtp_port)]
        with self.log.open("ab") as log_file:
            self.process = subprocess.Popen(
                [*command, *ports], stdout=log_file, stderr=log_file, cwd=self.root, env=clean_environment()
            )

    @property
    def sandbox_url(self) -> str:
        """Where the phones are."""
        return f"http://127.0.0.1:{self.sandbox_port}"

    def said(self) -> str:
        """Everything it has printed."""
        return self.log.read_text()

    def write_menu(self, text: str) -> None:
        """Change what the menu says."""
        path = self.root / MENU_EN
        lines = [f"menu: {text}" if line.startswith("menu: ") else line for line in path.read_text().splitlines()]
        path.write_text("\n".join(lines) + "\n")

    def kill(self) -> None:
        """`kill -9` of the demo alone, which can then stop nothing itself."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    async def stop(self, seconds: float = 15) -> int:
        """Ctrl-C; the exit code."""
        process = self.process
        assert process is not None
        process.send_signal(signal.SIGINT)
        await until(lambda: process.poll() is not None, f"the demo does not stop\n{self.said()}", seconds)
        return process.wait()


@pytest.fixture
async def demo(tmp_path: Path) -> AsyncIterator[Demo]:
    opened = Demo(tmp_path)
    yield opened
    if opened.process is not None and opened.process.poll() is None:
        opened.process.send_signal(signal.SIGTERM)
        opened.process.wait(30)


async def _answers(url: str) -> bool:
    async with aiohttp.ClientSession() as session:
        try:
            async with session.get(url) as answer:
                return answer.status == 200
        except aiohttp.ClientError:
            return False


async def _signs_in(link: str) -> bool:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session, session.get(link) as answer:
        return answer.status == 200 and "/console/sign-out" in await answer.text()


async def test_the_demo_answers_follows_its_content_and_stops_with_everything(demo: Demo) -> None:
    demo.start()
    async with SandboxClient(demo.sandbox_url) as sandbox:
        await sandbox.healthy(PATIENCE)
        phone = await Phone.of_somebody_new(sandbox)
        start = await sandbox.start(phone.chat_id)
        await sandbox.reply(phone.chat_id, start, PATIENCE)
        await until(lambda: "Chat with it" in demo.said(), "it does not say where to click")
        assert f"{demo.sandbox_url}/" in demo.said()
        links = re.findall(r"http://127\.0\.0\.1:\d+/console/demo/\w+", demo.said())
        assert len(links) == 10
        assert [await _signs_in(link) for link in (links[0], links[0])] == [True, False], "each works once"
        await phone.act("[English]")

        demo.write_menu('"Changed while it runs"')
        await until(lambda: _menu_says(phone, "Changed while it runs"), demo.said(), PATIENCE, every=0.5)

        demo.write_menu('"{nobody_gives_this}" and: broken')
        await until(lambda: "menu.yaml:1" in demo.said(), f"the fault is not named\n{demo.said()}", PATIENCE)
        demo.write_menu('"Mended"')
        await until(lambda: _menu_says(phone, "Mended"), demo.said(), PATIENCE, every=0.5)

    assert await demo.stop() == 0
    for port in (demo.port, demo.sandbox_port):
        assert not await _answers(f"http://127.0.0.1:{port}/health"), "nothing is left running"
    assert "Traceback" not in demo.said(), demo.said()


async def _menu_says(phone: Phone, words: str) -> bool:
    """Ask for the menu once more, unless the last question is not answered yet."""
    history = await phone.history()
    if history.visible[-1]["from"]["is_bot"]:
        await phone.act("/menu")
    return any(words_of(message) == words for message in history.from_bot())


async def test_a_demo_keeps_its_chats_when_it_is_started_again(demo: Demo) -> None:
    demo.start()
    async with SandboxClient(demo.sandbox_url) as sandbox:
        await sandbox.healthy(PATIENCE)
        phone = await Phone.of_somebody_new(sandbox)
        await sandbox.reply(phone.chat_id, await sandbox.start(phone.chat_id), PATIENCE)
    assert await demo.stop() == 0
    demo.start()
    async with SandboxClient(demo.sandbox_url) as sandbox:
        await sandbox.healthy(PATIENCE)
        await Phone(sandbox, phone.chat_id).act("[English]")
        await sandbox.until(phone.chat_id, lambda now: len(now.from_bot()) == 2, PATIENCE)
    assert await demo.stop() == 0


async def test_a_demo_that_is_killed_leaves_its_ports_free_for_the_next(demo: Demo) -> None:
    demo.start()
    for port, path in ((demo.sandbox_port, "/sandbox/health"), (demo.port, "/health")):
        url = f"http://127.0.0.1:{port}{path}"
        await until(lambda url=url: _answers(url), demo.said(), PATIENCE)
    demo.kill()
    ports = (demo.port, demo.sandbox_port, demo.smtp_port)
    await until(lambda: not any(map(_is_taken, ports)), f"what it started is still there\n{demo.said()}", 30)
    assert "Traceback" not in demo.said(), demo.said()


def _is_taken(port: int) -> bool:
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0


async def test_a_demo_whose_port_is_taken_says_which(demo: Demo) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        demo.sandbox_port = taken.getsockname()[1]
        demo.start()
        process = demo.process
        assert process is not None
        await until(lambda: process.poll() is not None, "it goes on", PATIENCE)
    assert process.wait() == 69
    assert f"Port {demo.sandbox_port} is taken" in demo.said()
    assert "Traceback" not in demo.said()
