"""One request to the console: who asks, in which language, and the ways to answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.console.forms import Form
from bot.domain.access import Act, Subject, Viewer, may
from bot.messages.texts import LocaleTexts
from bot.services.staff.sign_in import SignedIn, Stage


@dataclass(slots=True)
class Visit:
    """What every view gets. `subject` is what the path names, already found to be within the viewer's reach."""

    request: web.Request
    t: LocaleTexts
    now: datetime
    zone: ZoneInfo
    csrf: str
    token: str | None = None
    signed_in: SignedIn | None = None
    subject: Subject | None = None
    flash: str | None = None
    cookies: dict[str, str | None] = field(default_factory=dict)

    @property
    def viewer(self) -> Viewer:
        """Whoever is all the way in; the access table has seen to it that there is somebody."""
        if self.signed_in is None:
            raise web.HTTPForbidden
        return self.signed_in.viewer

    @property
    def is_in(self) -> bool:
        """Whether somebody is all the way in."""
        return self.signed_in is not None and self.signed_in.stage is Stage.FULL

    @property
    def query(self) -> Mapping[str, str]:
        """What stands after the question mark."""
        return MappingProxyType(dict(self.request.query))

    @property
    def page_number(self) -> int:
        """Which page of a list is asked for; the first when that makes no sense."""
        asked = self.request.query.get("page", "")
        return int(asked) if asked.isascii() and asked.isdigit() and 0 < int(asked) < 100_000 else 1

    def may(self, act: Act, subject: Subject | None = None) -> bool:
        """Whether the viewer may do this; for what a page shows or leaves out."""
        return self.is_in and may(self.viewer, act, subject)

    def number(self, name: str) -> int:
        """A number in the path; what is none names nothing."""
        given = self.request.match_info[name]
        if not (given.isascii() and given.isdigit() and len(given) < 16):
            raise web.HTTPNotFound
        return int(given)

    async def form(self, prefix: str) -> Form:
        """What was sent."""
        return await Form.sent(prefix, self.request)

    def local(self, moment: datetime) -> datetime:
        """A moment in the zone of the viewer's organisation."""
        return moment.astimezone(self.zone)

    def go(self, path: str, *, done: str | None = None) -> web.Response:
        """Go on to another page of ours; `done` is a text (`….done.…`, without values) that it shows once."""
        if not path.startswith("/console"):
            raise ValueError("only pages of the console are gone to")
        if done is not None:
            self.cookies["flash"] = done
        return web.Response(status=303, headers={"Location": path})


def safe_next(path: str | None) -> str:
    """Where to go after signing in: a page of ours, whatever the address says."""
    given = path or ""
    is_ours = given == "/console" or given.startswith(("/console/", "/console?"))
    if not is_ours or any(char in given for char in "\\\r\n\t") or "//" in given or ".." in given:
        return "/console"
    return given


VISIT = web.RequestKey("visit", Visit)
