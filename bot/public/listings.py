"""What is open, as pages that anybody can read: no script, no sign-in, nothing about who looks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.messages.texts import Html, LocaleTexts
from bot.public.frame import Frame
from bot.services.feeds.listings import Listings
from bot.services.feeds.shown import Gone, Listing

INDEX = "/open"
_SLUG = "{slug:[a-z0-9_]{1,60}}"
_LAST_PAGE = 500
_FEEDS = {"json": "application/ld+json", "csv": "text/csv"}
_Look = Callable[[LocaleTexts, str], Awaitable[Listing | None]]


class ListingViews:
    """One page a thing, a list of all, a calendar file and two feeds."""

    def __init__(self, frame: Frame, listings: Listings) -> None:
        self._frame = frame
        self._listings = listings

    def routes(self) -> list[web.RouteDef]:
        """The list first, for its feeds are named like things."""
        return [
            web.get(INDEX, self.shelf),
            web.get(INDEX + "/feed.{form:json|csv}", self.feed),
            web.get(f"{INDEX}/o/{_SLUG}", self.opportunity),
            web.get(f"{INDEX}/e/{_SLUG}", self.event),
            web.get(f"{INDEX}/e/{_SLUG}.ics", self.event_file),
        ]

    async def shelf(self, request: web.Request) -> web.Response:
        """Everything that is open, a page at a time."""
        country, t = self._country(request), self._texts(request)
        asked = request.query.get("page", "1")
        number = min(int(asked), _LAST_PAGE) if asked.isdecimal() and len(asked) < 6 else 1
        shelf = await self._listings.shelf(t, country, max(number, 1))
        return self._frame.page(
            "listings.html",
            t,
            indexed=True,
            shelf=shelf,
            countries=[(code, t.plain(f"people.country.{code}")) for code in self._listings.countries],
            query=f"country={country}&",
            languages=self._listings.other_languages(t),
        )

    async def opportunity(self, request: web.Request) -> web.Response:
        """One opportunity."""
        return await self._page(request, self._listings.opportunity)

    async def event(self, request: web.Request) -> web.Response:
        """One event."""
        return await self._page(request, self._listings.event)

    async def event_file(self, request: web.Request) -> web.Response:
        """Its dates for a calendar."""
        t, slug = self._texts(request), request.match_info["slug"]
        try:
            data = await self._listings.event_file(t, slug)
        except Gone:
            return self._missing(request, 410)
        if data is None:
            return self._missing(request, 404)
        named = {"Content-Disposition": f'attachment; filename="{slug}.ics"', "X-Content-Type-Options": "nosniff"}
        return web.Response(body=data, content_type="text/calendar", charset="utf-8", headers=named)

    async def feed(self, request: web.Request) -> web.Response:
        """Everything, to read by a machine."""
        form, country = request.match_info["form"], self._country(request)
        data = await self._listings.feed(country, form)
        headers = {"Cache-Control": "public, max-age=300", "X-Content-Type-Options": "nosniff"}
        if form == "csv":
            headers["Content-Disposition"] = f'attachment; filename="way-in-{country}.csv"'
        return web.Response(body=data, content_type=_FEEDS[form], charset="utf-8", headers=headers)

    async def _page(self, request: web.Request, look: _Look) -> web.Response:
        t = self._texts(request)
        try:
            found = await look(t, request.match_info["slug"])
        except Gone:
            return self._missing(request, 410)
        if found is None:
            return self._missing(request, 404)
        return self._frame.page(
            "listing.html",
            t,
            indexed=True,
            item=found,
            json_ld=Html(found.json_ld),
            query="",
            languages=self._listings.other_languages(t),
        )

    def _missing(self, request: web.Request, status: int) -> web.Response:
        what = "over" if status == 410 else "unknown"
        t = self._texts(request)
        return self._frame.page("listing_gone.html", t, status=status, what=what, index=INDEX)

    def _texts(self, request: web.Request) -> LocaleTexts:
        asked = request.query.get("lang")
        return self._listings.texts(asked, request.headers.get("Accept-Language"), self._country(request))

    def _country(self, request: web.Request) -> str:
        asked = request.query.get("country", "")
        return asked if asked in self._listings.countries else self._listings.countries[0]
