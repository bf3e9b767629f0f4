"""The webhook: Telegram posts one update a request and is answered 200 only after it is committed."""

from __future__ import annotations

import hmac
import json
import logging

from aiohttp import web

from bot.errors import Outage
from bot.intake.intake import Intake

log = logging.getLogger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
MAX_BODY = 1024 * 1024
_OUTAGE_RETRY_SECONDS = "2"


class Webhook:
    """POST only, with the secret Telegram was given; see TELEGRAM's setWebhook."""

    def __init__(self, intake: Intake, secret: str) -> None:
        self._intake = intake
        self._secret = secret.encode()

    def routes(self, path: str) -> list[web.RouteDef]:
        """Where the web server takes updates."""
        return [web.post(path, self.receive)]

    async def receive(self, request: web.Request) -> web.Response:
        """200 when committed, 401 without the secret, 413 past 1 MiB, 400 for what is no JSON, 503 in an outage."""
        given = request.headers.get(SECRET_HEADER, "").encode()
        if not hmac.compare_digest(given, self._secret):
            return web.Response(status=401)
        try:
            update = json.loads(await _read(request))
        except (ValueError, RecursionError):
            return web.Response(status=400)
        try:
            await self._intake.take(update)
        except Outage:
            log.warning("an update was not acknowledged: nothing can be kept at the moment")
            return web.Response(status=503, headers={"Retry-After": _OUTAGE_RETRY_SECONDS})
        return web.Response(status=200)


async def _read(request: web.Request) -> bytes:
    if (request.content_length or 0) > MAX_BODY:
        raise web.HTTPRequestEntityTooLarge(max_size=MAX_BODY, actual_size=request.content_length or 0)
    body = await request.content.read(MAX_BODY + 1)
    while len(body) <= MAX_BODY and (more := await request.content.read(MAX_BODY + 1)):
        body += more
    if len(body) > MAX_BODY:
        raise web.HTTPRequestEntityTooLarge(max_size=MAX_BODY, actual_size=len(body))
    return body
