"""The first page: what there is to do here."""

from __future__ import annotations

from aiohttp import web

from bot.console.console import Console
from bot.console.frame import Frame
from bot.console.routes import Route, get
from bot.console.visit import Visit
from bot.domain.access import Act


class HomeViews:
    """One card a room."""

    def __init__(self, frame: Frame, console: Console) -> None:
        self._frame = frame
        self._console = console

    def routes(self) -> list[Route]:
        """This route, and the styles and scripts of every page."""
        return [get("/console", self.look), get("/console/static/{name}", self._frame.static)]

    async def look(self, visit: Visit) -> web.Response:
        """Who is here, where they work, and the rooms they may enter."""
        if visit.may(Act.WORK_CASE):
            # Whoever answers people starts with whom they answer.
            return visit.go("/console/cases")
        organisation = self._console.services.organisations.get(visit.viewer.organisation)
        concerns = None
        if visit.may(Act.SEE_CONCERNS):
            async with self._console.door.read() as session:
                concerns = await self._console.services.safeguarding_desk.waiting(session, visit.viewer)
        return self._frame.page(visit, "home.html", organisation=organisation.name, concerns=concerns)
