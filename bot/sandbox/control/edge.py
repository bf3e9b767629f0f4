"""What every control endpoint shares: which bot is meant, reading JSON, answering errors."""

import json
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from bot.sandbox.errors import ActError
from bot.sandbox.world import World
from bot.sandbox.worlds import Worlds

WORLDS = web.AppKey("worlds", Worlds)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
LOOPBACK = ("127.0.0.1", "localhost", "::1")
_LONGEST_WAIT = 120.0


@web.middleware
async def control_edge(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Only this machine's own pages may steer the sandbox; mistakes get a sentence."""
    if request.path.startswith(("/bot", "/file/")):
        return await handler(request)
    if not _is_local(request):
        return answer({"error": "only pages of this sandbox may use it"}, 403)
    try:
        return await handler(request)
    except ActError as error:
        return answer({"error": str(error)}, 400)
    except (KeyError, TypeError, ValueError) as error:
        return answer({"error": f"wrong or missing value: {error}"}, 400)


def answer(body: Any, status: int = 200) -> web.Response:
    """JSON that carries any text, lone surrogates too."""
    return web.Response(body=json.dumps(body).encode(), status=status, content_type="application/json")


def world_of(request: web.Request) -> World:
    """The bot named by `?bot=`, or the first one."""
    world = request.app[WORLDS].find(request.query.get("bot"))
    if world is None:
        raise ActError("there is no such bot")
    return world


async def body_of(request: web.Request) -> dict[str, Any]:
    """The posted JSON object; empty when nothing was posted."""
    raw = await request.read()
    body = json.loads(raw) if raw else {}
    if not isinstance(body, dict):
        raise ActError("post a JSON object")
    return body


def number_in(request: web.Request, name: str) -> int:
    """A number in the path."""
    return int(request.match_info[name])


def timeout_of(request: web.Request) -> float:
    """How long to wait at most, from `?timeout=`."""
    return min(_LONGEST_WAIT, max(0.0, float(request.query.get("timeout", "0"))))


def _is_local(request: web.Request) -> bool:
    if urlsplit(f"//{request.host}").hostname not in LOOPBACK:
        return False
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.host
