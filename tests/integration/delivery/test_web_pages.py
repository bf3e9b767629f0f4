"""Asking other people's servers: an end to size, no redirects, and nothing inside our own net."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.delivery.web_pages import WebPages
from bot.services.feeds.fetching import Unfetched

BODY = b"x" * 1000


@pytest.fixture
async def address() -> AsyncIterator[str]:
    """A server of somebody else."""

    async def feed(request: web.Request) -> web.Response:
        if request.headers.get("If-None-Match") == '"1"':
            return web.Response(status=304)
        return web.Response(body=BODY, headers={"ETag": '"1"', "Last-Modified": "then"})

    async def moved(_request: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Location": "/feed"})

    application = web.Application()
    application.add_routes([web.get("/feed", feed), web.get("/moved", moved)])
    async with TestServer(application) as server:
        yield str(server.make_url("/")).rstrip("/")


async def test_fetch_when_it_is_there_then_body_and_marks_come(address: str) -> None:
    found = await WebPages(inside=True).fetch(f"{address}/feed", {}, 1000)
    assert (found.status, found.body, found.etag, found.last_modified) == (200, BODY, '"1"', "then")


async def test_fetch_when_it_did_not_change_then_nothing_comes(address: str) -> None:
    found = await WebPages(inside=True).fetch(f"{address}/feed", {"If-None-Match": '"1"'}, 1000)
    assert (found.status, found.body) == (304, b"")


async def test_fetch_when_it_is_too_large_then_it_is_left(address: str) -> None:
    with pytest.raises(Unfetched, match="too_large"):
        await WebPages(inside=True).fetch(f"{address}/feed", {}, 999)


async def test_fetch_when_it_moved_then_it_is_not_followed(address: str) -> None:
    assert (await WebPages(inside=True).fetch(f"{address}/moved", {}, 1000)).status == 302
    assert await WebPages(inside=True).status(f"{address}/moved") == 302


async def test_status_when_nobody_is_there_then_there_is_none(address: str) -> None:
    assert await WebPages(inside=True).status(f"{address}/feed") == 200
    assert await WebPages(inside=True).status("http://127.0.0.1:9/feed") is None


@pytest.mark.parametrize(
    "path", ["http://127.0.0.1:9/", "http://[::1]/", "file:///etc/passwd", "https://user:word@example.org/", "nothing"]
)
async def test_fetch_when_the_address_is_inside_or_odd_then_it_is_not_asked(path: str) -> None:
    with pytest.raises(Unfetched, match="not_allowed"):
        await WebPages().fetch(path, {}, 1000)


async def test_fetch_when_a_name_leads_inside_then_it_leads_nowhere(address: str) -> None:
    port = address.rpartition(":")[2]
    with pytest.raises(Unfetched, match="not_there"):
        await WebPages().fetch(f"http://localhost:{port}/feed", {}, 1000)
    assert await WebPages().status(f"http://localhost:{port}/feed") is None
