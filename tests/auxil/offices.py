"""Where staff sit: browsers that are signed in to the console of a bot that runs as a process of its own."""

from __future__ import annotations

import itertools
import re
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from playwright.async_api import Browser, Page, expect
from sqlalchemy import select

from bot.messages.texts import LocaleTexts, Texts
from bot.services.staff.sign_in import begin
from db.models import Handoff, Person, StaffMember
from tests.auxil.bots import Stand
from tests.auxil.chats import content
from tests.auxil.looks import WIDTHS
from tests.auxil.youths import PATIENCE, Youth

ORGANISATIONS = {"en": "thamesway_advice", "sv": "vagvisaren"}
# To the question what it is about, with the parts of the packet that are taken out.
ASKING = {
    "en": ("/start", "[English]", "[London]", "/person"),
    "sv": ("/start", "[Svenska]", "[Stockholm]", "/person"),
}
_CASE = re.compile(r"/console/cases/(\d+)")
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Desk:
    """One member of staff, their open page, and the words that they read."""

    id: int
    name: str
    page: Page
    t: LocaleTexts

    async def press(self, key: str, **values: Any) -> None:
        """Press a button of the page by its text."""
        await self.page.get_by_role("button", name=self.t.plain(key, **values), exact=True).click()

    async def follow(self, key: str, **values: Any) -> None:
        """Follow a link of the page by its text."""
        main = self.page.get_by_role("main")
        await main.get_by_role("link", name=self.t.plain(key, **values), exact=True).click()

    async def write(self, text: str) -> None:
        """Send words in the case that is open."""
        await self.page.locator("#text").fill(text)
        await self.press("console_cases.send")

    async def reads(self, *texts: str) -> None:
        """The conversation holds these words, each once."""
        for text in texts:
            await expect(self.page.locator(".bubble .words", has_text=text)).to_have_count(1)

    async def is_told(self, key: str, **values: Any) -> None:
        """What the page says after a form."""
        await expect(self.page.locator(".told")).to_contain_text(self.t.plain(key, **values))


class Office:
    """Opens desks and closes them all in the end; a script that complains fails the test."""

    def __init__(self, stand: Stand, browser: Browser, rest: AsyncExitStack) -> None:
        self.stand = stand
        self.complaints: list[str] = []
        self._browser = browser
        self._rest = rest

    async def desk(
        self, name: str, locale: str = "en", screen: str = "desk", *, roles: tuple[str, ...] = ("adviser",), **more: Any
    ) -> Desk:
        """A new member of staff before a page of their own."""
        row = await self._hired(name, locale, roles)
        return await self.at(row, locale, screen, **more)

    async def at(self, row: StaffMember, locale: str, screen: str, **more: Any) -> Desk:
        """One more window of somebody."""
        width, height = WIDTHS[screen]
        now = datetime.now(UTC)
        async with self.stand.database.write() as session:
            token = await begin(session, row, now, is_verified=True)
        url = self.stand.bot.url
        context = await self._browser.new_context(
            base_url=url, viewport={"width": width, "height": height}, locale=locale, **more
        )
        self._rest.push_async_callback(context.close)
        context.set_default_timeout(PATIENCE * 1000)
        cookie = {"name": "wayin_session", "value": token, "url": url, "httpOnly": True, "sameSite": "Lax"}
        await context.add_cookies([cookie])  # type: ignore[list-item]  # Playwright's own dictionary of these names
        page = await context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return Desk(row.id, row.name, page, texts(locale))

    async def _hired(self, name: str, locale: str, roles: tuple[str, ...]) -> StaffMember:
        row = StaffMember(
            email=f"staff{next(_numbers)}@example.org",
            name=name,
            organisation=ORGANISATIONS[locale],
            roles=list(roles),
            councils=[],
            programmes=[],
            locale=locale,
            created_at=datetime.now(UTC),
        )
        async with self.stand.database.write() as session:
            session.add(row)
        return row


def texts(locale: str) -> LocaleTexts:
    """The product's words in one language."""
    return Texts(content().locales).for_locale(locale)


async def asks(youth: Youth, locale: str = "en", topic: str = "work", *, without: str | None = None) -> str:
    """Ask for a person, with a part of the packet taken out; their reference."""
    t = texts(locale)
    await youth.go_through(*ASKING[locale], f"[{t.plain('handoffs.topic.' + topic)}]")
    if without is not None:
        part = t.plain(f"handoffs.check.parts.{without}")
        await youth.tap(t.plain("handoffs.check.remove", part=part))
        await youth.sees_button(t.plain("handoffs.check.restore", part=part))
    await youth.tap(t.plain("handoffs.check.send"))
    sent = await youth.reads("WI-")
    return re.findall(r"WI-[0-9A-Z]{6}", sent["text"])[0]


async def case_of(stand: Stand, reference: str) -> str:
    """The address of somebody's newest case."""
    query = select(Handoff.id).join(Person, Person.id == Handoff.person_id).where(Person.reference == reference)
    async with stand.database.read() as session:
        found = (await session.execute(query.order_by(Handoff.id.desc()).limit(1))).scalar_one()
    return f"/console/cases/{found}"


def case_in(page: Page) -> str:
    """The address of the case that a page shows."""
    found = _CASE.search(page.url)
    assert found is not None, page.url
    return found[0]
