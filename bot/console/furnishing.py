"""Around every request: find out who visits and in which language, and answer errors with a page like the others."""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable
from zoneinfo import ZoneInfo

from aiohttp import hdrs, web

from bot.console.console import Console
from bot.console.cookies import Cookies
from bot.console.frame import Frame
from bot.console.security import Forged, csrf_token
from bot.console.visit import VISIT, Visit
from bot.errors import BadInput, NotFound
from bot.messages.texts import LocaleTexts
from bot.services.staff.sign_in import SignedIn
from bot.services.tokens import new_token

log = logging.getLogger(__name__)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
_DONE = re.compile(r"^console[a-z_]*(?:\.[a-z_]+)*\.done\.[a-z_]+$")
_KNOWN = frozenset({400, 403, 404, 405, 413, 429})
_UTC = ZoneInfo("UTC")


class Furnishing:
    """The console's one middleware."""

    def __init__(self, console: Console, frame: Frame) -> None:
        self._console = console
        self._frame = frame
        self._cookies = Cookies(is_https=console.is_https)

    @web.middleware
    async def around(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """The middleware itself."""
        if request.path.startswith("/console/static/"):
            request[VISIT] = self._stranger(request, {})
            return await handler(request)
        visit = request[VISIT] = await self._visit(request)
        response = await self._answer(visit, handler)
        if not response.prepared:
            self._cookies.write(response, visit.cookies)
        return response

    async def _answer(self, visit: Visit, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(visit.request)
        except Forged:
            return self._sorry(visit, 403, "forged")
        except web.HTTPException as error:
            if error.status < 400:
                raise
            return self._sorry(visit, error.status, str(error.status) if error.status in _KNOWN else "400")
        except NotFound:
            return self._sorry(visit, 404, "404")
        except BadInput:
            return self._sorry(visit, 400, "400")
        except Exception:
            resource = visit.request.match_info.route.resource
            log.exception("the console could not answer %s", resource.canonical if resource else "an unknown address")
            return self._sorry(visit, 500, "500")

    def _sorry(self, visit: Visit, status: int, kind: str) -> web.Response:
        return self._frame.page(visit, "error.html", status=status, kind=kind)

    async def _visit(self, request: web.Request) -> Visit:
        given = self._cookies.read(request)
        token = given.get("session")
        signed_in = await self._console.sign_in.session(token) if token else None
        if token is None or signed_in is None:
            visit = self._stranger(request, given)
            if token is not None:
                visit.cookies["session"] = None
            return visit
        return Visit(
            request,
            self._texts_of(signed_in),
            self._console.door.now,
            self._zone_of(signed_in),
            csrf_token(token),
            token=token,
            signed_in=signed_in,
            flash=_flash(given, self._texts_of(signed_in)),
        )

    def _stranger(self, request: web.Request, given: dict[str, str]) -> Visit:
        """Somebody who has not signed in; they get a secret of their own, so that their forms can be told."""
        secret = given.get("visitor") or new_token()
        t = self._language(request, given)
        visit = Visit(request, t, self._console.door.now, _UTC, csrf_token(secret), flash=_flash(given, t))
        if "visitor" not in given:
            visit.cookies["visitor"] = secret
        if request.query.get("language") == t.code:
            visit.cookies["language"] = t.code
        return visit

    def _language(self, request: web.Request, given: dict[str, str]) -> LocaleTexts:
        languages = self._console.services.languages
        for code in (request.query.get("language"), given.get("language")):
            if code and languages.is_offered(code):
                return languages.named(code)
        return languages.named(languages.likeliest((request.headers.get(hdrs.ACCEPT_LANGUAGE) or "")[:2]))

    def _texts_of(self, signed_in: SignedIn) -> LocaleTexts:
        languages = self._console.services.languages
        code = signed_in.locale if languages.is_offered(signed_in.locale) else languages.likeliest(None)
        return languages.named(code)

    def _zone_of(self, signed_in: SignedIn) -> ZoneInfo:
        try:
            return self._console.services.organisations.zone_of(signed_in.viewer.organisation)
        except NotFound:
            return _UTC


def _flash(given: dict[str, str], t: LocaleTexts) -> str | None:
    """A text of ours that takes no values; anything else that stands in the cookie is not shown."""
    key = given.get("flash", "")
    return key if _DONE.match(key) and t.has(key) else None
