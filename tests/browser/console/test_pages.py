"""Every page of the frame, on a phone and on a desk, in both languages: it fits, and axe finds nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page

from bot.domain.access import Role
from bot.services.staff.staff import Post
from tests.auxil.chats import House
from tests.auxil.console import SE, UK, Console, Member
from tests.auxil.looks import WIDTHS, looks_right

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
ORGANISATIONS = {"en": UK, "sv": SE}
SCOPES = {"en": (["newham", "tower_hamlets"], ["win"]), "sv": (["solna"], ["entry_hub"])}
PAGES = {
    "home": "/console",
    "me": "/console/me",
    "me-password": "/console/me/password",
    "me-language": "/console/me/language",
    "me-away": "/console/me/away",
    "second-factor": "/console/me/second-factor",
    "staff": "/console/staff",
    "staff-invite": "/console/staff/invite",
    "audit": "/console/audit",
    "audit-page-2": "/console/audit?page=2",
    "audit-empty": "/console/audit?person=WI-NOBODY",
    "not-found": "/console/nothing",
}


@pytest.fixture(params=["en", "sv"])
def locale(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest_asyncio.fixture(loop_scope="session")
async def admin(console: Console, house: House, locale: str) -> Member:
    """An admin among colleagues in every state, with a log of two pages behind them."""
    organisation = ORGANISATIONS[locale]
    councils, programmes = SCOPES[locale]
    admin = await console.member("admin", "coordinator", organisation=organisation, locale=locale, name="Alex Moreno")
    adviser = await console.member(organisation=organisation, name="Bea Carter", councils=councils)
    gone = await console.member("coordinator", organisation=organisation, name="نور حداد", programmes=programmes)
    now = house.clock.now
    async with house.database.write() as session:
        await console.given.staff.invite(
            session,
            "a.rather.long.address.of.somebody@jobs.example.org",
            organisation,
            Post(
                "Maximiliana-Katherine Featherstonehaugh-Lindqvist", frozenset({Role.SAFEGUARDING_LEAD, Role.ADVISER})
            ),
            by=admin.id,
            now=now,
        )
        await console.given.staff.disable(session, gone.id, by=admin.id, now=now)
        for number in range(26):
            reference = f"WI-{number:06}"
            await console.given.audit.note(session, adviser.id, "case.viewed", person_reference=reference, now=now)
    await console.given.accounts.be_away(adviser.id, now.replace(month=12), admin.id)
    return admin


@pytest_asyncio.fixture(loop_scope="session", params=sorted(WIDTHS))
async def window(
    console: Console, browser: Browser, admin: Member, locale: str, request: pytest.FixtureRequest
) -> AsyncIterator[tuple[Page, str]]:
    """The admin's window, and what to call pictures of it."""
    width, height = WIDTHS[request.param]
    context = await console.browser_context(
        browser, admin, viewport={"width": width, "height": height}, bypass_csp=True
    )
    yield await context.new_page(), f"{locale}-{request.param}"
    await context.close()


async def test_pages_when_looked_at_then_they_fit_and_axe_finds_nothing(
    window: tuple[Page, str], admin: Member
) -> None:
    page, name = window
    for called, path in {**PAGES, "member": f"/console/staff/{admin.id + 1}"}.items():
        await page.goto(path)
        await looks_right(page, f"{name}-{called}")
    for what in ("disable", "reset"):
        await page.goto(f"/console/staff/{admin.id + 1}/{what}")
        await looks_right(page, f"{name}-{what}")


async def test_problems_when_shown_then_they_fit_and_axe_finds_nothing(window: tuple[Page, str]) -> None:
    page, name = window
    for path in ("/console/staff/invite", "/console/me/password", "/console/me/away"):
        await page.goto(path)
        await page.locator("main form .button.main").click()
        await page.locator(".problems").wait_for()
        await looks_right(page, f"{name}-problem-{path.rpartition('/')[2]}")


async def test_menu_when_opened_on_a_phone_then_it_fits_and_axe_finds_nothing(window: tuple[Page, str]) -> None:
    page, name = window
    await page.goto("/console/staff")
    if "phone" in name:
        await page.locator(".menu-button").click()
    await page.locator(".rooms").wait_for()
    await looks_right(page, f"{name}-menu")


@pytest.mark.parametrize("screen", sorted(WIDTHS))
async def test_doors_when_nobody_is_in_then_they_fit_and_axe_finds_nothing(
    console: Console, house: House, browser: Browser, locale: str, screen: str
) -> None:
    width, height = WIDTHS[screen]
    context = await console.browser_context(
        browser, viewport={"width": width, "height": height}, bypass_csp=True, locale=locale
    )
    page = await context.new_page()
    await page.goto("/console")
    await looks_right(page, f"{locale}-{screen}-sign-in")
    await page.locator(".button.main").click()
    await looks_right(page, f"{locale}-{screen}-sign-in-problem")
    lead = await console.member("safeguarding_lead", organisation=ORGANISATIONS[locale], locale=locale)
    await page.locator("#email").fill(lead.email)
    await page.locator("#password").fill(lead.password)
    await page.keyboard.press("Enter")
    await page.locator("#code").wait_for()
    await looks_right(page, f"{locale}-{screen}-code")
    async with house.database.write() as session:
        post = Post("Leif Sand", frozenset({Role.ADMIN}))
        url = await console.given.staff.invite(
            session, "new@example.org", ORGANISATIONS[locale], post, by=None, now=house.clock.now
        )
    await page.goto("/console/join/" + url.rpartition("/")[2])
    await looks_right(page, f"{locale}-{screen}-join")
    await page.goto("/console/join/nonsense")
    await looks_right(page, f"{locale}-{screen}-link-gone")
    await context.close()
