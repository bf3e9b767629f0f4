"""The phones in a real browser, as people use them."""

import asyncio
from pathlib import Path

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect
from telegram import Bot, BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup

from bot.sandbox.client import SandboxClient
from bot.sandbox.running import as_process
from bot.sandbox.samples import png
from tests.browser.sandbox.conftest import PHONE, Opening

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

CHOICE = InlineKeyboardMarkup(
    [[InlineKeyboardButton("Yes", callback_data="yes"), InlineKeyboardButton("No", callback_data="no")]]
)


async def sam_started(sandbox: SandboxClient) -> int:
    sam = await sandbox.person("Sam", language_code="en")
    await sandbox.start(sam)
    return sam


async def tab_to(page: Page, label: str) -> None:
    """Press Tab until the focus is on what has this name, as a keyboard user would."""
    for _ in range(40):
        await page.keyboard.press("Tab")
        name = "document.activeElement.getAttribute('aria-label') || document.activeElement.textContent.trim()"
        if await page.evaluate(name) == label:
            return
    raise AssertionError(f"Tab never reached {label}")


async def test_newcomer_when_using_only_the_keyboard_then_gets_from_nothing_to_a_toast(
    sandbox: SandboxClient, ptb: Bot, opened: Opening
) -> None:
    async with opened(sandbox.url) as page:
        await expect(page.get_by_text("No phone is open")).to_be_visible()
        await tab_to(page, "Add a person")
        await page.keyboard.press("Enter")
        await page.keyboard.type("Freja")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("region", name="Freja's phone")).to_be_visible()
        await tab_to(page, "Start")
        await page.keyboard.press("Enter")
        (update,) = await ptb.get_updates(timeout=5)
        assert update.message.text == "/start"
        freja = update.effective_user.id

        await expect(page.get_by_role("textbox", name="Message")).to_be_focused()
        await page.keyboard.type("Hej\n")
        updates = await ptb.get_updates(offset=update.update_id + 1, timeout=5)
        assert updates[-1].message.text == "Hej"

        await ptb.send_message(freja, "Do you want this?", reply_markup=CHOICE)
        await expect(page.get_by_role("log")).to_contain_text("Do you want this?")
        await tab_to(page, "Yes")
        await page.keyboard.press("Enter")
        yes = page.get_by_role("button", name="Yes")
        await expect(yes).to_have_attribute("aria-busy", "true")
        await expect(yes).to_be_focused()
        (update,) = await ptb.get_updates(offset=updates[-1].update_id + 1, timeout=5)
        await update.callback_query.answer("Saved")
        await expect(page.get_by_text("Saved")).to_be_visible()
        await expect(yes).not_to_have_attribute("aria-busy", "true")


async def test_messages_when_edited_or_deleted_then_the_phone_follows(
    sandbox: SandboxClient, ptb: Bot, opened: Opening
) -> None:
    sam = await sam_started(sandbox)
    async with opened(sandbox.url) as page:
        log = page.get_by_role("log")
        sent = await ptb.send_message(sam, "First")
        await expect(log).to_contain_text("First")
        await ptb.edit_message_text("<b>Second</b>", sam, sent.message_id, parse_mode="HTML")
        await expect(log.locator("b")).to_have_text("Second")
        await expect(log).to_contain_text("edited")
        await ptb.delete_message(sam, sent.message_id)
        await expect(log).not_to_contain_text("Second")

        box = page.get_by_role("textbox", name="Message")
        await box.fill("I am 71")
        await box.press("Enter")
        await expect(log).to_contain_text("I am 71")
        await box.press("ArrowUp")
        await box.fill("I am 17")
        await box.press("Enter")
        await expect(log).to_contain_text("I am 17")
        await expect(log).not_to_contain_text("I am 71")
    assert [one["kind"] for one in await sandbox.pending()] == ["message", "message", "edited_message"]


