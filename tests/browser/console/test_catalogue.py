"""The catalogue's room, on a phone and on a desk, in both languages: it fits, and axe finds nothing."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser
from sqlalchemy import update

from bot.services.feeds.uploads import UploadWork
from db.models import Upload
from tests.auxil.chats import House, content
from tests.auxil.console import SE, UK, Console
from tests.auxil.console_subjects import MAKERS
from tests.auxil.looks import WIDTHS, looks_right
from tests.integration.opportunities.test_imports import table

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_catalogue_when_looked_at_then_it_fits_and_axe_finds_nothing(
    console: Console, house: House, browser: Browser
) -> None:
    for locale, organisation in (("en", UK), ("sv", SE)):
        coordinator = await console.member("coordinator", organisation=organisation, locale=locale)
        number = await MAKERS["upload"](console, organisation)
        await MAKERS["check"](console, organisation)
        one = await MAKERS["opportunity"](console, organisation)
        async with house.database.write() as session:
            data = table({"id": "1"}, {"id": "2", "closes": "soonish"}, {"id": "3", "title": ""})
            await session.execute(update(Upload).where(Upload.id == number).values(data=data, state="waiting"))
        services = house.services
        await UploadWork(
            house.database, house.clock, content(), services.offers.catalogue, services.organisations
        ).run()
        for screen, (width, height) in WIDTHS.items():
            context = await console.browser_context(
                browser, coordinator, viewport={"width": width, "height": height}, bypass_csp=True
            )
            page = await context.new_page()
            for name, path in (
                ("room", "/console/catalogue"),
                ("file", f"/console/catalogue/files/{number}"),
                ("all", "/console/catalogue/opportunities"),
                ("one", f"/console/catalogue/opportunities/{one}"),
                ("new", "/console/catalogue/opportunities/new"),
            ):
                await page.goto(path)
                await looks_right(page, f"catalogue-{locale}-{screen}-{name}")
            await context.close()
