"""The private page in a real browser: on a small phone and a wide screen, with no script, and without a mouse."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, expect
from sqlalchemy import select

from db.models import EqualityAnswer
from tests.auxil.chats import House
from tests.auxil.public_pages import link_path

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

WIDTHS = {"phone": (360, 740), "desk": (1440, 900)}
WAYS = {
    "en": (["[English]", "[London]", "E13", "18"], ("I agree, start", "Continue", "Save my answers")),
    "sv": (["[Svenska]", "[Stockholm]", "Solna", "19"], ("Jag säger ja, börja", "Fortsätt", "Spara mina svar")),
}


async def looks_right(page: Page, name: str) -> None:
    """Nothing sticks out, everything can be hit by a thumb, and axe finds nothing."""
    wide = await page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert wide, f"{name} is wider than the screen"
    small = await page.evaluate(
        "[...document.querySelectorAll('button:not(.first), .option label, input[type=text]')]"
        ".filter(e => e.getBoundingClientRect().height < 44).map(e => e.textContent)"
    )
    assert small == []
    if folder := os.environ.get("WAYIN_SCREENSHOTS"):
        await page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


async def has_no_violations(page: Page) -> None:
    """What axe has to say."""
    results = await Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("locale", WAYS)
@pytest.mark.parametrize("screen", WIDTHS)
async def test_page_when_walked_without_scripts_then_answers_are_saved(
    house: House, address: str, browser: Browser, locale: str, screen: str
) -> None:
    steps, (start, go_on, save) = WAYS[locale]
    await house.phone(language_code=locale).go_through("/start", *steps)
    width, height = WIDTHS[screen]
    context = await browser.new_context(viewport={"width": width, "height": height}, java_script_enabled=False)
    page = await context.new_page()
    page.set_default_timeout(8000)
    await page.goto(address + await link_path(house, 77))
    await page.get_by_role("button", name=start).click()
    for _ in range(5):
        options = page.get_by_role("radio")
        if not await options.count():
            break
        await options.first.check()
        await page.get_by_role("button", name=go_on).click()
    await page.get_by_role("button", name=save).click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(
        "Saved. Thank you." if locale == "en" else "Sparat. Tack."
    )
    await context.close()
    async with house.database.read() as session:
        kept = (await session.execute(select(EqualityAnswer))).scalars().all()
    assert len(kept) == (3 if locale == "en" else 2)


@pytest.mark.parametrize("locale", WAYS)
@pytest.mark.parametrize("screen", WIDTHS)
async def test_every_page_when_looked_at_then_it_fits_and_axe_finds_nothing(
    house: House, address: str, browser: Browser, locale: str, screen: str
) -> None:
    steps, (start, go_on, save) = WAYS[locale]
    await house.phone(language_code=locale).go_through("/start", *steps)
    width, height = WIDTHS[screen]
    context = await browser.new_context(viewport={"width": width, "height": height}, bypass_csp=True)
    page = await context.new_page()
    page.set_default_timeout(8000)
    await page.goto(address + await link_path(house, 77))

    async def look(name: str) -> None:
        await has_no_violations(page)
        await looks_right(page, f"{locale}-{screen}-{name}")

    await look("1-start")
    await page.get_by_role("button", name=start).click()
    await look("2-question")
    for number in range(5):
        options = page.get_by_role("radio")
        if not await options.count():
            break
        own_words = page.locator("#option-own_words")
        if number == 2 and await own_words.count():
            await own_words.check()
            await page.get_by_role("button", name=go_on).click()
            await look("4-problem")
            await page.locator("#words").fill("Somali")
        else:
            await options.first.check()
        await page.get_by_role("button", name=go_on).click()
        await look(f"3-step-{number}")
    await look("5-check")
    await page.get_by_role("button", name=save).click()
    await look("6-saved")
    await page.reload()
    await look("7-gone")
    await context.close()


async def test_question_when_answered_by_keyboard_then_enter_goes_on_and_not_back(
    house: House, address: str, browser: Browser
) -> None:
    await house.phone().go_through("/start", *WAYS["en"][0])
    context = await browser.new_context(viewport={"width": 1440, "height": 900})
    page = await context.new_page()
    page.set_default_timeout(8000)
    await page.goto(address + await link_path(house, 77))
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("button", name="I agree, start")).to_be_focused()
    await page.keyboard.press("Enter")
    await page.get_by_role("radio", name="Female").focus()
    await page.keyboard.press("Space")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("What is your ethnic group?")
    await context.close()


async def test_page_when_opened_by_a_browser_then_its_own_rules_are_kept(
    house: House, address: str, browser: Browser
) -> None:
    await house.phone().go_through("/start", *WAYS["en"][0])
    complaints: list[str] = []
    page = await browser.new_page()
    page.on("console", lambda message: complaints.append(message.text))
    elsewhere: list[str] = []
    page.on("request", lambda request: elsewhere.append(request.url) if not request.url.startswith(address) else None)
    await page.goto(address + await link_path(house, 77))
    await page.get_by_role("button", name="I agree, start").click()
    assert elsewhere == []
    assert [text for text in complaints if "favicon" not in text.lower()] == []
    await page.close()
