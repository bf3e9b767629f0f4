"""The audit log, for admins: who saw or changed whom, page by page."""

from __future__ import annotations

from math import ceil

from aiohttp import web

from bot.console.console import Console
from bot.console.frame import Frame
from bot.console.routes import Route, get
from bot.console.visit import Visit
from bot.services.staff.audit import PAGE


class AuditViews:
    """Of the viewer's own organisation only."""

    def __init__(self, frame: Frame, console: Console) -> None:
        self._frame = frame
        self._console = console

    def routes(self) -> list[Route]:
        """This route."""
        return [get("/console/audit", self.look)]

    async def look(self, visit: Visit) -> web.Response:
        """One page, of everybody or of one member of staff or about one person."""
        asked = visit.query.get("staff", "")
        staff_id = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 16 else None
        person = visit.query.get("person", "").strip().upper()[:12] or None
        async with self._console.door.read() as session:
            found = await self._console.audit.page(
                session, visit.viewer, number=visit.page_number, staff_id=staff_id, person_reference=person
            )
            everybody = await self._console.staff.listed(session, visit.viewer.organisation, visit.now)
        filters = {"staff": asked if staff_id is not None else "", "person": person or ""}
        return self._frame.page(
            visit,
            "audit.html",
            found=found,
            pages=ceil(found.total / PAGE),
            filters=filters,
            staff={str(line.member.id): line.member.name for line in everybody},
        )
