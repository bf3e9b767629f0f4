"""What stands between the network and every view: access by the table, and requests that are really meant."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Awaitable, Callable
from types import MappingProxyType
from urllib.parse import quote, urlsplit

from aiohttp import hdrs, web

from bot.console.access import Entrance, Row
from bot.console.console import Console
from bot.console.visit import VISIT, Visit
from bot.domain.access import may
from bot.services.staff.sign_in import Stage

View = Callable[[Visit], Awaitable[web.StreamResponse]]

HEADERS = MappingProxyType(
    {
        "Content-Security-Policy": (
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
            "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
        ),
        "Cache-Control": "no-store",
        # Not `no-referrer`: with it browsers send forms with the origin "null", which is refused here.
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Robots-Tag": "noindex, nofollow",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    }
)
CSRF_FIELD, CSRF_HEADER = "csrf", "X-CSRF-Token"
SIGN_IN = "/console/sign-in"
_STAGES = MappingProxyType(
    {
        Entrance.AT_CODE: frozenset({Stage.CODE}),
        Entrance.AT_SECOND_FACTOR: frozenset({Stage.ENROL, Stage.FULL}),
        Entrance.ANY_STAGE: frozenset(Stage),
    }
)
_PLACES = MappingProxyType(
    {Stage.CODE: "/console/sign-in/code", Stage.ENROL: "/console/me/second-factor", Stage.FULL: "/console"}
)


class Forged(web.HTTPForbidden):
    """A form that was not sent from a page of ours, or from one that has become too old."""


async def add_headers(_request: web.Request, response: web.StreamResponse) -> None:
    """On every answer, streams too; what a view set itself stays."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)


def csrf_token(secret: str) -> str:
    """What a form must carry: bound to the session (or, before signing in, to the visitor), and not reversible."""
    return hashlib.sha256(f"csrf:{secret}".encode()).hexdigest()


def guarded(console: Console, row: Row, view: View) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """A view behind its row of the table: stage, right, forged requests, then what the path names."""

    async def answer(request: web.Request) -> web.StreamResponse:
        visit = request[VISIT]
        elsewhere = _send_on(visit, row)
        if elsewhere is not None:
            return elsewhere
        visit.request = request.clone(client_max_size=row.takes)
        if row.method == "POST":
            await _check_meant(visit, console)
        if row.of is not None:
            await _check_subject(visit, row, console)
        return await view(visit)

    return answer


def _send_on(visit: Visit, row: Row) -> web.Response | None:
    """Where somebody has to go first; None when they are where they may be. Raises when they have no right to."""
    if row.needs is Entrance.ANYBODY:
        return None
    if visit.signed_in is None:
        return _to_sign_in(visit)
    stages = frozenset({Stage.FULL}) if not isinstance(row.needs, Entrance) else _STAGES[row.needs]
    if visit.signed_in.stage not in stages:
        return visit.go(_PLACES[visit.signed_in.stage] + (_asked(visit) if visit.signed_in.stage is Stage.CODE else ""))
    if not isinstance(row.needs, Entrance) and not may(visit.viewer, row.needs):
        raise web.HTTPForbidden
    return None


def _to_sign_in(visit: Visit) -> web.Response:
    request = visit.request
    if "text/html" not in request.headers.get(hdrs.ACCEPT, "text/html, */*") and "*/*" not in request.headers.get(
        hdrs.ACCEPT, ""
    ):
        raise web.HTTPUnauthorized
    if request.method == "POST":
        return visit.go(SIGN_IN, done="console_sign_in.done.ended")
    return visit.go(SIGN_IN + _asked(visit))


def _asked(visit: Visit) -> str:
    """Where somebody wanted to go, to be taken there once they are in."""
    request = visit.request
    wanted = request.method == "GET" and request.path_qs != "/console"
    return f"?next={quote(request.path_qs, safe='/')}" if wanted else ""


async def _check_meant(visit: Visit, console: Console) -> None:
    """Our own page in the same browser sent this: its origin is ours, and it carries the token of the session."""
    request = visit.request
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise Forged
    origin = request.headers.get(hdrs.ORIGIN)
    if origin is not None and urlsplit(origin).netloc not in (request.host, urlsplit(console.console_url).netloc):
        raise Forged
    given = request.headers.get(CSRF_HEADER) or (await request.post()).get(CSRF_FIELD)
    if not isinstance(given, str) or not hmac.compare_digest(given.encode(), visit.csrf.encode()):
        raise Forged


async def _check_subject(visit: Visit, row: Row, console: Console) -> None:
    """What is out of somebody's reach is not there: its number must not tell more."""
    number = visit.number(row.of or "")
    async with console.door.read() as session:
        subject = await console.subjects[row.of or ""](session, number)
    if subject is None or isinstance(row.needs, Entrance) or not may(visit.viewer, row.needs, subject):
        raise web.HTTPNotFound
    visit.subject = subject