async def test_person_when_blocking_restarting_and_opening_a_link_then_the_bot_hears_it(
    sandbox: SandboxClient, ptb: Bot, opened: Opening
) -> None:
    await sam_started(sandbox)
    async with opened(sandbox.url) as page:
        await page.get_by_role("button", name="More").click()
        await page.get_by_role("button", name="Block the bot").click()
        await page.get_by_role("button", name="Restart the bot").click()
        await page.get_by_role("button", name="More").click()
        await page.get_by_role("button", name="Open a link…").click()
        await page.get_by_label("Link or code").fill("https://t.me/some_bot?start=event_7")
        await page.get_by_role("button", name="Open", exact=True).click()
        await expect(page.get_by_role("log")).to_contain_text("/start event_7")
    updates = await ptb.get_updates()
    statuses = [one.my_chat_member.new_chat_member.status for one in updates if one.my_chat_member]
    assert statuses == ["kicked", "member"]
    assert [one.message.text for one in updates if one.message] == ["/start", "/start", "/start event_7"]


async def test_text_when_it_looks_like_markup_then_it_is_only_text(
    sandbox: SandboxClient, ptb: Bot, opened: Opening
) -> None:
    nasty = "<img src=x onerror=alert(1)><script>alert(2)</script>"
    sam = await sandbox.person(nasty)
    await sandbox.start(sam)
    buttons = InlineKeyboardMarkup([[InlineKeyboardButton(nasty, url="https://example.org")]])
    await ptb.send_message(sam, nasty, reply_markup=buttons)
    await ptb.send_message(sam, '<a href="tg://user?id=1">x</a> javascript:alert(3)', parse_mode="HTML")
    await ptb.set_my_commands([BotCommand("start", nasty)])
    async with opened(sandbox.url) as page:
        await expect(page.get_by_role("log")).to_contain_text(nasty)
        assert await page.locator("main img, main script").count() == 0
        assert await page.locator("a[href^='javascript']").count() == 0


async def test_files_when_sent_both_ways_then_shown_and_downloaded(
    sandbox: SandboxClient, ptb: Bot, opened: Opening, tmp_path: Path
) -> None:
    sam = await sam_started(sandbox)
    picture = tmp_path / "me.png"
    picture.write_bytes(png(300, 200, (10, 90, 120)))
    async with opened(sandbox.url) as page:
        await ptb.send_document(sam, b"BEGIN:VCALENDAR", filename="fair.ics")
        async with page.expect_download() as download:
            await page.get_by_role("link", name="fair.ics").click()
        file = await download.value
        assert file.suggested_filename == "fair.ics"
        saved = tmp_path / "saved.ics"
        await file.save_as(saved)
        assert saved.read_bytes() == b"BEGIN:VCALENDAR"

        async with page.expect_file_chooser() as choosing:
            await page.get_by_role("button", name="Send something else").click()
            await page.get_by_role("button", name="Photo…").click()
        await (await choosing.value).set_files(picture)
        await expect(page.get_by_role("img", name="A photo")).to_have_js_property("naturalWidth", 300)
        for item in ("Voice note", "Sticker", "My contact", "My place"):
            await page.get_by_role("button", name="Send something else").click()
            await page.get_by_role("button", name=item).click()
    kinds = ("photo", "voice", "sticker", "contact", "location")
    await sandbox.until(sam, lambda now: len(now.messages) == 7)
    messages = [update.message for update in (await ptb.get_updates())[1:]]
    assert [next(kind for kind in kinds if getattr(one, kind)) for one in messages] == list(kinds)


async def test_keyboards_when_the_bot_offers_them_then_keys_and_commands_are_sent(
    sandbox: SandboxClient, ptb: Bot, opened: Opening
) -> None:
    sam = await sam_started(sandbox)
    async with opened(sandbox.url) as page:
        keys = [["Left", "Right"], [KeyboardButton("My number", request_contact=True)]]
        await ptb.send_message(sam, "Which way?", reply_markup=ReplyKeyboardMarkup(keys, one_time_keyboard=True))
        await page.get_by_role("button", name="Right").click()
        await expect(page.get_by_role("button", name="Left")).to_be_hidden()
        await ptb.set_my_commands([BotCommand("menu", "What I can do")])
        await page.get_by_role("button", name="Commands").click()
        await page.get_by_role("button", name="/menu What I can do").click()
        await ptb.send_chat_action(sam, "typing")
        await expect(page.get_by_text("typing…")).to_be_visible()
        await sandbox.until(sam, lambda now: len(now.messages) == 4)
    assert [update.message.text for update in await ptb.get_updates()] == ["/start", "Right", "/menu"]


