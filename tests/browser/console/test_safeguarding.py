"""The lead's rooms on a phone and on a desk, in both languages: they fit, axe finds nothing, and they work."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page

from db.models import Concern, ConcernNote, DutyShift
from tests.auxil.chats import House
from tests.auxil.console import SE, UK, Console, Member
from tests.auxil.looks import WIDTHS, looks_right

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
ORGANISATIONS = {"en": UK, "sv": SE}
LONG = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\nأحتاج مساعدة"


@pytest.fixture(params=["en", "sv"])
def locale(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest_asyncio.fixture(loop_scope="session")
async def lead(console: Console, house: House, locale: str) -> Member:
    """A lead with concerns in every state, and a rota with a gap."""
    organisation, now = ORGANISATIONS[locale], house.clock.now
    lead = await console.member("safeguarding_lead", organisation=organisation, locale=locale, name="Lena Brook")
    second = await console.member("safeguarding_lead", organisation=organisation, name="نور حداد")
    house.services.staff_chats.known_as("way_in_bot")

    def concern(kind: str, level: str, state: str, hours: int) -> Concern:
        return Concern(
            reference="WI-7K3Q9B",
            chat_id=1,
            country=locale,
            organisation=organisation,
            kind=kind,
            level=level,
            words=LONG,
            state=state,
            reads_by=now + timedelta(hours=hours),
            created_at=now,
            closed_at=now if state == "closed" else None,
        )

    async with house.database.write() as session:
        session.add(concern("suicide_imminent", "imminent", "open", -1))
        session.add(concern("workplace_sexual_harassment", "concern", "open", 2))
        session.add(concern("homeless", "concern", "acknowledged", 2))
        session.add(concern("support", "concern", "closed", 2))
        await session.flush()
        session.add(ConcernNote(concern_id=1, staff_id=second.id, text=LONG, written_at=now))
        shift = {"organisation": organisation, "staff_id": lead.id, "second_id": second.id}
        session.add(DutyShift(**shift, starts_at=now, ends_at=now + timedelta(hours=50)))
    return lead


@pytest_asyncio.fixture(loop_scope="session", params=sorted(WIDTHS))
async def window(
    console: Console, browser: Browser, lead: Member, locale: str, request: pytest.FixtureRequest
) -> AsyncIterator[tuple[Page, str]]:
    """The lead's window, and what to call pictures of it."""
    width, height = WIDTHS[request.param]
    context = await console.browser_context(browser, lead, viewport={"width": width, "height": height}, bypass_csp=True)
    yield await context.new_page(), f"{locale}-{request.param}"
    await context.close()


async def test_rooms_when_looked_at_then_they_fit_and_axe_finds_nothing(window: tuple[Page, str]) -> None:
    page, name = window
    pages = {
        "log": "/console/safeguarding",
        "log-closed": "/console/safeguarding?show=closed",
        "concern": "/console/safeguarding/1",
        "concern-closed": "/console/safeguarding/4",
        "close": "/console/safeguarding/1/close",
        "duty": "/console/duty",
        "duty-empty": "/console/duty?day=2027-02-01",
        "telegram": "/console/me/telegram",
        "home": "/console",
        "me": "/console/me",
    }
    for called, path in pages.items():
        await page.goto(path)
        await looks_right(page, f"{name}-safeguarding-{called}")
    for path, button in (
        ("/console/duty", "main form.narrow .button"),
        ("/console/safeguarding/1", "main form:has(textarea) .button"),
    ):
        await page.goto(path)
        await page.locator(button).click()
        await page.locator(".problems").wait_for()
        await looks_right(page, f"{name}-safeguarding-problem")


async def test_concern_when_lived_through_then_is_taken_noted_and_closed(window: tuple[Page, str]) -> None:
    page, _ = window
    await page.goto("/console/safeguarding")
    await page.locator("main table a").first.click()
    await page.locator(".notice .button.main").click()
    await page.locator("main textarea").fill("Rang back.")
    await page.locator("main form:has(textarea) .button").click()
    await page.get_by_text("Rang back.").wait_for()
    await page.locator("main a.danger-quiet").click()
    await page.locator("main .button.danger").click()
    await page.wait_for_url("**/console/safeguarding")
    assert await page.locator("main tbody tr").count() == 2
