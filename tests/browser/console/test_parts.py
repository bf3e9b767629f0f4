"""Every part that rooms are made of, on one page that only exists here."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser

from bot.console.forms import Form
from bot.console.frame import Frame
from bot.console.table import PREFIX, console_application
from bot.console.visit import Visit
from tests.auxil.console import Console, Member
from tests.auxil.looks import WIDTHS, looks_right

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@pytest_asyncio.fixture(loop_scope="session")
async def parts(console: Console) -> AsyncIterator[str]:
    """Where the page is."""
    frame = Frame(Path(__file__).parent / "templates")
    adviser = await console.member("adviser")

    async def page(request: web.Request) -> web.Response:
        visit = await _visit(console, adviser, request)
        form = Form.filled("console_staff", name="Sam <b>", roles=["adviser"])
        for name, key in (("name", "long"), ("email", "missing"), ("councils", "unknown"), ("roles", "missing")):
            form.complain(name, key, most=80)
        return frame.page(visit, "parts_page.html", form=form)

    application = web.Application()
    application.router.add_get("/parts", page)
    application.add_subapp(PREFIX, console_application(console.given))
    async with TestServer(application) as server:
        yield str(server.make_url("/parts"))


async def _visit(console: Console, member: Member, request: web.Request) -> Visit:
    signed_in = await console.given.sign_in.session(await console.token(member))
    assert signed_in is not None
    services = console.given.services
    zone = services.organisations.zone_of(signed_in.viewer.organisation)
    return Visit(request, services.languages.named("en"), console.house.clock.now, zone, "0" * 64, signed_in=signed_in)


@pytest.mark.parametrize("screen", sorted(WIDTHS))
async def test_parts_when_all_are_on_one_page_then_they_fit_and_axe_finds_nothing(
    parts: str, browser: Browser, screen: str
) -> None:
    width, height = WIDTHS[screen]
    context = await browser.new_context(viewport={"width": width, "height": height})
    page = await context.new_page()
    page.set_default_timeout(8000)
    await page.goto(parts)
    await looks_right(page, f"parts-{screen}")
    assert await page.locator(".bubble.person b").count() == 1, "what templates write is markup"
    assert await page.locator("#name").input_value() == "Sam <b>", "what people write is not"
    await context.close()
