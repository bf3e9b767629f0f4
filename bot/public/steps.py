"""A page that somebody shows to a work coach: the steps they chose, for printing too, until it runs out."""

from __future__ import annotations

from aiohttp import web

from bot.public.frame import Frame
from bot.services.journeys.step_pages import StepDoor

PATH = "/steps/{token:[A-Za-z0-9_-]{20,100}}"


class StepViews:
    """Whoever has the address reads it; it names nobody, and every look is noted."""

    def __init__(self, frame: Frame, door: StepDoor) -> None:
        self._frame = frame
        self._door = door

    def routes(self) -> list[web.RouteDef]:
        """The one page. Asking for its head alone is no look at it."""
        return [web.get(PATH, self.look, allow_head=False)]

    async def look(self, request: web.Request) -> web.Response:
        """The steps, or that there is nothing here any more."""
        shown = await self._door.open(request.match_info["token"])
        if shown is not None:
            return self._frame.page("steps.html", shown.t, shown=shown)
        t = self._door.stranger(request.headers.get("Accept-Language"))
        return self._frame.page(
            "notice.html", t, status=410, title="steps.page.over", paragraphs=["steps.page.over_text"]
        )
