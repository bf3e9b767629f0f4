"""Every page of an event, on a phone and on a desk, in both languages: dates, door, requests, posters and a card."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, Page
from sqlalchemy import select

from db.models import Event, Occurrence
from tests.auxil.chats import House
from tests.auxil.console import SE, UK, Console
from tests.auxil.looks import WIDTHS, looks_right

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
STEPS = {
    UK: ("recruitment_fair", "/start", "[English]", "[London]", "E13", "18", "[No job and not studying]"),
    SE: ("jobbmassa", "/start", "[Svenska]", "[Stockholm]", "Solna", "19"),
}
LONG = "I use a wheelchair and I get tired by noise, is there a quiet room and a lift? " * 3
EMPLOYERS = [
    {"name": "Riverside Hospitals and Services (example)", "next": {}},
    {"name": "Hotell", "next": {}},
]


async def test_pages_when_looked_at_then_they_fit_and_axe_finds_nothing(
    console: Console, house: House, browser: Browser
) -> None:
    await house.load_samples()
    for locale, organisation in (("en", UK), ("sv", SE)):
        event, date = await _busy(house, organisation)
        member = await console.member("coordinator", organisation=organisation, locale=locale)
        for called, (width, height) in WIDTHS.items():
            context = await console.browser_context(
                browser, member, viewport={"width": width, "height": height}, bypass_csp=True
            )
            page = await context.new_page()
            with_axe = (locale, called) == ("en", "phone")
            await _tour(page, event, date, f"{locale}-{called}-events", with_axe=with_axe)
            await context.close()


async def _busy(house: House, organisation: str) -> tuple[int, int]:
    """A fair with somebody on its list, a request, employers, and a link that is handed out."""
    slug, *steps = STEPS[organisation]
    async with house.database.write() as session:
        event = (await session.execute(select(Event).where(Event.slug == slug))).scalar_one()
        date = (await session.execute(select(Occurrence.id).where(Occurrence.event_id == event.id))).scalars().first()
        event.organiser, event.employers = organisation, EMPLOYERS
        await house.services.gatherings.posters.hand_out(
            session, event, "Leamouth Jobcentre, the desk upstairs", "020 7946 0000", house.clock.now
        )
    phone = house.phone(77 if organisation == UK else 78, "en" if organisation == UK else "sv")
    await phone.go_through(*steps)
    await phone.tap_data(f"going:{slug}")
    await phone.tap_data(f"easier:{1 if organisation == UK else 2}")
    await phone.type(LONG)
    assert date is not None
    return event.id, date


async def _tour(page: Page, event: int, date: int, name: str, *, with_axe: bool) -> None:
    one, day = f"/console/events/{event}", f"/console/dates/{date}"
    pages = {
        "list": "/console/events",
        "past": "/console/events?show=past",
        "event": one,
        "new": "/console/events/new",
        "edit": f"{one}/edit",
        "times": f"{one}/times",
        "close": f"{one}/close",
        "posters": f"{one}/posters",
        "card": f"{one}/card",
        "date": day,
        "move": f"{day}/move",
        "call-off": f"{day}/call-off",
    }
    for called, path in pages.items():
        await page.goto(path)
        await looks_right(page, f"{name}-{called}", with_axe=with_axe)
    await page.goto(f"{one}/times")
    await page.locator("#starts_at").fill("15:00")
    await page.locator("#ends_at").fill("17:00")
    await page.locator("main form .button.main").click()
    await page.locator("input[name=sure]").wait_for(state="attached")
    await looks_right(page, f"{name}-times-look", with_axe=with_axe)
    for called, path, button in (
        ("problem", "/console/events/new", "main form .button.main"),
        ("unanswered", day, "#needs .button.main"),
        ("unknown", day, "#door .button.main"),
    ):
        await page.goto(path)
        await page.locator(button).first.click()
        await page.locator(".problems").wait_for()
        await looks_right(page, f"{name}-{called}", with_axe=with_axe)
