"""Live: one stream of Server-Sent Events a tab, resumed where it broke off by the case's own counter."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass, field

from aiohttp import web

from bot.console.console import Console
from bot.console.frame import Frame
from bot.console.routes import Route, get
from bot.console.visit import Visit
from bot.domain.access import Act
from bot.services.cases.book import Shown, Watched
from bot.services.cases.messages import Sending
from bot.services.waiting import first_of

# A bell may be missed and the state of a message rings none, so everybody looks by themselves this often.
_LOOK_SECONDS = 1.0
_STILL_THERE_SECONDS = 15.0
# The browser opens it anew and passes every check again: nobody watches for long after they were signed out.
_LONGEST_SECONDS = 300.0
_MOST_UNSURE = 50


@dataclass
class _Watch:
    """Where one stream stands; `unsure` is what the browser shows of each message that may still change its state."""

    version: int
    unsure: dict[int, str] = field(default_factory=dict)
    state: str = ""
    told_at: float = 0.0

    @property
    def on_their_way(self) -> frozenset[int]:
        """Messages that change by themselves; the others do when the person answers."""
        return frozenset(number for number, sending in self.unsure.items() if sending == Sending.QUEUED)


class LiveViews:
    """Each stream reads for itself; a slow browser holds up nobody."""

    def __init__(self, frame: Frame, console: Console) -> None:
        self._frame = frame
        self._console = console
        self._ending = asyncio.Event()

    def routes(self) -> list[Route]:
        """This route."""
        return [get("/console/cases/{case}/stream", self.watch)]

    async def end(self, _application: web.Application) -> None:
        """Let every stream go, so that a restart waits for none."""
        self._ending.set()

    async def watch(self, visit: Visit) -> web.StreamResponse:
        """Send what changed after the version that the browser saw last, and go on."""
        number = visit.number("case")
        watch = _Watch(_version(visit), _unsure(visit))
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "X-Accel-Buffering": "no", "Cache-Control": "no-store"}
        )
        await response.prepare(visit.request)
        ends_at = asyncio.get_running_loop().time() + _LONGEST_SECONDS
        with self._console.services.desk.bells.watch(number) as bell, suppress(ConnectionResetError):
            while not self._ending.is_set() and asyncio.get_running_loop().time() < ends_at:
                if not await self._tell(visit, number, watch, response):
                    break
                await first_of(bell, self._ending, seconds=_LOOK_SECONDS)
                bell.clear()
        return response

    async def _tell(self, visit: Visit, number: int, watch: _Watch, response: web.StreamResponse) -> bool:
        """Write what is new; False when the viewer may not see the case any more, or it is gone."""
        now = self._console.door.now
        book = self._console.services.desk.case_book
        mine = frozenset({visit.viewer.id, *visit.viewer.stands_in_for})
        async with self._console.door.read() as session:
            watched = await book.watched(session, number)
            if watched is None or not visit.may(Act.SEE_CASE, watched.subject):
                await response.write(b"event: gone\ndata: {}\n\n")
                return False
            after = watch.version
            changed = await book.entries(session, watched.case, mine, now, after_version=after, also=watch.on_their_way)
            if any(entry.kind == "person" for entry in changed):
                also = frozenset(watch.unsure)
                changed = await book.entries(session, watched.case, mine, now, after_version=after, also=also)
        await self._write(visit, watched, watch, changed, response)
        return True

    async def _write(
        self, visit: Visit, watched: Watched, watch: _Watch, changed: list[Shown], response: web.StreamResponse
    ) -> None:
        # In the order of versions: wherever the line breaks, all that comes after the last one seen is sent again.
        for entry in sorted(changed, key=lambda one: one.version):
            if entry.version > watch.version or watch.unsure.get(entry.number) != entry.sending:
                await response.write(self._event(visit, watched, entry, max(entry.version, watch.version)))
            watch.unsure.pop(entry.number, None)
            if entry.is_unsure:
                watch.unsure[entry.number] = entry.sending or ""
        if watch.state and watched.standing != watch.state:
            await response.write(b"event: moved\ndata: {}\n\n")
        watch.state, watch.version = watched.standing, watched.case.counter
        now = asyncio.get_running_loop().time()
        if now - watch.told_at > _STILL_THERE_SECONDS:
            await response.write(b": still here\n\n")
            watch.told_at = now

    def _event(self, visit: Visit, watched: Watched, entry: Shown, version: int) -> bytes:
        """One entry as the page shows it; its id is where to go on from."""
        markup = self._frame.part(visit, "case_entry.html", entry=entry, case_id=watched.case.id, acts=entry.is_own)
        data = json.dumps({"number": entry.number, "kind": entry.kind, "html": markup})
        return f"id: {version}\nevent: entry\ndata: {data}\n\n".encode()


def _version(visit: Visit) -> int:
    """The last version this browser saw: what it says after a break, else what the page was made with."""
    for given in (visit.request.headers.get("Last-Event-ID", ""), visit.query.get("after", "")):
        if given.isascii() and given.isdigit() and len(given) < 16:
            return int(given)
    return 0


def _unsure(visit: Visit) -> dict[int, str]:
    """What the browser shows as on its way; it may have left between the page and this stream."""
    given = visit.query.get("unsure", "").split(",")[:_MOST_UNSURE]
    return {int(one): Sending.QUEUED for one in given if one.isascii() and one.isdigit() and len(one) < 16}
