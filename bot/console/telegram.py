"""My Telegram account: linked by a link that works once, so that a ping reaches me away from this page."""

from __future__ import annotations

from aiohttp import web

from bot.console.console import Console
from bot.console.frame import Frame
from bot.console.routes import Route, get, post
from bot.console.visit import Visit
from bot.services.staff.chats import LIVES

_PATH = "/console/me/telegram"


class TelegramViews:
    """Only ever about whoever is signed in."""

    def __init__(self, frame: Frame, console: Console) -> None:
        self._frame = frame
        self._console = console
        self._chats = console.services.staff_chats

    def routes(self) -> list[Route]:
        """These routes."""
        return [get(_PATH, self.look), post(_PATH, self.link), post(f"{_PATH}/off", self.unlink)]

    async def look(self, visit: Visit) -> web.Response:
        """Whether one is linked."""
        return await self._page(visit, None)

    async def link(self, visit: Visit) -> web.Response:
        """A fresh link, shown once."""
        async with self._console.door.write() as session:
            member = await self._console.staff.get(session, visit.viewer.id)
            url = await self._chats.link(session, member, visit.now) if self._chats.can_link else None
        return await self._page(visit, url)

    async def unlink(self, visit: Visit) -> web.Response:
        """No more pings there."""
        async with self._console.door.write() as session:
            member = await self._console.staff.get(session, visit.viewer.id)
            await self._chats.unlink(session, member, visit.now)
        return visit.go(_PATH, done="console_telegram.done.unlinked")

    async def _page(self, visit: Visit, url: str | None) -> web.Response:
        async with self._console.door.read() as session:
            member = await self._console.staff.get(session, visit.viewer.id)
        minutes = int(LIVES.total_seconds() // 60)
        is_linked = member.telegram_chat_id is not None
        return self._frame.page(
            visit, "telegram.html", is_linked=is_linked, can_link=self._chats.can_link, url=url, minutes=minutes
        )
