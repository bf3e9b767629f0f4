"""The webhook's edge over real HTTP: what is refused, what is kept, and what an outage costs (nothing)."""

from __future__ import annotations

import io
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from sqlalchemy import select

from bot.sandbox.client import SandboxClient
from db.models import InboundUpdate
from tests.auxil.bots import WEBHOOK_SECRET, Stand, stand, until
from tests.auxil.lines import Line, line_to
from tests.e2e.phones import Phone, words_of

HEADER = "X-Telegram-Bot-Api-Secret-Token"
MEBIBYTE = 1024 * 1024
ON_A_WEBHOOK = pytest.mark.parametrize("shape", [("sqlite", "webhook")], ids="-".join, indirect=True)


async def _post(
    running: Stand, body: Any, secret: str | None = WEBHOOK_SECRET, method: str = "POST", **more: Any
) -> int:
    headers = {} if secret is None else {HEADER: secret}
    async with (
        aiohttp.ClientSession() as session,
        session.request(method, f"{running.bot.url}/telegram", data=_as_file(body), headers=headers, **more) as answer,
    ):
        assert "Traceback" not in await answer.text()
        return answer.status


def _as_file(body: Any) -> Any:
    """aiohttp's client asks for large bodies as files."""
    return io.BytesIO(body.encode() if isinstance(body, str) else body) if isinstance(body, (str, bytes)) else body


async def _kept(running: Stand) -> list[InboundUpdate]:
    async with running.database.read() as session:
        return list(await session.scalars(select(InboundUpdate).order_by(InboundUpdate.id)))


def _start(chat_id: int, update_id: int = 1) -> str:
    me = {"id": chat_id, "first_name": "Sam"}
    entities = [{"type": "bot_command", "offset": 0, "length": 6}]
    message = {"message_id": 1, "date": 1, "chat": {**me, "type": "private"}, "text": "/start", "entities": entities}
    return json.dumps({"update_id": update_id, "message": {**message, "from": {**me, "is_bot": False}}})


async def _chunks(size: int) -> AsyncIterator[bytes]:
    """A body that does not say how long it is."""
    for _ in range(size // 65536):
        yield b" " * 65536


@ON_A_WEBHOOK
async def test_what_is_not_from_telegram_is_refused_and_leaves_nothing(running: Stand) -> None:
    sam = await running.sandbox.person("Sam")
    for secret in (None, "", "wrong", WEBHOOK_SECRET[:-1], WEBHOOK_SECRET + "x", "å" * 24):
        assert await _post(running, _start(sam), secret=secret) == 401
    assert await _post(running, "{" * 10, secret="wrong") == 401, "nothing is read before the secret is checked"
    for method in ("GET", "PUT", "DELETE"):
        assert await _post(running, None, method=method) == 405
    assert not await _kept(running)
    assert await _post(running, _start(sam)) == 200
    assert len(await _kept(running)) == 1


@ON_A_WEBHOOK
async def test_a_body_that_is_no_json_or_too_large_is_refused(running: Stand) -> None:
    for body in ("", "{", "nonsense", b"\xff\xfe", b"\x00", "[" * 200_000):
        assert await _post(running, body) == 400, body[:20]
    assert await _post(running, b" " * (MEBIBYTE + 1)) == 413
    assert await _post(running, _chunks(2 * MEBIBYTE)) == 413
    padded = _start(await running.sandbox.person("Sam")).encode().ljust(MEBIBYTE)
    assert await _post(running, padded) == 200, "a mebibyte itself is fine"
    assert len(await _kept(running)) == 1


@ON_A_WEBHOOK
async def test_json_that_is_no_update_is_acknowledged_and_kept_if_it_has_an_id(running: Stand) -> None:
    for body in ("null", "[]", "5", '"x"', "{}", '{"message": {}}', '{"update_id": "1"}', '{"update_id": 1e400}'):
        assert await _post(running, body) == 200
    assert not await _kept(running)
    strange = {
        "update_id": 7,
        "message": {"message_id": "x", "chat": {"id": 5, "type": "private"}, "text": "\x00\ud83d"},
    }
    assert await _post(running, json.dumps(strange)) == 200
    (kept,) = await _kept(running)
    assert (kept.state, kept.update_id) == ("unreadable", 7)
    assert json.loads(kept.body or b"")["message"]["message_id"] == "x"
    assert await _post(running, json.dumps(strange)) == 200, "the same again is a repeat"
    assert len(await _kept(running)) == 1


@pytest.fixture
async def line(postgres_url: str) -> AsyncIterator[Line]:
    async with line_to(postgres_url) as opened:
        yield opened


@pytest.mark.parametrize("transport", ["webhook", "polling"])
async def test_an_outage_of_the_database_acknowledges_nothing_and_loses_nothing(
    sandbox: SandboxClient, postgres_url: str, line: Line, data_key: str, tmp_path: Path, transport: str
) -> None:
    through = {"WAYIN_DATABASE_URL": line.url}
    async with stand(sandbox, postgres_url, data_key, tmp_path, transport=transport, **through) as running:
        await running.start()
        phones = [await Phone.of_somebody_new(sandbox) for _ in range(5)]
        for phone in phones:
            await phone.act("/start o-ward_helper")
        await running.settled()
        await line.cut()
        for phone in phones:
            await phone.act("/menu")
            await phone.act("/help")
        if transport == "webhook":
            assert await _post(running, _start(phones[0].chat_id, 99)) == 503
        assert len(await sandbox.pending()) == 10, "nothing is acknowledged"
        assert running.bot.is_alive
        await line.connect()
        await sandbox.all_confirmed(60)
        await running.settled()
        for phone in phones:
            said = [words_of(message)[:9] for message in (await phone.history()).from_bot()]
            assert len(said) == 3, said
            assert said[1:] == ["What do y", "I can sho"], "in order, each once"


async def test_a_bot_that_starts_during_an_outage_of_telegram_says_so(stopped: Stand) -> None:
    await stopped.sandbox.fault("error", method="getMe", status=502, description="Bad Gateway", count=0)
    stopped.bot.start()
    assert await stopped.bot.ended() == 69
    await until(lambda: "cannot be reached" in stopped.bot.said(), stopped.bot.tail())
    assert "Traceback" not in stopped.bot.said()
