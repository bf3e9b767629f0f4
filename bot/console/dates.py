"""One date of an event: who comes, what would make it easier for them, the door, moving it and calling it off."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aiohttp import web

from bot.console.broadcast_forms import moment
from bot.console.console import Console
from bot.console.event_forms import PREFIX
from bot.console.forms import Form
from bot.console.frame import Frame
from bot.console.routes import Route, get, post
from bot.console.visit import Visit
from bot.errors import BadInput, NotFound, NotPossible
from bot.services.events.doors import LONGEST_ANSWER
from bot.services.events.drafts import LONGEST_PLACE
from bot.services.events.employers import contacts_of

_PATH = "/console/dates"


class DateViews:
    """People are known by the code that stands on their messages; every look at the list is written down."""

    def __init__(self, frame: Frame, console: Console) -> None:
        self._frame = frame
        self._console = console
        self._gatherings = console.services.gatherings
        self._employers = console.services.journeying.fair_employers

    def routes(self) -> list[Route]:
        """These routes."""
        one = f"{_PATH}/{{date}}"
        return [
            get(one, self.look),
            get(f"{one}/move", self.ask_move),
            post(f"{one}/move", self.move),
            get(f"{one}/call-off", self.ask_call_off),
            post(f"{one}/call-off", self.call_off),
            post(f"{one}/check-in", self.check_in),
            post(f"{one}/employers", self.tell_employers),
            post("/console/needs/{need}", self.answer),
        ]

    async def look(self, visit: Visit) -> web.Response:
        """Everything about one date."""
        return await self._date(visit, visit.number("date"), Form(PREFIX))

    async def ask_move(self, visit: Visit) -> web.Response:
        """When, and where, if elsewhere."""
        async with self._console.door.read() as session:
            line = await self._gatherings.desk.date(session, visit.number("date"))
        starts = visit.local(line.dated.starts_at)
        form = Form.filled(
            PREFIX,
            starts_on=starts.date().isoformat(),
            starts_at=starts.strftime("%H:%M"),
            ends_at=visit.local(line.dated.occurrence.ends_at).strftime("%H:%M"),
            new_place=line.dated.occurrence.place or "",
        )
        return self._move_page(visit, line, form)

    async def move(self, visit: Visit) -> web.Response:
        """Another time or place: everybody who comes is told, and their reminders move."""
        form, number = await visit.form(PREFIX), visit.number("date")
        starts_at, clock = moment(visit, form, "starts"), form.clock("ends_at", required=False)
        place = form.text("new_place", most=LONGEST_PLACE, required=False)
        if form.is_good and starts_at is not None:
            ends_at = datetime.combine(starts_at.date(), clock, visit.zone) if clock else None
            try:
                async with self._console.door.write() as session:
                    staff = await self._console.staff.get(session, visit.viewer.id)
                    await self._gatherings.dates.move(session, staff, number, starts_at, visit.now, place, ends_at)
                    await self._note(session, visit, "event.moved")
            except BadInput as error:
                form.complain("ends_at" if error.field == "ends_at" else "starts_on", error.problem)
            except NotPossible:
                return visit.go(f"{_PATH}/{number}", done="console_events.done.too_late")
        if form.is_good:
            self._console.wake()
            return visit.go(f"{_PATH}/{number}", done="console_events.done.moved")
        async with self._console.door.read() as session:
            line = await self._gatherings.desk.date(session, number)
        return self._move_page(visit, line, form)

    async def ask_call_off(self, visit: Visit) -> web.Response:
        """Whether they mean it."""
        async with self._console.door.read() as session:
            line = await self._gatherings.desk.date(session, visit.number("date"))
        return self._frame.page(visit, "date_call_off.html", line=line, form=Form(PREFIX))

    async def call_off(self, visit: Visit) -> web.Response:
        """It does not take place; everybody who comes is told."""
        number, form = visit.number("date"), await visit.form(PREFIX)
        dates = self._gatherings.dates
        act = dates.call_off_rest if "yes" in form.values("rest") else dates.call_off
        try:
            async with self._console.door.write() as session:
                staff = await self._console.staff.get(session, visit.viewer.id)
                await act(session, staff, number, visit.now)
                await self._note(session, visit, "event.called_off")
        except NotPossible:
            return visit.go(f"{_PATH}/{number}", done="console_events.done.too_late")
        self._console.wake()
        return visit.go(f"{_PATH}/{number}", done="console_events.done.called_off")

    async def check_in(self, visit: Visit) -> web.Response:
        """Somebody at the desk shows their code."""
        number, form = visit.number("date"), await visit.form(PREFIX)
        asked = form.value("reference").strip().upper()
        try:
            async with self._console.door.write() as session:
                booking = await self._gatherings.doors.find(session, number, asked)
                await self._gatherings.doors.check_in(session, number, booking, visit.now)
                await self._console.audit.note(
                    session,
                    visit.viewer.id,
                    "event.checked_in",
                    person_reference=asked,
                    subject=f"date:{number}",
                    now=visit.now,
                )
        except NotFound:
            form.complain("reference", "unknown")
            return await self._date(visit, number, form)
        self._console.wake()
        return visit.go(f"{_PATH}/{number}#door", done="console_events.done.checked_in")

    async def tell_employers(self, visit: Visit) -> web.Response:
        """Each gets a link to how many met them."""
        number = visit.number("date")
        try:
            async with self._console.door.write() as session:
                await self._employers.tell(session, number, visit.now)
                await self._note(session, visit, "event.employers_told")
        except NotPossible:
            return visit.go(f"{_PATH}/{number}", done="console_events.done.too_late")
        self._console.wake()
        return visit.go(f"{_PATH}/{number}", done="console_events.done.employers_told")

    async def answer(self, visit: Visit) -> web.Response:
        """What there will be; the person reads it in their chat."""
        form, need = await visit.form(PREFIX), visit.number("need")
        answer = form.long_text("answer", most=LONGEST_ANSWER)
        async with self._console.door.read() as session:
            date = await self._gatherings.doors.date_of_need(session, need)
        if not form.is_good:
            return await self._date(visit, date, form, need)
        try:
            async with self._console.door.write() as session:
                staff = await self._console.staff.get(session, visit.viewer.id)
                await self._gatherings.doors.answer(session, staff, need, answer, visit.now)
                await self._console.audit.note(
                    session, visit.viewer.id, "event.answered", subject=f"date:{date}", now=visit.now
                )
        except NotPossible:
            return visit.go(f"{_PATH}/{date}", done="console_events.done.answered_before")
        self._console.wake()
        return visit.go(f"{_PATH}/{date}", done="console_events.done.answered")

    async def _date(self, visit: Visit, number: int, form: Form, need: int | None = None) -> web.Response:
        async with self._console.door.write() as session:
            line = await self._gatherings.desk.date(session, number)
            door = await self._gatherings.doors.look(session, number)
            await self._console.audit.note(
                session, visit.viewer.id, "event.door_viewed", subject=f"date:{number}", now=visit.now
            )
        return self._frame.page(
            visit,
            "date.html",
            status=200 if form.is_good else 422,
            line=line,
            door=door,
            form=form,
            answering=need,
            may_tell=bool(contacts_of(line.dated.event)) and line.dated.starts_at <= visit.now,
            is_ahead=line.dated.occurrence.state == "open" and line.dated.starts_at > visit.now,
        )

    def _move_page(self, visit: Visit, line: object, form: Form) -> web.Response:
        return self._frame.page(visit, "date_move.html", status=200 if form.is_good else 422, line=line, form=form)

    async def _note(self, session: Any, visit: Visit, act: str) -> None:
        await self._console.audit.note(
            session, visit.viewer.id, act, subject=f"date:{visit.number('date')}", now=visit.now
        )
