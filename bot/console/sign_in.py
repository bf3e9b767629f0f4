"""Coming in and going out: e-mail and password, the code, an invitation's link, the demo's links."""

from __future__ import annotations

from ipaddress import ip_address
from math import ceil

from aiohttp import web

from bot.console.console import Console
from bot.console.forms import Form
from bot.console.frame import Frame
from bot.console.routes import Route, get, post
from bot.console.visit import Visit, safe_next
from bot.domain.sign_in import LONGEST_PASSWORD, SHORTEST_PASSWORD
from bot.errors import BadInput

_PREFIX = "console_sign_in"


class SignInViews:
    """The answer to a wrong try is always the same, whoever it was for."""

    def __init__(self, frame: Frame, console: Console) -> None:
        self._frame = frame
        self._console = console

    def routes(self) -> list[Route]:
        """These routes; the demo's only in the demo."""
        return [
            get("/console/sign-in", self.ask),
            post("/console/sign-in", self.enter),
            get("/console/sign-in/code", self.ask_code),
            post("/console/sign-in/code", self.enter_code),
            get("/console/join/{token}", self.look_at_link),
            post("/console/join/{token}", self.join),
            post("/console/sign-out", self.leave),
            *([get("/console/demo/{token}", self.enter_demo)] if self._console.demo else []),
        ]

    async def ask(self, visit: Visit) -> web.Response:
        """The form to sign in with."""
        if visit.is_in:
            return visit.go("/console")
        return self._form(visit, Form.filled(_PREFIX, next=safe_next(visit.query.get("next"))))

    async def enter(self, visit: Visit) -> web.Response:
        """E-mail and password."""
        form = await visit.form(_PREFIX)
        email, password = form.text("email", most=254), form.secret("password")
        if not form.is_good:
            return self._form(visit, form, 422)
        address = self._address(visit.request)
        wait = self._console.sign_in.wait(address)
        if wait:
            form.complain("email", "wait", minutes=ceil(wait.total_seconds() / 60))
            return self._form(visit, form, 429)
        token = await self._console.sign_in.with_password(email, password, address)
        if token is None:
            form.complain("email", "refused")
            return self._form(visit, form, 422)
        visit.cookies["session"] = token
        return visit.go(safe_next(form.value("next")))

    async def ask_code(self, visit: Visit) -> web.Response:
        """The form for the six digits."""
        form = Form.filled(_PREFIX, next=safe_next(visit.query.get("next")))
        return self._frame.page(visit, "sign_in_code.html", form=form)

    async def enter_code(self, visit: Visit) -> web.Response:
        """The six digits; too many wrong ones, and everything begins anew."""
        form = await visit.form(_PREFIX)
        code = form.secret("code", most=20)
        if form.is_good:
            token = await self._console.sign_in.with_code(visit.token or "", code, self._address(visit.request))
            if token is not None:
                visit.cookies["session"] = token
                return visit.go(safe_next(form.value("next")))
            if await self._console.sign_in.session(visit.token or "") is None:
                visit.cookies["session"] = None
                return visit.go("/console/sign-in", done="console_sign_in.done.too_many")
            form.complain("code", "refused")
        return self._frame.page(visit, "sign_in_code.html", status=422, form=form)

    async def look_at_link(self, visit: Visit) -> web.Response:
        """Choosing a password; looking does not use the link up."""
        return await self._join_form(visit, Form(_PREFIX))

    async def join(self, visit: Visit) -> web.Response:
        """A password is chosen: the link is used up, and they are in."""
        form = await visit.form(_PREFIX)
        password, again = form.secret("new_password"), form.secret("again")
        if form.is_good and password != again:
            form.complain("again", "different")
        if not form.is_good:
            return await self._join_form(visit, form)
        try:
            token = await self._console.accounts.accept(visit.request.match_info["token"], password)
        except BadInput as error:
            form.complain("new_password", error.problem, least=SHORTEST_PASSWORD, most=LONGEST_PASSWORD)
            return await self._join_form(visit, form)
        if token is None:
            return self._gone(visit)
        visit.cookies["session"] = token
        return visit.go("/console", done="console_sign_in.done.joined")

    async def leave(self, visit: Visit) -> web.Response:
        """Sign out of this browser."""
        if visit.token is not None:
            await self._console.sign_in.out(visit.token)
        visit.cookies["session"] = None
        return visit.go("/console/sign-in", done="console_sign_in.done.left")

    async def enter_demo(self, visit: Visit) -> web.Response:
        """Straight in, once."""
        demo = self._console.demo
        token = await demo.sign_in(visit.request.match_info["token"]) if demo else None
        if token is None:
            return self._gone(visit)
        visit.cookies["session"] = token
        return visit.go("/console")

    def _form(self, visit: Visit, form: Form, status: int = 200) -> web.Response:
        languages = self._console.services.languages.offered(None)
        return self._frame.page(visit, "sign_in.html", status=status, form=form, languages=languages)

    async def _join_form(self, visit: Visit, form: Form) -> web.Response:
        invitation = await self._console.accounts.invitation(visit.request.match_info["token"])
        if invitation is None:
            return self._gone(visit)
        if self._console.services.languages.is_offered(invitation.locale):
            visit.t = self._console.services.languages.named(invitation.locale)
        status = 200 if form.is_good else 422
        return self._frame.page(
            visit, "join.html", status=status, form=form, invitation=invitation, least=SHORTEST_PASSWORD
        )

    def _gone(self, visit: Visit) -> web.Response:
        return self._frame.page(visit, "error.html", status=404, kind="link")

    def _address(self, request: web.Request) -> str:
        """Where a try comes from: what the nearest trusted proxy says, else the connection."""
        said = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
        if self._console.proxies and len(said) >= self._console.proxies:
            try:
                return str(ip_address(said[-self._console.proxies]))
            except ValueError:
                return "unknown"
        return request.remote or "unknown"
