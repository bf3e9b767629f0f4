"""Posters of an event: its address and code, cards to print, and an own link for whoever hands them out."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from bot.console.console import Console
from bot.console.event_forms import PREFIX
from bot.console.forms import Form
from bot.console.frame import Frame
from bot.console.routes import Route, get, post
from bot.console.visit import Visit
from bot.errors import BadInput, NotFound
from bot.services.events.posters import LONGEST_HOLDER, LONGEST_PHONE, qr_png, qr_svg

_PATH = "/console/events/{event}"


class PosterViews:
    """`?link=` names one link of the event; without it the event's own address is meant."""

    def __init__(self, frame: Frame, console: Console) -> None:
        self._frame = frame
        self._console = console
        self._desk = console.services.gatherings.desk
        self._posters = console.services.gatherings.posters

    def routes(self) -> list[Route]:
        """These routes."""
        return [
            get(f"{_PATH}/posters", self.look),
            post(f"{_PATH}/posters", self.hand_out),
            post(f"{_PATH}/posters/remove", self.take_back),
            get(f"{_PATH}/qr.svg", self.svg),
            get(f"{_PATH}/qr.png", self.png),
            get(f"{_PATH}/card", self.card),
        ]

    async def look(self, visit: Visit) -> web.Response:
        """Every link, and how many came by it."""
        return await self._page(visit, Form(PREFIX))

    async def hand_out(self, visit: Visit) -> web.Response:
        """A link of somebody's own."""
        form = await visit.form(PREFIX)
        holder = form.text("holder", most=LONGEST_HOLDER)
        phone = form.text("phone", most=LONGEST_PHONE, required=False)
        if form.is_good:
            try:
                async with self._console.door.write() as session:
                    event = await self._desk.get(session, visit.number("event"))
                    await self._posters.hand_out(session, event, holder, phone, visit.now)
                    await self._note(session, visit, "event.link_made")
            except BadInput as error:
                form.complain(error.field, error.problem)
        if form.is_good:
            return visit.go(f"/console/events/{visit.number('event')}/posters", done="console_events.done.link_made")
        return await self._page(visit, form)

    async def take_back(self, visit: Visit) -> web.Response:
        """A link less."""
        form, path = await visit.form(PREFIX), f"/console/events/{visit.number('event')}/posters"
        try:
            async with self._console.door.write() as session:
                event = await self._desk.get(session, visit.number("event"))
                await self._posters.take_back(session, event, form.value("code"))
                await self._note(session, visit, "event.link_removed")
        except NotFound:
            return visit.go(path)
        return visit.go(path, done="console_events.done.link_removed")

    async def svg(self, visit: Visit) -> web.Response:
        """The code, sharp at any size."""
        return _file(qr_svg((await self._one(visit))[0]), "image/svg+xml", "code.svg")

    async def png(self, visit: Visit) -> web.Response:
        """The code as a picture."""
        return _file(qr_png((await self._one(visit))[0]), "image/png", "code.png")

    async def card(self, visit: Visit) -> web.Response:
        """A card of a quarter of a page, with a number for those without the app."""
        address, phone = await self._one(visit)
        number = visit.number("event")
        async with self._console.door.read() as session:
            event, lines = await self._desk.get(session, number), await self._desk.dates_of(session, number)
        ahead = [one for one in lines if one.dated.occurrence.state == "open" and one.dated.starts_at > visit.now]
        return self._frame.page(
            visit,
            "poster_card.html",
            event=event,
            line=ahead[0] if ahead else None,
            address=address,
            phone=phone or (event.contact or {}).get("phone"),
            code=visit.query.get("link", ""),
        )

    async def _one(self, visit: Visit) -> tuple[str, str | None]:
        """The address that is asked for, and the number that stands on its card."""
        code, door = visit.query.get("link", ""), visit.query.get("door", "")
        async with self._console.door.read() as session:
            event = await self._desk.get(session, visit.number("event"))
            if door:
                lines = await self._desk.dates_of(session, event.id)
                if door not in {line.dated.occurrence.door_code for line in lines}:
                    raise NotFound("door", 0)
                return self._posters.door_address(event, door), None
            row = await self._posters.find(session, event, code) if code else None
            return self._posters.address(event, code or None), row.phone if row else None

    async def _page(self, visit: Visit, form: Form) -> web.Response:
        async with self._console.door.read() as session:
            event = await self._desk.get(session, visit.number("event"))
            links = await self._posters.of(session, event)
            address = self._posters.address(event)
        status = 200 if form.is_good else 422
        return self._frame.page(
            visit, "posters.html", status=status, event=event, links=links, address=address, form=form
        )

    async def _note(self, session: Any, visit: Visit, act: str) -> None:
        await self._console.audit.note(
            session, visit.viewer.id, act, subject=f"event:{visit.number('event')}", now=visit.now
        )


def _file(body: bytes, mime: str, name: str) -> web.Response:
    return web.Response(
        body=body,
        content_type=mime,
        headers={
            "Content-Disposition": f'inline; filename="{name}"',
            "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        },
    )
