"""HTTP to a Bot API that misbehaves on demand."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, NetworkError, TimedOut

from bot.delivery.request import AiohttpRequest, FloodWait, NotConnected, Upload

TOKEN = "1:very-secret-token"
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Far:
    """The far side: answers what it is told to and remembers what it was asked."""

    def __init__(self) -> None:
        self.status = 200
        self.body: Any = {"ok": True, "result": {"message_id": 1}}
        self.asked: list[dict[str, Any]] = []
        self.peers: set[Any] = set()
        self.misbehave: Handler | None = None

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.peers.add(request.transport.get_extra_info("peername") if request.transport else None)
        if request.content_type == "application/json":
            self.asked.append(await request.json())
        else:
            form = await request.post()
            self.asked.append({k: v.file.read() if isinstance(v, web.FileField) else v for k, v in form.items()})
        if self.misbehave:
            return await self.misbehave(request)
        body = self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()
        return web.Response(status=self.status, body=body, content_type="application/json")


@pytest.fixture
async def far() -> AsyncIterator[tuple[Far, str]]:
    side = Far()
    app = web.Application()
    app.router.add_post("/{path:.*}", side.answer)
    async with TestServer(app) as server:
        yield side, f"http://127.0.0.1:{server.port}/bot{TOKEN}/sendMessage"


@pytest.fixture
async def request_() -> AsyncIterator[AiohttpRequest]:
    async with AiohttpRequest(read_timeout=5, connect_timeout=2) as request:
        yield request


async def test_call_when_it_succeeds_then_the_result_comes_back(far: tuple[Far, str], request_: AiohttpRequest) -> None:
    side, url = far
    assert await request_.call(url, {"chat_id": 5, "text": "hej\ud800 å"}) == {"message_id": 1}
    assert side.asked == [{"chat_id": 5, "text": "hej\ud800 å"}]


async def test_call_when_repeated_then_the_connection_is_kept(far: tuple[Far, str], request_: AiohttpRequest) -> None:
    side, url = far
    for _ in range(5):
        await request_.call(url, {})
    assert len(side.peers) == 1


async def test_call_when_a_file_goes_along_then_it_is_a_form(far: tuple[Far, str], request_: AiohttpRequest) -> None:
    side, url = far
    values = {"chat_id": 5, "caption": "hi", "reply_markup": {"inline_keyboard": []}}
    await request_.call(url, values, {"document": Upload("a.pdf", "application/pdf", b"%PDF")})
    expected = {"chat_id": "5", "caption": "hi", "reply_markup": '{"inline_keyboard": []}', "document": b"%PDF"}
    assert side.asked == [expected]


@pytest.mark.parametrize(
    ("status", "parameters", "error"),
    [
        (400, None, BadRequest),
        (400, {"migrate_to_chat_id": -100}, ChatMigrated),
        (401, None, InvalidToken),
        (403, None, Forbidden),
        (404, None, InvalidToken),
        (409, None, Conflict),
        (413, None, BadRequest),
        (429, {"retry_after": 4}, FloodWait),
        (429, None, FloodWait),
        (500, None, NetworkError),
        (502, None, NetworkError),
    ],
)
async def test_call_when_refused_then_the_error_says_how(
    far: tuple[Far, str], request_: AiohttpRequest, status: int, parameters: dict[str, int] | None, error: type
) -> None:
    side, url = far
    side.status = status
    side.body = {
        "ok": False,
        "error_code": status,
        "description": "No",
        **({"parameters": parameters} if parameters else {}),
    }
    with pytest.raises(error) as raised:
        await request_.call(url, {})
    assert type(raised.value) is error


@pytest.mark.parametrize(("status", "body"), [(200, b"<html>"), (502, b"<html>"), (200, b"[]"), (200, b"")])
async def test_call_when_the_answer_is_not_telegrams_then_it_counts_as_lost(
    far: tuple[Far, str], request_: AiohttpRequest, status: int, body: bytes
) -> None:
    side, url = far
    side.status, side.body = status, body
    with pytest.raises(NetworkError) as raised:
        await request_.call(url, {})
    assert type(raised.value) is NetworkError


async def drop(request: web.Request) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def never(_request: web.Request) -> web.StreamResponse:
    await asyncio.sleep(3600)
    return web.Response()


async def test_call_when_the_line_drops_then_the_answer_is_lost_and_not_the_request(
    far: tuple[Far, str], request_: AiohttpRequest
) -> None:
    side, url = far
    side.misbehave = drop
    with pytest.raises(NetworkError) as raised:
        await request_.call(url, {})
    assert type(raised.value) is NetworkError
    assert_no_token(raised.value)


async def test_call_when_nobody_answers_in_time_then_it_timed_out(far: tuple[Far, str]) -> None:
    side, url = far
    side.misbehave = never
    async with AiohttpRequest(read_timeout=0.05) as request:
        with pytest.raises(TimedOut) as raised:
            await request.call(url, {})
    assert_no_token(raised.value)


async def test_call_when_nobody_listens_then_no_connection_was_made(request_: AiohttpRequest) -> None:
    with pytest.raises(NotConnected) as raised:
        await request_.call(f"http://127.0.0.1:9/bot{TOKEN}/sendMessage", {})
    assert_no_token(raised.value)


async def test_call_when_the_pool_is_full_then_no_connection_was_made(far: tuple[Far, str]) -> None:
    side, url = far
    side.misbehave = never
    async with AiohttpRequest(connections=1, connect_timeout=0.05) as request:
        first = asyncio.ensure_future(request.call(url, {}))
        await asyncio.sleep(0)
        with pytest.raises(NotConnected):
            await request.call(url, {})
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)


async def test_bot_when_the_library_uses_it_then_objects_come_back(
    far: tuple[Far, str], request_: AiohttpRequest
) -> None:
    side, url = far
    side.body = {"ok": True, "result": True}
    bot = Bot(TOKEN, base_url=url[: url.index("/bot") + 4], request=request_, get_updates_request=request_)
    assert await bot.set_my_description("Hello", language_code="sv") is True
    await bot.set_webhook("https://example.org", certificate=b"PEM")
    assert side.asked[0] == {"description": "Hello", "language_code": "sv"}
    assert side.asked[1]["url"] == "https://example.org"
    assert b"PEM" in side.asked[1].values()


async def test_call_when_not_initialised_then_it_says_so() -> None:
    with pytest.raises(RuntimeError, match="not initialised"):
        await AiohttpRequest().call("http://127.0.0.1:9/", {})


def assert_no_token(error: BaseException | None) -> None:
    while error is not None:
        assert TOKEN not in f"{error!r} {error}"
        assert error.__cause__ is None
        assert error.__suppress_context__
        error = error.__cause__
