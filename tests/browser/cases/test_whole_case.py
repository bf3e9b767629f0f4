"""A case from its question to the bot's next answer: one young person, two advisers, on a desk and on a phone."""

from __future__ import annotations

import asyncio
import base64
import logging
import time
from pathlib import Path
from statistics import median

import pytest
from playwright.async_api import expect

from bot.sandbox.samples import png
from tests.auxil.offices import Desk, Office, asks, case_in
from tests.auxil.youths import Youth

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
log = logging.getLogger(__name__)

# What a live message may take, with the median of three so that one hiccup of a busy machine is not counted.
LIVE_SECONDS = 1.0


@pytest.mark.parametrize(("locale", "screen"), [("en", "desk"), ("sv", "phone")])
async def test_case_when_lived_through_by_a_young_person_and_two_advisers(
    office: Office, tmp_path: Path, locale: str, screen: str
) -> None:
    youth = await Youth.called(office.stand.sandbox, "Sam", locale)
    bea = await office.desk("Bea Carter (example)", locale, screen)
    dev = await office.desk("Dev Shah (example)", locale, screen)

    reference = await asks(youth, locale, without="transcript")
    bea, dev = await _race(reference, bea, dev, youth)
    await expect(bea.page.locator(".facts-beside")).not_to_contain_text(
        bea.t.plain("console_cases.packet.parts.transcript")
    )
    await _talk(bea, youth)
    await _send_photos(bea, youth, tmp_path)
    await _change(bea, youth)
    await _pass_on(bea, dev, youth)
    await _finish(dev, youth)


async def _race(reference: str, bea: Desk, dev: Desk, youth: Youth) -> tuple[Desk, Desk]:
    """Both have the queue open and press at the same time: one gets it, the other reads who."""
    for desk in (bea, dev):
        await desk.page.goto("/console/queue")
    presses = [
        desk.page.get_by_role("row").filter(has_text=reference).get_by_role("button").click() for desk in (bea, dev)
    ]
    await asyncio.gather(*presses)
    for desk in (bea, dev):
        await expect(desk.page.locator(".told, .sorry")).to_be_visible()
    winner, loser = (bea, dev) if await bea.page.locator(".told").count() else (dev, bea)
    await winner.is_told("console_cases.done.claimed")
    await expect(loser.page.get_by_role("heading", level=1)).to_have_text(loser.t.plain("console_cases.too_late.title"))
    await expect(loser.page.get_by_role("main")).to_contain_text(winner.name)
    await youth.reads(winner.name)
    return winner, loser


async def _talk(bea: Desk, youth: Youth) -> None:
    """Words both ways, each within a second, and the page is never loaded anew."""
    await bea.page.evaluate("window.isStillThis = true")
    to_desk, to_phone = [], []
    for number in range(3):
        began = time.monotonic()
        await youth.say(f"question {number}")
        await bea.reads(f"question {number}")
        to_desk.append(time.monotonic() - began)
        began = time.monotonic()
        await bea.write(f"answer {number}")
        await youth.reads(bea.name, f"answer {number}")
        to_phone.append(time.monotonic() - began)
    await expect(bea.page.locator(".bubble.staff .state").last).to_have_text(bea.t.plain("console_cases.sending.sent"))
    assert await bea.page.evaluate("window.isStillThis")
    log.info("to the desk %.2f s, to the phone %.2f s", median(to_desk), median(to_phone))
    assert max(median(to_desk), median(to_phone)) < LIVE_SECONDS, (to_desk, to_phone)


async def _send_photos(bea: Desk, youth: Youth, directory: Path) -> None:
    """A photo from the desk to the phone, and one from the phone to the desk."""
    picture = directory / "the-door.png"
    picture.write_bytes(png(120, 80, (10, 90, 120)))
    await bea.page.locator("#file").set_input_files(picture)
    await bea.write("This is the door.")
    sent = await youth.reads("This is the door.")
    assert sent["photo"]
    await expect(bea.page.locator(".bubble.staff .state").last).to_have_text(bea.t.plain("console_cases.sending.sent"))
    mine = base64.b64encode(png(200, 150, (120, 30, 90))).decode()
    await youth.send("photo", content=mine, caption="my letter")
    shown = bea.page.locator(".bubble.person").filter(has_text="my letter").locator("img")
    await shown.scroll_into_view_if_needed()
    await expect(shown).to_have_js_property("naturalWidth", 200)


async def _change(bea: Desk, youth: Youth) -> None:
    """The adviser changes words; the phone shows the new ones. The young person does too; the case shows both."""
    bubble = bea.page.locator(".bubble.staff").filter(has_text="answer 2")
    await bubble.get_by_role("link", name=bea.t.plain("console_cases.edit.act")).click()
    await bea.page.locator("#text").fill("answer two")
    await bea.press("console.save")
    await youth.sees("answer two")
    await bea.reads("answer two")
    said = await youth.say("I can come at 9")
    await bea.reads("I can come at 9")
    await youth.change(said, "I can come at 10")
    changed = bea.page.locator(".bubble.person").filter(has_text="I can come at 10")
    await expect(changed).to_contain_text(bea.t.plain("console_cases.edited"))


async def _pass_on(bea: Desk, dev: Desk, youth: Youth) -> None:
    """To the colleague with a note; the young person is told who goes on."""
    path = case_in(bea.page)
    await bea.follow("console_cases.transfer.act")
    await bea.page.locator("#target").select_option(f"staff:{dev.id}")
    await bea.page.locator("#note").fill("Asked about evening shifts.")
    await bea.press("console_cases.transfer.act")
    await bea.is_told("console_cases.done.transferred")
    await youth.reads(dev.name)
    await dev.page.goto("/console/cases")
    await dev.page.locator(f"main a[href='{path}']").click()
    await dev.reads("Asked about evening shifts.", "my letter", "answer two")
    await youth.say("hi again")
    await dev.reads("hi again")


async def _finish(dev: Desk, youth: Youth) -> None:
    """Closed with a next step and rated; after that the bot answers."""
    await dev.follow("console_cases.close.act")
    await dev.page.get_by_label(dev.t.plain("console_cases.outcomes.answered")).check()
    await dev.page.locator("#next_step").fill("Go to the open day.")
    await dev.press("console_cases.close.act")
    await dev.is_told("console_cases.done.closed")
    await youth.reads("Go to the open day.")
    await youth.tap(dev.t.plain("cases.ratings.3"))
    await youth.tap(dev.t.plain("cases.may_write_yes"))
    await youth.reads(dev.name)
    await dev.page.locator("main table a").first.click()
    await expect(dev.page.locator(".facts-beside")).to_contain_text(dev.t.plain("cases.ratings.3"))
    await youth.say("/menu")
    await youth.reads(dev.t.plain("menu.menu"))
