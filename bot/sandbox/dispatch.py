"""The HTTP edge of the Bot API: token, method, parameters, faults; then the answer."""

import asyncio
import json
import re
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, web

from bot.sandbox.calls import Call, Upload
from bot.sandbox.errors import ApiError, too_many_requests
from bot.sandbox.faults import Fault
from bot.sandbox.methods.table import AT_ONCE, NAMES, WAITING
from bot.sandbox.polling import RawJson
from bot.sandbox.world import World
from bot.sandbox.worlds import Worlds

TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{3,}")
SILENCE_SECONDS = 3600.0
JSON = "application/json"


class BotApi:
    """Answers `/bot<token>/<method>` and `/file/bot<token>/<path>`."""

    def __init__(self, worlds: Worlds) -> None:
        self._worlds = worlds
        self.closing = asyncio.Event()

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """One call over HTTP, with whatever fault is ordered for it."""
        token, _, method = request.path[len("/bot") :].partition("/")
        try:
            world = self._world(token)
            name = NAMES.get(method.lower())
            if name is None:
                raise ApiError(404, "Not Found: method not found")
            call = Call(world, name.lower(), *await read_parameters(request))
        except ApiError as error:
            return _refusal(error)
        world.counters.calls[name] += 1
        world.count()
        fault = world.faults.for_call(call.method, call.values.get("chat_id")) if world.faults.active else None
        if fault is None:
            return await self.carry_out(call)
        return await self._with_fault(request, call, fault)

    async def carry_out(self, call: Call) -> web.Response:
        """The call itself, counted, as an HTTP answer."""
        try:
            now = AT_ONCE.get(call.method)
            result = now(call) if now else await WAITING[call.method](call)
        except ApiError as error:
            call.world.counters.errors[error.description] += 1
            return _refusal(error)
        encoded = result if isinstance(result, RawJson) else json.dumps(result)
        return web.Response(body=f'{{"ok":true,"result":{encoded}}}'.encode(), content_type=JSON)

    async def execute(self, world: World, method: str, values: dict[str, Any]) -> None:
        """A call that came in the answer of a webhook; its result goes nowhere."""
        name = NAMES.get(method.lower())
        if name is not None:
            world.counters.calls[name] += 1
            await self.carry_out(Call(world, name.lower(), values))

    async def download(self, request: web.Request) -> web.StreamResponse:
        """The bytes of a file."""
        token, _, path = request.path[len("/file/bot") :].partition("/")
        try:
            world = self._world(token)
        except ApiError as error:
            return _refusal(error)
        stored = world.files.find_path(path)
        if stored is None:
            return _refusal(ApiError(404, "Not Found"))
        return web.Response(body=world.files.content(stored), content_type="application/octet-stream")

    def _world(self, token: str) -> World:
        if not TOKEN.fullmatch(token):
            raise ApiError(404, "Not Found")
        world = self._worlds.by_token.get(token)
        if world is None or world.profile.logged_out_until > world.clock.now():
            raise ApiError(401, "Unauthorized")
        return world

    async def _with_fault(self, request: web.Request, call: Call, fault: Fault) -> web.StreamResponse:
        answer = await self.carry_out(call) if fault.after_effect else None
        if fault.kind == "slow":
            await self._sleep(fault.milliseconds / 1000)
            return answer or await self.carry_out(call)
        if fault.kind == "too_many_requests":
            call.world.counters.too_many += 1
            return _refusal(too_many_requests(fault.retry_after))
        if fault.kind == "error":
            return _refusal(ApiError(fault.status, fault.description))
        if fault.kind == "silence":
            await self._sleep(SILENCE_SECONDS)
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=500)

    async def _sleep(self, seconds: float) -> None:
        """Sleep that ends when the sandbox does."""
        try:
            await asyncio.wait_for(self.closing.wait(), seconds)
        except TimeoutError:
            return


async def read_parameters(request: web.Request) -> tuple[dict[str, Any], dict[str, Upload]]:
    """Parameters from the query and the body, in any of the three shapes that Telegram takes."""
    values: dict[str, Any] = dict(request.query) if request.query_string else {}
    if request.method != "POST":
        return values, {}
    kind = request.headers.get("Content-Type", "")
    if kind.startswith("multipart/"):
        return await _read_parts(request, values)
    body = await request.read()
    if kind.startswith(JSON):
        try:
            posted = json.loads(body or b"{}")
        except ValueError:
            raise ApiError(400, "Bad Request: can't parse JSON object") from None
        if not isinstance(posted, dict):
            raise ApiError(400, "Bad Request: expected an Object")
        values.update(posted)
    else:
        values.update(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    return values, {}


async def _read_parts(request: web.Request, values: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Upload]]:
    uploads: dict[str, Upload] = {}
    reader = await request.multipart()
    while (part := await reader.next()) is not None:
        if not isinstance(part, BodyPartReader) or part.name is None:
            continue
        content = bytes(await part.read())
        if part.filename is None:
            values[part.name] = content.decode("utf-8", "replace")
        else:
            uploads[part.name] = Upload(part.filename, content, part.headers.get("Content-Type"))
    return values, uploads


def _refusal(error: ApiError) -> web.Response:
    return web.Response(
        status=error.code,
        body=json.dumps(error.body()).encode(),
        content_type=JSON,
        headers={"Retry-After": str(error.parameters["retry_after"])}
        if error.parameters and "retry_after" in error.parameters
        else None,
    )
