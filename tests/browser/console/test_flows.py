"""Coming in through a real browser: an invitation, a second factor, wrong passwords, and the keyboard alone."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, Page, expect

from bot.domain.access import Role
from bot.services.staff import second_factor
from bot.services.staff.staff import Post
from tests.auxil.chats import House
from tests.auxil.console import UK, Console, Member

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
NEW = "a good long password"


async def enter(page: Page, member: Member, password: str) -> None:
    await page.goto("/console/sign-in")
    await page.get_by_label("E-mail address").fill(member.email)
    await page.get_by_label("Password").fill(password)
    await page.get_by_role("button", name="Sign in").click()


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without"])
async def test_somebody_new_when_invited_then_they_come_in_set_up_a_second_factor_and_go_out(
    console: Console, house: House, browser: Browser, scripts: bool
) -> None:
    admin = await console.member("admin")
    office = await console.browser_context(browser, admin, java_script_enabled=scripts)
    page = await office.new_page()
    await page.goto("/console")
    await page.get_by_role("main").get_by_role("link", name="Staff").click()
    await page.get_by_role("link", name="Invite somebody").click()
    await page.get_by_label("E-mail address").fill("lena@example.org")
    await page.get_by_label("Name").fill("Lena Brook")
    await page.get_by_label("Safeguarding lead").check()
    await page.get_by_role("button", name="Make the link").click()
    link = await page.get_by_label("Link").input_value()
    await office.close()

    home = await console.browser_context(browser, java_script_enabled=scripts)
    page = await home.new_page()
    await page.goto("/console/join/" + link.rpartition("/")[2])
    await page.get_by_label("New password").fill(NEW)
    await page.get_by_label("The same once more").fill(NEW)
    await page.get_by_role("button", name="Save and go on").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Set up your second factor")
    secret = await page.locator("input[name=secret]").input_value()
    assert (await page.locator(".spelled").inner_text()).replace(" ", "") == secret
    assert await page.locator(".square").evaluate("img => img.complete && img.naturalWidth > 0"), (
        "our own rules let it in"
    )
    await page.get_by_label("Six digits from the new app").fill(second_factor.code_at(secret, house.clock.now))
    await page.get_by_role("button", name="Save and go on").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Hello, Lena Brook")
    await expect(page.get_by_role("status")).to_have_text("Your second factor is set up.")
    await page.get_by_role("button", name="Sign out").click()
    await expect(page.get_by_role("status")).to_have_text("You are signed out.")
    await page.goto("/console")
    await expect(page).to_have_url(console.url + "/console/sign-in")

    house.clock.advance(minutes=1)
    await page.get_by_label("E-mail address").fill("lena@example.org")
    await page.get_by_label("Password").fill(NEW)
    await page.get_by_role("button", name="Sign in").click()
    await page.get_by_label("Six digits").fill(second_factor.code_at(secret, house.clock.now))
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Hello, Lena Brook")
    await home.close()


async def test_password_when_wrong_too_often_then_the_right_one_waits_too(
    console: Console, house: House, browser: Browser
) -> None:
    adviser = await console.member()
    context = await console.browser_context(browser)
    page = await context.new_page()
    for _ in range(5):
        await enter(page, adviser, "not the password")
        await expect(page.get_by_role("alert")).to_contain_text("We could not sign you in")
    await enter(page, adviser, adviser.password)
    await expect(page.get_by_role("alert")).to_contain_text("wait up to 15 minutes")
    house.clock.advance(minutes=1)
    await enter(page, adviser, adviser.password)
    await expect(page.get_by_role("heading", level=1)).to_contain_text("My cases")
    await context.close()


async def test_keyboard_when_used_alone_then_everything_is_reached_and_problems_are_read_first(
    console: Console, browser: Browser
) -> None:
    admin = await console.member("admin")
    context = await console.browser_context(browser, admin, viewport={"width": 1440, "height": 900})
    page = await context.new_page()
    await page.goto("/console/staff/invite")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    await expect(page.get_by_label("E-mail address")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert")).to_be_focused()
    assert (await page.title()).startswith("Problem:")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("E-mail address")).to_be_focused()
    await page.keyboard.type("kim@example.org")
    await page.keyboard.press("Tab")
    await page.keyboard.type("Kim Key")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Space")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Kim Key is invited")
    await context.close()


async def test_keyboard_when_the_menu_is_opened_on_a_phone_then_escape_closes_it(
    console: Console, browser: Browser
) -> None:
    adviser = await console.member()
    context = await console.browser_context(browser, adviser, viewport={"width": 360, "height": 740})
    page = await context.new_page()
    await page.goto("/console")
    menu = page.get_by_role("navigation", name="Menu")
    await expect(menu).to_be_hidden()
    await page.get_by_role("button", name="Menu").focus()
    await page.keyboard.press("Enter")
    await expect(menu).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(menu).to_be_hidden()
    await context.close()


async def test_pages_when_a_browser_opens_them_then_their_own_rules_are_kept(
    console: Console, house: House, browser: Browser
) -> None:
    admin = await console.member("admin")
    context = await console.browser_context(browser, admin)
    page = await context.new_page()
    complaints: list[str] = []
    elsewhere: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request", lambda got: elsewhere.append(got.url) if not got.url.startswith((console.url, "data:")) else None
    )
    for path in ("/console", "/console/staff", "/console/me/second-factor", "/console/audit", "/console/me/away"):
        await page.goto(path)
    async with house.database.write() as session:
        post = Post("Nora", frozenset({Role.ADVISER}))
        await console.given.staff.invite(session, "n@example.org", UK, post, by=admin.id, now=house.clock.now)
    await page.goto("/console/staff")
    assert (complaints, elsewhere) == ([], [])
    await context.close()


async def test_form_when_its_button_is_pressed_twice_then_it_is_sent_once(console: Console, browser: Browser) -> None:
    admin = await console.member("admin")
    context = await console.browser_context(browser, admin)
    page = await context.new_page()
    sent: list[str] = []
    page.on("request", lambda got: sent.append(got.url) if got.method == "POST" else None)
    await page.goto("/console/staff/invite")
    await page.get_by_label("E-mail address").fill("twice@example.org")
    await page.get_by_label("Name").fill("Tom Twice")
    await page.get_by_label("Adviser").check()
    await page.get_by_role("button", name="Make the link").dblclick()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Tom Twice is invited")
    assert len(sent) == 1
    await context.close()
