"""What is seen of broadcasts: the list, one with its preview, rehearsal or report, and what we know of one person."""

from __future__ import annotations

from aiohttp import web

from bot.console.console import Console
from bot.console.frame import Frame
from bot.console.routes import Route, get
from bot.console.telegram_look import look_of
from bot.console.visit import Visit
from bot.domain.broadcasts import Act, State, is_possible
from bot.errors import NotPossible
from bot.services.broadcasts.reports import known_to

_PATH = "/console/broadcasts"
_BEFORE = frozenset({State.DRAFT, State.WAITING, State.APPROVED})


class BroadcastPages:
    """Reads only, but for the line of the audit log where somebody was looked at."""

    def __init__(self, frame: Frame, console: Console) -> None:
        self._frame = frame
        self._console = console
        self._outreach = console.services.outreach

    def routes(self) -> list[Route]:
        """These routes."""
        one = f"{_PATH}/{{broadcast}}"
        return [
            get(_PATH, self.look),
            get(f"{_PATH}/told", self.told),
            get(one, self.look_at),
            get(f"{one}/photo", self.photo),
        ]

    async def look(self, visit: Visit) -> web.Response:
        """Everything the organisation wrote, the newest first."""
        async with self._console.door.read() as session:
            rows = await self._outreach.broadcasts.listed(session, visit.viewer.organisation)
            reports = {row.id: await self._outreach.reports.of(session, row) for row in rows if row.started_at}
        return self._frame.page(visit, "broadcasts.html", rows=rows, reports=reports)

    async def look_at(self, visit: Visit) -> web.Response:
        """One of them, as it stands."""
        async with self._console.door.read() as session:
            staff = await self._console.staff.get(session, visit.viewer.id)
            row = await self._outreach.broadcasts.get(session, staff, visit.number("broadcast"))
            state = State(row.state)
            looks, rehearsal = {}, None
            try:
                looks = await self._outreach.broadcasts.preview(session, row)
                if state in _BEFORE:
                    rehearsal = await self._outreach.broadcasts.rehearse(session, row, visit.now)
            except NotPossible:
                pass  # what it was about is gone: the page says so where the preview would be
            report = await self._outreach.reports.of(session, row) if row.started_at else None
            names = await self._outreach.broadcasts.writers(session, row)
        return self._frame.page(
            visit,
            "broadcast.html",
            row=row,
            names=names,
            report=report,
            rehearsal=rehearsal,
            looks={code: look_of(message) for code, message in looks.items()},
            languages={code: self._console.services.languages.own_name(code) for code in looks},
            may={act.value for act in Act if is_possible(act, state)},
            is_own=row.created_by == visit.viewer.id,
            approval_above=self._outreach.broadcasts.approval_above,
            has_telegram=staff.telegram_chat_id is not None,
        )

    async def cancel(self, visit: Visit) -> web.Response:
        """Whether they mean it."""
        async with self._console.door.read() as session:
            staff = await self._console.staff.get(session, visit.viewer.id)
            row = await self._outreach.broadcasts.get(session, staff, visit.number("broadcast"))
        return self._frame.page(visit, "broadcast_cancel.html", row=row)

    async def photo(self, visit: Visit) -> web.Response:
        """The picture above it."""
        async with self._console.door.read() as session:
            staff = await self._console.staff.get(session, visit.viewer.id)
            row = await self._outreach.broadcasts.get(session, staff, visit.number("broadcast"))
            found = await self._outreach.broadcasts.photo(session, row)
        if found is None:
            raise web.HTTPNotFound
        return web.Response(
            body=found.content,
            content_type=found.mime,
            headers={"Content-Security-Policy": "default-src 'none'; sandbox"},
        )

    async def told(self, visit: Visit) -> web.Response:
        """What do we know about one person: handed to Telegram when, and when they were last heard from."""
        asked = visit.query.get("reference", "").strip().upper()[:20]
        known = None
        if asked:
            async with self._console.door.write() as session:
                known = await known_to(session, visit.viewer.organisation, asked)
                if known is not None:
                    await self._console.audit.note(
                        session, visit.viewer.id, "broadcast.told", person_reference=known.reference, now=visit.now
                    )
        return self._frame.page(visit, "broadcast_told.html", asked=asked, known=known)
