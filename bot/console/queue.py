"""The queue: who waits for a person, in the order in which promises end."""

from __future__ import annotations

from math import ceil

from aiohttp import web

from bot.console.console import Console
from bot.console.frame import Frame
from bot.console.routes import Route, get
from bot.console.visit import Visit
from bot.services.cases.lists import PAGE

_FILTERS = ("topic", "locale", "council")


class QueueViews:
    """Filters stand in the address, so that a filtered queue can be kept and shared."""

    def __init__(self, frame: Frame, console: Console) -> None:
        self._frame = frame
        self._console = console

    def routes(self) -> list[Route]:
        """This route."""
        return [get("/console/queue", self.look)]

    async def look(self, visit: Visit) -> web.Response:
        """One page of the queue."""
        chosen = {name: visit.query.get(name, "") for name in _FILTERS}
        wanted = {name: value for name, value in chosen.items() if value}
        services = self._console.services
        async with self._console.door.read() as session:
            lists = services.desk.case_lists
            queue = await lists.queue(session, visit.viewer, page=visit.page_number, **wanted)
            kept = await lists.kept(session, visit.viewer, visit.now)
        return self._frame.page(
            visit,
            "queue.html",
            queue=queue,
            kept=kept,
            chosen=chosen,
            is_filtered=bool(wanted),
            pages=ceil(queue.total / PAGE),
            councils=services.organisations.place_names(queue.councils),
            languages={code: services.languages.own_name(code) for code in queue.locales if code},
        )
