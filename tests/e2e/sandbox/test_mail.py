"""The sandbox's mailbox: what is caught, shown and forgotten."""

from __future__ import annotations

from pathlib import Path

import aiohttp
import aiosmtplib

from bot.sandbox.client import SandboxClient
from bot.sandbox.running import free_port, in_process
from bot.sandbox.settings import Settings


async def _send(sandbox: SandboxClient, subject: str, body: str) -> None:
    assert sandbox.smtp_url is not None
    port = int(sandbox.smtp_url.rpartition(":")[2])
    text = f"From: a@example.org\r\nTo: b@example.org\r\nSubject: {subject}\r\n\r\n{body}\r\n"
    await aiosmtplib.send(
        text.encode(), sender="a@example.org", recipients=["b@example.org"], hostname="127.0.0.1", port=port
    )


async def test_page_when_an_email_was_caught_then_shows_it_with_its_link_and_runs_nothing_in_it(
    sandbox: SandboxClient,
) -> None:
    await _send(sandbox, "<b>Hi</b>", "Open http://127.0.0.1:1/x?a=1&b=2 <script>alert(1)</script>")
    async with aiohttp.ClientSession() as session, session.get(f"{sandbox.url}/sandbox/mail") as answer:
        page = await answer.text()
        assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert '<a href="http://127.0.0.1:1/x?a=1&amp;b=2">' in page
    assert "&lt;b&gt;Hi&lt;/b&gt;" in page
    assert "<script" not in page


async def test_page_when_nothing_was_caught_then_says_so(sandbox: SandboxClient) -> None:
    async with aiohttp.ClientSession() as session, session.get(f"{sandbox.url}/sandbox/mail") as answer:
        assert "No e-mail yet." in await answer.text()


async def test_mails_when_forgotten_then_are_gone(sandbox: SandboxClient) -> None:
    await _send(sandbox, "Hi", "there")
    assert [mail.subject for mail in await sandbox.mails("b@example.org", count=1)] == ["Hi"]
    assert await sandbox.mails("c@example.org") == []
    await sandbox.forget_mails()
    assert await sandbox.mails() == []


async def test_mails_when_the_sandbox_starts_again_then_are_still_there(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "sandbox.db", smtp_port=free_port())
    async with in_process(settings) as sandbox:
        await _send(sandbox, "Kept", "x")
    async with in_process(settings) as sandbox:
        assert [mail.subject for mail in await sandbox.mails()] == ["Kept"]
        await _send(sandbox, "Next", "x")
        assert [mail.id for mail in await sandbox.mails()] == [1, 2]
