"""When an event takes place: its day, hours and rule changed from one day on, after a look at what that does."""

from __future__ import annotations

from aiohttp import web

from bot.console import event_forms as forms
from bot.console.console import Console
from bot.console.event_forms import Options
from bot.console.forms import Form
from bot.console.frame import Frame
from bot.console.routes import Route, get, post
from bot.console.visit import Visit
from bot.errors import DraftRefused, NotPossible
from bot.services.events.drafts import Times
from bot.services.events.schedules import Plan

_PATH = "/console/events/{event}/times"


class ScheduleViews:
    """Two steps: what is meant, and, with every date and how many come to it in sight, yes."""

    def __init__(self, frame: Frame, console: Console) -> None:
        self._frame = frame
        self._console = console
        self._gatherings = console.services.gatherings

    def routes(self) -> list[Route]:
        """These routes."""
        return [get(_PATH, self.ask), post(_PATH, self.change)]

    async def ask(self, visit: Visit) -> web.Response:
        """The times of the next date, and the rule."""
        number = visit.number("event")
        async with self._console.door.read() as session:
            times, ahead = await self._gatherings.schedules.shown(session, number, visit.now)
        form = forms.shown_times(visit, times)
        form.put("since", str(ahead[0].id) if ahead else "")
        return await self._page(visit, number, form, None)

    async def change(self, visit: Visit) -> web.Response:
        """What it would do; with the yes of whoever saw that, do it."""
        number, form = visit.number("event"), await visit.form(forms.PREFIX)
        times = forms.read_times(visit, form, Options.of(self._console, visit))
        try:
            plan = await self._plan(visit, number, form, times)
            if plan is None or "yes" not in form.values("sure"):
                return await self._page(visit, number, form, plan)
            await self._change(visit, number, form, times)
        except NotPossible as refused:
            why = "from_calendar" if refused.state == "feed" else "too_late"
            return visit.go(f"/console/events/{number}", done=f"console_events.done.{why}")
        self._console.wake()
        return visit.go(f"/console/events/{number}", done="console_events.done.times_changed")

    async def _plan(self, visit: Visit, number: int, form: Form, times: Times) -> Plan | None:
        """None where something is wrong with it, which stands at its field."""
        if not form.is_good:
            return None
        try:
            async with self._console.door.read() as session:
                schedules = self._gatherings.schedules
                _, ahead = await schedules.shown(session, number, visit.now)
                form.choice("since", [str(row.id) for row in ahead], required=bool(ahead))
                if form.is_good:
                    return await schedules.plan(session, number, _since(form), times, visit.now)
        except DraftRefused as refused:
            forms.complain(form, refused.faults)
        return None

    async def _change(self, visit: Visit, number: int, form: Form, times: Times) -> None:
        async with self._console.door.write() as session:
            await self._gatherings.schedules.change(session, number, _since(form), times, visit.now)
            await self._console.audit.note(
                session, visit.viewer.id, "event.times_changed", subject=f"event:{number}", now=visit.now
            )

    async def _page(self, visit: Visit, number: int, form: Form, plan: Plan | None) -> web.Response:
        async with self._console.door.read() as session:
            event = await self._gatherings.desk.get(session, number)
            _, ahead = await self._gatherings.schedules.shown(session, number, visit.now)
            lines = await self._gatherings.desk.dates_of(session, number)
        return self._frame.page(
            visit,
            "event_times.html",
            status=200 if form.is_good else 422,
            event=event,
            form=form,
            plan=plan,
            options=Options.of(self._console, visit),
            since={str(row.id): visit.t.moment(visit.local(row.starts_at)) for row in ahead},
            coming={line.dated.occurrence.id: line.on_the_list for line in lines},
        )


def _since(form: Form) -> int:
    return int(form.value("since") or 0)
