"""Safeguarding, for leads only: the log with its timer, one concern, notes, and what moves it on."""

from __future__ import annotations

from aiohttp import web

from bot.console.console import Console
from bot.console.forms import Form
from bot.console.frame import Frame
from bot.console.routes import Route, get, post
from bot.console.visit import Visit
from bot.services.safeguarding.desk import LONGEST_NOTE

_PREFIX = "console_safeguarding"
_PATH = "/console/safeguarding"


class SafeguardingViews:
    """Every look is written down before anything is shown, so even reading is a transaction that writes."""

    def __init__(self, frame: Frame, console: Console) -> None:
        self._frame = frame
        self._console = console
        self._desk = console.services.safeguarding_desk

    def routes(self) -> list[Route]:
        """These routes."""
        one = f"{_PATH}/{{concern}}"
        return [
            get(_PATH, self.look),
            get(one, self.look_at),
            post(f"{one}/acknowledge", self.acknowledge),
            post(f"{one}/note", self.write_note),
            get(f"{one}/close", self.ask_close),
            post(f"{one}/close", self.close),
            post(f"{one}/news", self.resume_news),
        ]

    async def look(self, visit: Visit) -> web.Response:
        """The open concerns, danger first; or the closed ones."""
        closed = visit.query.get("show") == "closed"
        async with self._console.door.write() as session:
            found = await self._desk.listed(session, visit.viewer, visit.now, closed=closed)
        return self._frame.page(visit, "safeguarding.html", concerns=found, closed=closed)

    async def look_at(self, visit: Visit) -> web.Response:
        """One concern."""
        return await self._one(visit, Form(_PREFIX))

    async def acknowledge(self, visit: Visit) -> web.Response:
        """ "I have it"."""
        async with self._console.door.write() as session:
            done = await self._desk.acknowledge(session, visit.viewer, visit.number("concern"), visit.now)
        return self._back(visit, "acknowledged" if done else "taken")

    async def write_note(self, visit: Visit) -> web.Response:
        """Something to remember; never sent."""
        form = await visit.form(_PREFIX)
        text = form.long_text("text", most=LONGEST_NOTE)
        if not form.is_good:
            return await self._one(visit, form)
        async with self._console.door.write() as session:
            await self._desk.write_note(session, visit.viewer, visit.number("concern"), text, visit.now)
        return self._back(visit, "noted")

    async def ask_close(self, visit: Visit) -> web.Response:
        """Whether it is dealt with."""
        async with self._console.door.write() as session:
            page = await self._desk.read(session, visit.viewer, visit.number("concern"), visit.now)
        return self._frame.page(visit, "safeguarding_close.html", page=page)

    async def close(self, visit: Visit) -> web.Response:
        """Out of the log of open ones."""
        async with self._console.door.write() as session:
            await self._desk.close(session, visit.viewer, visit.number("concern"), visit.now)
        return visit.go(_PATH, done="console_safeguarding.done.closed")

    async def resume_news(self, visit: Visit) -> web.Response:
        """Bulk messages may reach the person again."""
        async with self._console.door.write() as session:
            done = await self._desk.resume_news(session, visit.viewer, visit.number("concern"), visit.now)
        return self._back(visit, "news" if done else "no_news")

    async def _one(self, visit: Visit, form: Form) -> web.Response:
        async with self._console.door.write() as session:
            page = await self._desk.read(session, visit.viewer, visit.number("concern"), visit.now)
        status = 200 if form.is_good else 422
        return self._frame.page(visit, "safeguarding_concern.html", status=status, page=page, form=form)

    def _back(self, visit: Visit, done: str) -> web.Response:
        return visit.go(f"{_PATH}/{visit.number('concern')}", done=f"console_safeguarding.done.{done}")
