"""When the line to the console breaks, or the bot is killed: every message is there once, in order; no word is lost."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.auxil.bots import Stand
from tests.auxil.offices import Desk, Office, asks, case_of
from tests.auxil.youths import Youth

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def _at_work(office: Office) -> tuple[Desk, Youth]:
    """An adviser with a case that somebody has written in."""
    youth = await Youth.called(office.stand.sandbox)
    desk = await office.desk("Bea Carter (example)")
    await desk.page.goto(await case_of(office.stand, await asks(youth)))
    await desk.press("console_cases.claim")
    await youth.reads(desk.name)
    await youth.say("before")
    await desk.reads("before")
    return desk, youth


async def _said(desk: Desk) -> list[str]:
    """The conversation as it is shown, the first line of each."""
    return [text.split("\n")[0] for text in await desk.page.locator(".bubble .words").all_inner_texts()]


async def test_line_when_it_breaks_and_comes_back_then_nothing_is_missed_or_doubled(office: Office) -> None:
    desk, youth = await _at_work(office)
    context = desk.page.context
    await context.set_offline(True)
    # Being without a network lets a stream that is open go on; a page that is asked for anew would be lost.
    await desk.page.evaluate("source.close(); source.dispatchEvent(new Event('error'))")
    await expect(desk.page.locator("#live")).to_have_text(desk.t.plain("console_cases.lost"))
    for text in ("one", "two", "three"):
        await youth.say(text)
    await desk.write("my answer")
    await expect(desk.page.locator("#live")).to_have_text(desk.t.plain("console_cases.unsent"))
    await expect(desk.page.locator("#text")).to_have_value("my answer")
    await context.set_offline(False)
    await desk.reads("three")
    await desk.press("console_cases.send")
    await youth.reads("my answer")
    await desk.reads("my answer")
    await expect(desk.page.locator("#live")).to_be_hidden()
    heard = [text for text in await youth.heard() if "my answer" in text]
    assert len(heard) == 1
    assert await _said(desk) == ["before", "one", "two", "three", "my answer"]


async def test_bot_when_killed_and_started_again_then_the_open_page_goes_on(running: Stand, office: Office) -> None:
    desk, youth = await _at_work(office)
    await desk.page.evaluate("window.isStillThis = true")
    running.bot.kill()
    await expect(desk.page.locator("#live")).to_have_text(desk.t.plain("console_cases.lost"))
    for text in ("while it is down", "and more"):
        await youth.say(text)
    await running.start()
    await desk.reads("while it is down", "and more")
    await expect(desk.page.locator("#live")).to_be_hidden()
    await desk.write("here again")
    await youth.reads("here again")
    await youth.say("good")
    await desk.reads("good")
    assert await desk.page.evaluate("window.isStillThis")
    assert await _said(desk) == ["before", "while it is down", "and more", "here again", "good"]
