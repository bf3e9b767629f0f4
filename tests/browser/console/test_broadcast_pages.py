"""Every page of a broadcast, on a phone and on a desk, in both languages, in every state it can be in."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, Page

from bot.sandbox.samples import png
from bot.services.broadcasts.drafts import Image
from tests.auxil.chats import House
from tests.auxil.console import SE, UK, Console
from tests.auxil.looks import WIDTHS, looks_right
from tests.integration.broadcasts.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
LONG = "<b>Recruitment fair</b>, {organisation}. Bring a friend & your questions. ".replace("&", "&amp;") * 4
BUTTON = {"text": {"en": "How to get there", "sv": "Hitta hit"}, "url": "https://www.gov.uk/a"}


async def test_pages_when_looked_at_then_they_fit_and_axe_finds_nothing(
    console: Console, house: House, browser: Browser
) -> None:
    stage = Stage(house)
    await house.load_samples()
    await stage.crowd(130)
    await stage.crowd(9, first=5000, wanting=None)
    await stage.crowd(3, first=7000, country="se", locale="sv")
    for locale, organisation in (("en", UK), ("sv", SE)):
        numbers = await _broadcasts(stage, organisation, "uk" if locale == "en" else "se")
        member = await console.member("coordinator", organisation=organisation, locale=locale)
        for called, (width, height) in WIDTHS.items():
            context = await console.browser_context(
                browser, member, viewport={"width": width, "height": height}, bypass_csp=True
            )
            page = await context.new_page()
            await _tour(page, numbers, f"{locale}-{called}-broadcasts", with_axe=(locale, called) == ("en", "phone"))
            await context.close()


async def _tour(page: Page, numbers: dict[str, int], name: str, *, with_axe: bool) -> None:
    one = f"/console/broadcasts/{numbers['draft']}"
    pages = {
        "list": "/console/broadcasts",
        "new": "/console/broadcasts/new",
        "draft": one,
        "edit": f"{one}/edit",
        "sending": f"/console/broadcasts/{numbers['sending']}",
        "cancel": f"/console/broadcasts/{numbers['sending']}/cancel",
        "told": "/console/broadcasts/told?reference=WI-1000",
        "told-nobody": "/console/broadcasts/told?reference=WI-000000",
    }
    for called, path in pages.items():
        await page.goto(path)
        await looks_right(page, f"{name}-{called}", with_axe=with_axe)
    await page.goto("/console/broadcasts/new")
    await page.locator("main form .button.main").click()
    await page.locator(".problems").wait_for()
    await looks_right(page, f"{name}-problem", with_axe=with_axe)


async def _broadcasts(stage: Stage, organisation: str, country: str) -> dict[str, int]:
    """A draft with all that one can have, and one that is half way."""
    writer = await stage.hire(f"Ama-{country}", organisation)
    image = Image("fair.png", "image/png", png(640, 360, (20, 90, 120)))
    texts = {"en": LONG, "sv": "<b>Mässa</b> nära dig. " * 5}
    everything = {"texts": texts, "audience": {"country": country}, "buttons": (BUTTON,), "image": image}
    draft = await stage.save(writer, **everything)
    sent = await stage.save(writer, texts=texts, audience={"country": country}, name="Open day " + "long name " * 9)
    await stage.act("submit", writer, sent.id)
    if country == "uk":
        await stage.act("approve", await stage.hire("Bo", organisation), sent.id)
    await stage.work()
    await stage.claim(40)
    return {"draft": draft.id, "sending": sent.id}
