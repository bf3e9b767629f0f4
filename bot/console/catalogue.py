"""The catalogue's upkeep, for coordinators: what needs a person's eye, and files that bring new things in."""

from __future__ import annotations

from functools import partial
from typing import Any

from aiohttp import web

from bot.console.console import Console
from bot.console.forms import Form
from bot.console.frame import Frame
from bot.console.routes import Route, get, post
from bot.console.visit import Visit
from bot.errors import BadInput, NotPossible
from bot.feeds.table import FORMATS
from bot.messages.feed_faults import feed_fault_words

_PATH = "/console/catalogue"
_PREFIX = "console_catalogue"
# What somebody with a spreadsheet wants stands first.
_FORMATS = ("way-in-csv", *(name for name in FORMATS if name != "way-in-csv"))


class CatalogueViews:
    """A file is only kept here; reading it is done behind, and the page says how far it is."""

    def __init__(self, frame: Frame, console: Console) -> None:
        self._frame = frame
        self._console = console
        self._uploads = console.services.offers.uploads
        self._queue = console.services.offers.check_queue
        self._faults = feed_fault_words(console.content.locales["en"].messages)

    def routes(self) -> list[Route]:
        """These routes."""
        return [
            get(_PATH, self.look),
            post(_PATH, self.bring),
            get(f"{_PATH}/files/{{upload}}", self.look_at_file),
            post(f"{_PATH}/files/{{upload}}/bring-in", self.bring_in),
            post(f"{_PATH}/checks/{{check}}/right", self.is_right),
            post(f"{_PATH}/checks/{{check}}/close", self.close),
            post(f"{_PATH}/events/{{event_check}}/right", self.event_is_right),
        ]

    async def look(self, visit: Visit) -> web.Response:
        """The queue and the files."""
        return await self._page(visit, Form.filled(_PREFIX, format=_FORMATS[0]))

    async def bring(self, visit: Visit) -> web.Response:
        """Keep a file, and rehearse it."""
        form = await visit.form(_PREFIX)
        chosen, data = form.files.pop("file", None), b""
        if chosen is not None:
            with chosen.file:
                data = chosen.file.read()
        named = form.choice("format", _FORMATS)
        if form.is_good:
            try:
                async with self._console.door.write() as session:
                    row = await self._uploads.take(session, visit.viewer, named, data, visit.now)
            except BadInput as error:
                form.complain(error.field, error.problem)
            else:
                return visit.go(f"{_PATH}/files/{row.id}", done="console_catalogue.done.taken")
        return await self._page(visit, form)

    async def look_at_file(self, visit: Visit) -> web.Response:
        """What would change, what did, and what is wrong with which row."""
        async with self._console.door.read() as session:
            row = await self._uploads.get(session, visit.number("upload"))
        if row is None:
            raise web.HTTPNotFound
        told = row.outcome or row.rehearsal or {}
        return self._frame.page(
            visit, "catalogue_file.html", row=row, told=told, said=partial(self._faults.said, visit.t)
        )

    async def bring_in(self, visit: Visit) -> web.Response:
        """Yes, write it."""
        number = visit.number("upload")
        try:
            async with self._console.door.write() as session:
                await self._uploads.confirm(session, number)
                await self._note(visit, session, "catalogue.imported", f"upload:{number}")
        except NotPossible:
            # Pressed twice, or a colleague was first: the page says how it stands.
            return visit.go(f"{_PATH}/files/{number}")
        return visit.go(f"{_PATH}/files/{number}", done="console_catalogue.done.confirmed")

    async def is_right(self, visit: Visit) -> web.Response:
        """I looked, it is as it says."""
        number = visit.number("check")
        async with self._console.door.write() as session:
            await self._queue.is_right(session, visit.viewer, number, visit.now)
            await self._note(visit, session, "catalogue.checked", f"check:{number}")
        return visit.go(_PATH, done="console_catalogue.done.right")

    async def close(self, visit: Visit) -> web.Response:
        """It is over."""
        number = visit.number("check")
        async with self._console.door.write() as session:
            await self._queue.close(session, visit.viewer, number, visit.now)
            await self._note(visit, session, "catalogue.closed", f"check:{number}")
        return visit.go(_PATH, done="console_catalogue.done.closed")

    async def event_is_right(self, visit: Visit) -> web.Response:
        """I looked at the event, it is as it says."""
        number = visit.number("event_check")
        async with self._console.door.write() as session:
            await self._queue.event_is_right(session, number, visit.now)
            await self._note(visit, session, "catalogue.checked", f"event:{number}")
        return visit.go(_PATH, done="console_catalogue.done.right")

    async def _note(self, visit: Visit, session: Any, act: str, subject: str) -> None:
        await self._console.audit.note(session, visit.viewer.id, act, subject=subject, now=visit.now)

    async def _page(self, visit: Visit, form: Form) -> web.Response:
        async with self._console.door.read() as session:
            waiting = await self._queue.waiting(session, visit.viewer)
            events = await self._queue.events(session, visit.viewer, visit.now)
            files = await self._uploads.recent(session, visit.viewer)
        formats = {name: visit.t.plain(f"console_catalogue.formats.{name.replace('-', '_')}") for name in _FORMATS}
        status = 200 if form.is_good else 422
        return self._frame.page(
            visit,
            "catalogue.html",
            status=status,
            form=form,
            waiting=waiting,
            events=events,
            files=files,
            formats=formats,
        )
