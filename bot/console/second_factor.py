"""My second factor: set it up with a square picture, replace it, switch it off where the role allows that."""

from __future__ import annotations

import segno
from aiohttp import web

from bot.console.console import Console
from bot.console.forms import Form
from bot.console.frame import Frame
from bot.console.routes import Route, get, post
from bot.console.visit import Visit
from bot.domain.access import needs_second_factor
from bot.errors import BadInput
from bot.services.staff import second_factor
from bot.services.staff.sign_in import SignedIn, Stage

_PREFIX = "console_second_factor"


class SecondFactorViews:
    """The secret travels in the form until a code proves that an app has it; only then is it kept."""

    def __init__(self, frame: Frame, console: Console) -> None:
        self._frame = frame
        self._console = console

    def routes(self) -> list[Route]:
        """These routes."""
        return [
            get("/console/me/second-factor", self.ask),
            post("/console/me/second-factor", self.set_up),
            get("/console/me/second-factor/off", self.ask_off),
            post("/console/me/second-factor/off", self.switch_off),
        ]

    async def ask(self, visit: Visit) -> web.Response:
        """A fresh secret, as a picture and as letters."""
        return self._form(visit, Form(_PREFIX), second_factor.new_secret())

    async def set_up(self, visit: Visit) -> web.Response:
        """Keep it, once a code is right."""
        form, signed_in = await visit.form(_PREFIX), _whose(visit)
        secret, code = form.value("secret"), form.secret("code", most=20)
        current = form.secret("current", most=20) if signed_in.has_second_factor else None
        if not second_factor.is_secret(secret):
            return self._form(visit, Form(_PREFIX), second_factor.new_secret())
        if form.is_good:
            try:
                visit.cookies["session"] = await self._console.accounts.set_second_factor(
                    visit.viewer.id, secret, code, current=current
                )
            except BadInput as error:
                form.complain(error.field, error.problem)
        if form.is_good:
            first = signed_in.stage is Stage.ENROL
            return visit.go("/console" if first else "/console/me", done="console_second_factor.done.set")
        return self._form(visit, form, secret)

    async def ask_off(self, visit: Visit) -> web.Response:
        """Whether they mean it."""
        return self._off(visit, Form(_PREFIX))

    async def switch_off(self, visit: Visit) -> web.Response:
        """The password alone, from now on."""
        form = await visit.form(_PREFIX)
        current = form.secret("current", most=20)
        if form.is_good:
            try:
                await self._console.accounts.remove_second_factor(visit.viewer.id, current)
            except BadInput as error:
                form.complain(error.field, error.problem)
        if form.is_good:
            return visit.go("/console/me", done="console_second_factor.done.removed")
        return self._off(visit, form)

    def _off(self, visit: Visit, form: Form) -> web.Response:
        if needs_second_factor(visit.viewer.roles) or not _whose(visit).has_second_factor:
            return visit.go("/console/me")
        return self._frame.page(visit, "second_factor_off.html", status=200 if form.is_good else 422, form=form)

    def _form(self, visit: Visit, form: Form, secret: str) -> web.Response:
        signed_in = _whose(visit)
        picture = segno.make(second_factor.address(secret, signed_in.email), error="m")
        return self._frame.page(
            visit,
            "second_factor.html",
            status=200 if form.is_good else 422,
            form=form,
            secret=secret,
            spelled=" ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
            picture=picture.svg_data_uri(scale=5, border=3),
            has_one=signed_in.has_second_factor,
            is_first=signed_in.stage is Stage.ENROL,
        )


def _whose(visit: Visit) -> SignedIn:
    if visit.signed_in is None:
        raise web.HTTPForbidden
    return visit.signed_in
