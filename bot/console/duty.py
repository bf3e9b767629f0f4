"""The safeguarding rota: a week at a time, for leads and admins."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from aiohttp import web

from bot.console.console import Console
from bot.console.forms import Form
from bot.console.frame import Frame
from bot.console.routes import Route, get, post
from bot.console.visit import Visit
from bot.errors import BadInput
from bot.services.safeguarding.rota import NewShift

_PREFIX = "console_duty"
_PATH = "/console/duty"
_WEEKS = ("1", "2", "4", "8", "12", "26")


class DutyViews:
    """Only names and hours: nothing of any concern stands here, so that admins may plan."""

    def __init__(self, frame: Frame, console: Console) -> None:
        self._frame = frame
        self._console = console
        self._rota = console.rota

    def routes(self) -> list[Route]:
        """These routes."""
        return [get(_PATH, self.look), post(_PATH, self.add), post(f"{_PATH}/{{shift}}/remove", self.remove)]

    async def look(self, visit: Visit) -> web.Response:
        """One week, and a form for one more shift."""
        day = _day(visit).isoformat()
        form = Form.filled(_PREFIX, starts_on=day, ends_on=day, starts_at="09:00", ends_at="17:00", weeks="1")
        return await self._page(visit, form)

    async def add(self, visit: Visit) -> web.Response:
        """Somebody on call."""
        form = await visit.form(_PREFIX)
        asked = _asked(form)
        if asked is not None and form.is_good:
            try:
                async with self._console.door.write() as session:
                    await self._rota.add(session, visit.viewer, asked, visit.now)
            except BadInput as error:
                form.complain(error.field, error.problem)
        if form.is_good and asked is not None:
            return visit.go(f"{_PATH}?day={asked.starts.date()}", done="console_duty.done.added")
        return await self._page(visit, form)

    async def remove(self, visit: Visit) -> web.Response:
        """A shift less."""
        async with self._console.door.write() as session:
            await self._rota.remove(session, visit.viewer, visit.number("shift"), visit.now)
        return visit.go(f"{_PATH}?day={_day(visit)}", done="console_duty.done.removed")

    async def _page(self, visit: Visit, form: Form) -> web.Response:
        async with self._console.door.read() as session:
            week = await self._rota.week(session, visit.viewer, _day(visit), visit.now)
        names = {str(lead.id): lead.name for lead in week.leads.values()}
        return self._frame.page(
            visit,
            "duty.html",
            status=200 if form.is_good else 422,
            form=form,
            week=week,
            sunday=week.monday + timedelta(days=6),
            before=week.monday - timedelta(days=7),
            after=week.monday + timedelta(days=7),
            names=names,
            weeks={number: visit.t.plain("console_duty.weeks.so_many", count=int(number)) for number in _WEEKS},
        )


def _day(visit: Visit) -> date:
    """The day asked for; today when that makes no sense."""
    try:
        asked = date.fromisoformat(visit.query.get("day", ""))
    except ValueError:
        return visit.local(visit.now).date()
    return asked if date(2020, 1, 6) <= asked <= date(2100, 1, 3) else visit.local(visit.now).date()


def _asked(form: Form) -> NewShift | None:
    """What was filled in; None when something of it cannot be read."""
    lead, second = _number(form, "lead"), _number(form, "second", required=False)
    starts, ends = _moment(form, "starts"), _moment(form, "ends")
    weeks = form.choice("weeks", _WEEKS)
    if lead is None or starts is None or ends is None or not weeks:
        return None
    return NewShift(lead, second, starts, ends, int(weeks))


def _number(form: Form, name: str, *, required: bool = True) -> int | None:
    given = form.value(name).strip()
    if given.isascii() and given.isdigit() and len(given) < 16:
        return int(given)
    if given or required:
        form.complain(name, "unknown" if given else "missing")
    return None


def _moment(form: Form, name: str) -> datetime | None:
    """A day and a time of the clock."""
    day, at = form.day(f"{name}_on"), form.text(f"{name}_at", most=8)
    try:
        clock = time.fromisoformat(at)
    except ValueError:
        form.complain(f"{name}_at", "unreadable")
        return None
    # Without a zone on purpose: the rota reads it in the organisation's own.
    return datetime.combine(day, clock.replace(tzinfo=None)) if day is not None else None