async def test_answer_when_it_is_an_alert_then_it_waits_for_ok(
    sandbox: SandboxClient, ptb: Bot, opened: Opening
) -> None:
    sam = await sam_started(sandbox)
    await ptb.send_message(sam, "Really?", reply_markup=CHOICE)
    async with opened(sandbox.url) as page:
        await page.get_by_role("button", name="No", exact=True).click()
        update = (await ptb.get_updates(timeout=5))[-1]
        await update.callback_query.answer("Are you sure?", show_alert=True)
        await expect(page.get_by_role("dialog")).to_contain_text("Are you sure?")
        await page.get_by_role("button", name="OK").click()
        await expect(page.get_by_role("dialog")).to_be_hidden()


async def test_line_when_the_sandbox_restarts_then_nothing_is_missed_or_doubled(
    opened: Opening, tmp_path: Path
) -> None:
    async with as_process(tmp_path / "sandbox.db") as (sandbox, process):
        sam = await sam_started(sandbox)
        async with opened(sandbox.url) as page:
            await expect(page.get_by_text("Live")).to_be_visible()
            await sandbox.say(sam, "before")
            await expect(page.get_by_role("log")).to_contain_text("before")
            await asyncio.to_thread(process.stop)
            await expect(page.get_by_text("Reconnecting")).to_be_visible()
            process.start()
            await sandbox.healthy()
            await sandbox.say(sam, "while away")
            await expect(page.get_by_role("log")).to_contain_text("while away")
            await expect(page.get_by_text("Live")).to_be_visible()
            await sandbox.say(sam, "after")
            await expect(page.get_by_role("log")).to_contain_text("after")
            texts = await page.locator(".words").all_text_contents()
            assert texts == ["/start", "before", "while away", "after"]


async def test_page_when_360_wide_then_phones_are_switched_and_nothing_runs_over(
    sandbox: SandboxClient, ptb: Bot, opened: Opening
) -> None:
    sam = await sam_started(sandbox)
    amal = await sandbox.person("أمل", language_code="ar")
    await sandbox.start(amal)
    await ptb.send_message(sam, "A very long word: " + "x" * 300, reply_markup=CHOICE)
    await ptb.send_message(amal, "مرحبا بك")
    async with opened(sandbox.url, viewport=PHONE, has_touch=True, is_mobile=True) as page:
        await expect(page.get_by_role("region", name="Sam's phone")).to_be_visible()
        assert await page.evaluate("document.documentElement.scrollWidth") == 360
        await page.get_by_role("navigation").get_by_role("button", name="أمل").tap()
        await expect(page.get_by_role("region", name="أمل's phone")).to_be_visible()
        await expect(page.get_by_role("region", name="Sam's phone")).to_be_hidden()
        words = page.get_by_text("مرحبا بك")
        assert await words.evaluate("element => getComputedStyle(element).direction") == "rtl"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
async def test_page_when_checked_by_axe_then_no_barrier_is_found(
    sandbox: SandboxClient, ptb: Bot, opened: Opening, scheme: str, width: int
) -> None:
    sam = await sam_started(sandbox)
    await ptb.set_my_commands([BotCommand("menu", "What I can do")])
    sent = await ptb.send_message(
        sam, '<b>Hi</b> <a href="https://example.org">link</a> /menu', parse_mode="HTML", reply_markup=CHOICE
    )
    await ptb.send_document(sam, b"x", filename="fair.ics", reply_to_message_id=sent.message_id)
    await ptb.pin_chat_message(sam, sent.message_id)
    await sandbox.send_media(sam, "photo", caption="me")
    await ptb.send_message(sam, "Keys", reply_markup=ReplyKeyboardMarkup([["One", "Two"]]))
    async with opened(sandbox.url, viewport={"width": width, "height": 800}, color_scheme=scheme) as page:
        await expect(page.get_by_role("button", name="One", exact=True)).to_be_visible()
        await page.get_by_role("button", name="More").click()
        found = await Axe().run(page)
        await page.keyboard.press("Escape")
        await page.get_by_role("button", name="Add a person").click()
        in_dialog = await Axe().run(page)
    assert [one["id"] for one in found.response["violations"]] == []
    assert [one["id"] for one in in_dialog.response["violations"]] == []
