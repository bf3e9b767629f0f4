"""Staff, for admins: who is here, invite, change, reset, disable."""

from __future__ import annotations

from aiohttp import web

from bot.console.console import Console
from bot.console.forms import Form
from bot.console.frame import Frame
from bot.console.routes import Route, get, post
from bot.console.visit import Visit
from bot.domain.access import Role
from bot.domain.sign_in import INVITATION_LIVES, RESET_LIVES
from bot.errors import BadInput
from bot.services.staff.staff import LONGEST_NAME, Post

_PREFIX = "console_staff"
_ROLES = tuple(role.value for role in Role)


class StaffViews:
    """A link is shown once, on the page that follows the form; it is not kept and cannot be shown again."""

    def __init__(self, frame: Frame, console: Console) -> None:
        self._frame = frame
        self._console = console
        self._staff = console.staff

    def routes(self) -> list[Route]:
        """These routes."""
        return [
            get("/console/staff", self.look),
            get("/console/staff/invite", self.ask_whom),
            post("/console/staff/invite", self.invite),
            get("/console/staff/{staff}", self.look_at),
            post("/console/staff/{staff}", self.change),
            get("/console/staff/{staff}/disable", self.ask_disable),
            post("/console/staff/{staff}/disable", self.disable),
            post("/console/staff/{staff}/enable", self.enable),
            get("/console/staff/{staff}/reset", self.ask_reset),
            post("/console/staff/{staff}/reset", self.reset),
            post("/console/staff/{staff}/sign-out", self.sign_out),
        ]

    async def look(self, visit: Visit) -> web.Response:
        """Everybody of the organisation."""
        async with self._console.door.read() as session:
            lines = await self._staff.listed(session, visit.viewer.organisation, visit.now)
        return self._frame.page(
            visit, "staff_list.html", lines=lines, councils=self._councils(visit), programmes=self._programmes(visit)
        )

    async def ask_whom(self, visit: Visit) -> web.Response:
        """The form to invite somebody."""
        return self._page(visit, "staff_invite.html", Form(_PREFIX))

    async def invite(self, visit: Visit) -> web.Response:
        """Add somebody, and show the link to pass on."""
        form = await visit.form(_PREFIX)
        email, post_ = form.text("email", most=254), self._read(visit, form)
        url = None
        if form.is_good:
            try:
                async with self._console.door.write() as session:
                    url = await self._staff.invite(
                        session, email, visit.viewer.organisation, post_, by=visit.viewer.id, now=visit.now
                    )
            except BadInput as error:
                form.complain(error.field, error.problem)
        if url is None:
            return self._page(visit, "staff_invite.html", form)
        hours = int(INVITATION_LIVES.total_seconds() // 3600)
        return self._frame.page(visit, "staff_link.html", kind="invited", name=post_.name, url=url, hours=hours)

    async def look_at(self, visit: Visit) -> web.Response:
        """Somebody, with the form to change what they may do."""
        async with self._console.door.read() as session:
            member = await self._staff.get(session, visit.number("staff"))
        form = Form.filled(
            _PREFIX, name=member.name, roles=member.roles, councils=member.councils, programmes=member.programmes
        )
        return await self._member(visit, form)

    async def change(self, visit: Visit) -> web.Response:
        """Other roles, or another scope."""
        form = await visit.form(_PREFIX)
        post_ = self._read(visit, form)
        if form.is_good:
            try:
                async with self._console.door.write() as session:
                    await self._staff.change(session, visit.number("staff"), post_, by=visit.viewer.id, now=visit.now)
            except BadInput as error:
                form.complain(error.field, error.problem)
        if form.is_good:
            return visit.go("/console/staff", done="console_staff.done.changed")
        return await self._member(visit, form)

    async def ask_disable(self, visit: Visit) -> web.Response:
        """Whether they mean it."""
        return await self._ask(visit, "disable")

    async def disable(self, visit: Visit) -> web.Response:
        """Out everywhere, at once."""
        async with self._console.door.write() as session:
            await self._staff.disable(session, visit.number("staff"), by=visit.viewer.id, now=visit.now)
        return visit.go("/console/staff", done="console_staff.done.disabled")

    async def enable(self, visit: Visit) -> web.Response:
        """In again."""
        async with self._console.door.write() as session:
            await self._staff.enable(session, visit.number("staff"), by=visit.viewer.id, now=visit.now)
        return visit.go(f"/console/staff/{visit.number('staff')}", done="console_staff.done.enabled")

    async def ask_reset(self, visit: Visit) -> web.Response:
        """Whether they mean it, and whether the second factor is lost too."""
        return await self._ask(visit, "reset")

    async def reset(self, visit: Visit) -> web.Response:
        """A link for a new password; the old one stops working."""
        form = await visit.form(_PREFIX)
        lost = "yes" in form.values("second_factor")
        async with self._console.door.write() as session:
            url = await self._staff.reset(
                session, visit.number("staff"), second_factor=lost, by=visit.viewer.id, now=visit.now
            )
            member = await self._staff.get(session, visit.number("staff"))
        hours = int(RESET_LIVES.total_seconds() // 3600)
        return self._frame.page(visit, "staff_link.html", kind="reset", name=member.name, url=url, hours=hours)

    async def sign_out(self, visit: Visit) -> web.Response:
        """End their sessions: a lost laptop."""
        async with self._console.door.write() as session:
            await self._staff.sign_out_everywhere(session, visit.number("staff"), by=visit.viewer.id, now=visit.now)
        return visit.go(f"/console/staff/{visit.number('staff')}", done="console_staff.done.signed_out")

    def _read(self, visit: Visit, form: Form) -> Post:
        organisation = visit.viewer.organisation
        return Post(
            form.text("name", most=LONGEST_NAME),
            frozenset(Role(role) for role in form.several("roles", _ROLES, required=True)),
            form.several("councils", self._staff.councils(organisation)),
            form.several("programmes", self._staff.programmes(organisation)),
        )

    async def _member(self, visit: Visit, form: Form) -> web.Response:
        async with self._console.door.read() as session:
            line = await self._staff.line(session, visit.number("staff"), visit.now)
        return self._page(visit, "staff_member.html", form, line=line, is_self=line.member.id == visit.viewer.id)

    async def _ask(self, visit: Visit, what: str) -> web.Response:
        async with self._console.door.read() as session:
            line = await self._staff.line(session, visit.number("staff"), visit.now)
        if line.member.id == visit.viewer.id:
            return visit.go("/console/me")
        return self._page(visit, f"staff_{what}.html", Form(_PREFIX), line=line)

    def _page(self, visit: Visit, template: str, form: Form, **values: object) -> web.Response:
        return self._frame.page(
            visit,
            template,
            status=200 if form.is_good else 422,
            form=form,
            roles={role: visit.t.plain(f"console.roles.{role}") for role in _ROLES},
            councils=self._councils(visit),
            programmes=self._programmes(visit),
            **values,
        )

    def _programmes(self, visit: Visit) -> dict[str, str]:
        found = self._staff.programmes(visit.viewer.organisation)
        return {name: visit.t.pick(words) for name, words in found.items()}

    def _councils(self, visit: Visit) -> dict[str, str]:
        return dict(self._staff.councils(visit.viewer.organisation))
