"""How many came by one poster: a page for whoever hands it out."""

from __future__ import annotations

from aiohttp import web

from bot.public.frame import Frame
from bot.services.events.poster_counts import PosterCounts

_PATH = "/posters/{code:[A-Z0-9]{4,20}}"


class PosterViews:
    """Two numbers and the name of the event; nothing that tells of anybody."""

    def __init__(self, frame: Frame, counts: PosterCounts) -> None:
        self._frame = frame
        self._counts = counts

    def routes(self) -> list[web.RouteDef]:
        """This route."""
        return [web.get(_PATH, self.look)]

    async def look(self, request: web.Request) -> web.Response:
        """The numbers as of now."""
        t = self._counts.texts(request.headers.get("Accept-Language"))
        found = await self._counts.of(t, request.match_info["code"])
        if found is None:
            return self._frame.page(
                "notice.html",
                t,
                status=404,
                title="public.poster.unknown",
                paragraphs=("public.poster.unknown_text",),
            )
        return self._frame.page("poster.html", t, found=found)
