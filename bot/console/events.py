"""Events, for coordinators: what is on, write one, change it, end it."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from aiohttp import web

from bot.console import event_forms as forms
from bot.console.console import Console
from bot.console.event_forms import Options
from bot.console.forms import Form
from bot.console.frame import Frame
from bot.console.routes import Route, get, post
from bot.console.visit import Visit
from bot.errors import DraftRefused
from bot.services.events.desk import is_ahead
from bot.services.events.drafts import EventDraft, repeats_of

_PATH = "/console/events"


class EventViews:
    """An event's times are those of its dates; here stands what all of them share."""

    def __init__(self, frame: Frame, console: Console) -> None:
        self._frame = frame
        self._console = console
        self._desk = console.services.gatherings.desk

    def routes(self) -> list[Route]:
        """These routes."""
        one = f"{_PATH}/{{event}}"
        return [
            get(_PATH, self.look),
            get(f"{_PATH}/new", self.ask_new),
            post(f"{_PATH}/new", self.save_new),
            get(one, self.look_at),
            get(f"{one}/edit", self.ask_edit),
            post(f"{one}/edit", self.save),
            get(f"{one}/close", self.ask_close),
            post(f"{one}/close", self.close),
        ]

    async def look(self, visit: Visit) -> web.Response:
        """Every date to come, or the newest that are over."""
        past, organisation = visit.query.get("show") == "past", visit.viewer.organisation
        async with self._console.door.read() as session:
            read = self._desk.past if past else self._desk.coming
            lines = await read(session, organisation, visit.now)
        return self._frame.page(visit, "events.html", lines=lines, past=past)

    async def look_at(self, visit: Visit) -> web.Response:
        """One event with its dates."""
        number = visit.number("event")
        async with self._console.door.read() as session:
            event, lines = await self._desk.get(session, number), await self._desk.dates_of(session, number)
        ahead = [one for one in lines if is_ahead(one.dated.occurrence, visit.now)]
        repeats, until = repeats_of(event.rule, event.starts_at.astimezone(ZoneInfo(event.zone)))
        return self._frame.page(
            visit,
            "event.html",
            event=event,
            lines=lines,
            next_date=next((one.dated.occurrence.id for one in ahead), None),
            draft=self._desk.as_draft(event),
            repeats=repeats,
            until=until,
            options=Options.of(self._console, visit),
        )

    async def ask_new(self, visit: Visit) -> web.Response:
        """An empty form."""
        options = Options.of(self._console, visit)
        return self._form(visit, forms.blank(options), options, None)

    async def save_new(self, visit: Visit) -> web.Response:
        """A new event, with its dates."""
        return await self._save(visit, None, None)

    async def ask_edit(self, visit: Visit) -> web.Response:
        """The form of an event."""
        options, number = Options.of(self._console, visit), visit.number("event")
        return self._form(visit, forms.shown(options, await self._kept(visit, number)), options, number)

    async def save(self, visit: Visit) -> web.Response:
        """Keep it as it is now; whoever comes is told when the place changes."""
        number = visit.number("event")
        return await self._save(visit, number, await self._kept(visit, number))

    async def ask_close(self, visit: Visit) -> web.Response:
        """Whether they mean it: everybody is told."""
        number = visit.number("event")
        async with self._console.door.read() as session:
            event, lines = await self._desk.get(session, number), await self._desk.dates_of(session, number)
        ahead = [one for one in lines if is_ahead(one.dated.occurrence, visit.now)]
        return self._frame.page(visit, "event_close.html", event=event, lines=ahead)

    async def close(self, visit: Visit) -> web.Response:
        """No more of it."""
        number = visit.number("event")
        async with self._console.door.write() as session:
            await self._desk.close(session, number, visit.now)
            await self._console.audit.note(
                session, visit.viewer.id, "event.closed", subject=f"event:{number}", now=visit.now
            )
        self._console.wake()
        return visit.go(f"{_PATH}/{number}", done="console_events.done.closed")

    async def _kept(self, visit: Visit, number: int) -> EventDraft:
        async with self._console.door.read() as session:
            return self._desk.as_draft(await self._desk.get(session, number))

    async def _save(self, visit: Visit, number: int | None, kept: EventDraft | None) -> web.Response:
        options = Options.of(self._console, visit)
        form = forms.described(await visit.form(forms.PREFIX), options)
        draft = forms.read(visit, form, options, kept)
        saved = await self._keep(visit, form, draft, number)
        if saved is None:
            return self._form(visit, form, options, number)
        self._console.wake()
        return visit.go(f"{_PATH}/{saved}", done="console_events.done.saved")

    async def _keep(self, visit: Visit, form: Form, draft: EventDraft, number: int | None) -> int | None:
        """Save it; None, with every fault at its field, when it must not be kept."""
        try:
            async with self._console.door.write() as session:
                staff = await self._console.staff.get(session, visit.viewer.id)
                if not form.is_good:
                    forms.complain(form, self._desk.faults(staff, draft, visit.now, is_new=number is None))
                    return None
                event = await self._desk.save(session, staff, draft, visit.now, number)
                await self._console.audit.note(
                    session, visit.viewer.id, "event.saved", subject=f"event:{event.id}", now=visit.now
                )
                return event.id
        except DraftRefused as refused:
            forms.complain(form, refused.faults)
        return None

    def _form(self, visit: Visit, form: Form, options: Options, number: int | None) -> web.Response:
        status = 200 if form.is_good else 422
        return self._frame.page(visit, "event_form.html", status=status, form=form, options=options, number=number)
