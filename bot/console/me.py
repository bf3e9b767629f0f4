"""My account: password, language, who stands in while I am away, signing out everywhere."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from aiohttp import web

from bot.console.console import Console
from bot.console.forms import Form
from bot.console.frame import Frame
from bot.console.routes import Route, get, post
from bot.console.visit import Visit
from bot.domain.sign_in import LONGEST_PASSWORD, SHORTEST_PASSWORD
from bot.errors import BadInput

_PREFIX = "console_me"
_LONGEST_AWAY = timedelta(days=366)


class MeViews:
    """Only ever about whoever is signed in."""

    def __init__(self, frame: Frame, console: Console) -> None:
        self._frame = frame
        self._console = console

    def routes(self) -> list[Route]:
        """These routes."""
        return [
            get("/console/me", self.look),
            get("/console/me/password", self.ask_password),
            post("/console/me/password", self.change_password),
            get("/console/me/language", self.ask_language),
            post("/console/me/language", self.speak),
            get("/console/me/away", self.ask_away),
            post("/console/me/away", self.be_away),
            post("/console/me/sign-out-everywhere", self.sign_out_everywhere),
        ]

    async def look(self, visit: Visit) -> web.Response:
        """The account at a glance."""
        member = await self._console.accounts.get(visit.viewer.id)
        async with self._console.door.read() as session:
            cover = await self._console.staff.get(session, member.cover_id) if member.cover_id else None
        is_away = member.away_until is not None and member.away_until > visit.now
        return self._frame.page(
            visit,
            "me.html",
            member=member,
            organisation=self._console.services.organisations.get(member.organisation).name,
            councils=self._console.staff.councils(member.organisation),
            programmes={
                name: visit.t.pick(words) for name, words in self._console.staff.programmes(member.organisation).items()
            },
            language=self._console.services.languages.named(visit.t.code).own_name,
            cover=cover.name if cover else None,
            back_on=visit.local(member.away_until).date() if is_away and member.away_until else None,
            browsers=await self._console.accounts.browsers(member.id),
        )

    async def ask_password(self, visit: Visit) -> web.Response:
        """The form for another password."""
        return self._page(visit, "me_password.html", Form(_PREFIX), least=SHORTEST_PASSWORD)

    async def change_password(self, visit: Visit) -> web.Response:
        """Another password, for who knows the one they have."""
        form = await visit.form(_PREFIX)
        current, new, again = form.secret("current"), form.secret("password"), form.secret("again")
        if form.is_good and new != again:
            form.complain("again", "different")
        if form.is_good:
            try:
                await self._console.accounts.change_password(visit.viewer.id, current, new, keep=visit.token or "")
            except BadInput as error:
                form.complain(error.field, error.problem, least=SHORTEST_PASSWORD, most=LONGEST_PASSWORD)
        if form.is_good:
            return visit.go("/console/me", done="console_me.done.password")
        return self._page(visit, "me_password.html", form, least=SHORTEST_PASSWORD)

    async def ask_language(self, visit: Visit) -> web.Response:
        """Which languages there are."""
        return self._page(visit, "me_language.html", Form.filled(_PREFIX, locale=visit.t.code), languages=self._own())

    async def speak(self, visit: Visit) -> web.Response:
        """The console in another language."""
        form = await visit.form(_PREFIX)
        locale = form.choice("locale", self._own())
        if not form.is_good:
            return self._page(visit, "me_language.html", form, languages=self._own())
        await self._console.accounts.speak(visit.viewer.id, locale)
        return visit.go("/console/me", done="console_me.done.language")

    async def ask_away(self, visit: Visit) -> web.Response:
        """When they are back, and who stands in."""
        member = await self._console.accounts.get(visit.viewer.id)
        back_on = visit.local(member.away_until).date().isoformat() if member.away_until else None
        cover = str(member.cover_id) if member.cover_id else None
        is_away = member.away_until is not None and member.away_until > visit.now
        form = Form.filled(_PREFIX, back_on=back_on if is_away else None, cover=cover)
        return self._page(visit, "me_away.html", form, is_away=is_away, colleagues=await self._colleagues(visit))

    async def be_away(self, visit: Visit) -> web.Response:
        """Away from now on, or back."""
        form = await visit.form(_PREFIX)
        if form.value("go") == "back":
            await self._console.accounts.be_away(visit.viewer.id, None, None)
            return visit.go("/console/me", done="console_me.done.back")
        colleagues = await self._colleagues(visit)
        until = self._until(visit, form)
        cover = form.choice("cover", colleagues, required=False)
        if form.is_good and until is not None:
            await self._console.accounts.be_away(visit.viewer.id, until, int(cover) if cover else None)
            return visit.go("/console/me", done="console_me.done.away")
        return self._page(visit, "me_away.html", form, is_away=False, colleagues=colleagues)

    async def sign_out_everywhere(self, visit: Visit) -> web.Response:
        """Every browser, this one too."""
        await self._console.accounts.sign_out_everywhere(visit.viewer.id)
        visit.cookies["session"] = None
        return visit.go("/console/sign-in", done="console_sign_in.done.left_everywhere")

    def _until(self, visit: Visit, form: Form) -> datetime | None:
        """The first moment of the day they are back, where they work."""
        day = form.day("back_on")
        if day is None:
            return None
        today = visit.local(visit.now).date()
        if day <= today:
            form.complain("back_on", "past")
        elif day > today + _LONGEST_AWAY:
            form.complain("back_on", "far")
        return datetime.combine(day, time.min, tzinfo=visit.zone)

    async def _colleagues(self, visit: Visit) -> dict[str, str]:
        async with self._console.door.read() as session:
            found = await self._console.staff.colleagues(session, visit.viewer.id)
        return {str(member.id): member.name for member in found}

    def _own(self) -> dict[str, str]:
        return {t.code: t.own_name for t in self._console.services.languages.offered(None)}

    def _page(self, visit: Visit, template: str, form: Form, **values: object) -> web.Response:
        return self._frame.page(visit, template, status=200 if form.is_good else 422, form=form, **values)
