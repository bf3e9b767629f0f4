"""An adviser's day: lists, ready answers, plans, suggestions, a colleague who is away, a browser without scripts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import expect

from tests.auxil.offices import Desk, Office, asks, case_of
from tests.auxil.youths import Youth

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def _asked(office: Office, desk: Desk, locale: str = "en", topic: str = "work") -> tuple[Youth, str, str]:
    """Somebody whose case the adviser has claimed; their reference and the case's address."""
    youth = await Youth.called(office.stand.sandbox, language=locale)
    reference = await asks(youth, topic=topic)
    path = await case_of(office.stand, reference)
    await desk.page.goto(path)
    await desk.press("console_cases.claim")
    await youth.reads(desk.name)
    return youth, reference, path


async def test_console_when_scripts_are_off_then_a_case_is_claimed_answered_and_closed(office: Office) -> None:
    desk = await office.desk("Bea Carter (example)", screen="phone", java_script_enabled=False)
    youth = await Youth.called(office.stand.sandbox)
    reference = await asks(youth)
    await desk.page.goto("/console/queue")
    await desk.page.get_by_role("row").filter(has_text=reference).get_by_role("button").click()
    await desk.is_told("console_cases.done.claimed")
    await youth.say("hello?")
    await desk.write("Hello from Bea")
    await youth.reads("Hello from Bea")
    await desk.reads("hello?", "Hello from Bea")
    await desk.page.locator(".notes summary").click()
    await desk.page.locator("#note").fill("Rings back on Monday.")
    await desk.press("console_cases.keep_note")
    await desk.reads("Rings back on Monday.")
    await desk.follow("console_cases.close.act")
    await desk.press("console_cases.close.act")
    await expect(desk.page.locator(".problems")).to_be_visible()
    await desk.page.get_by_label(desk.t.plain("console_cases.outcomes.answered")).check()
    await desk.press("console_cases.close.act")
    await desk.is_told("console_cases.done.closed")
    await youth.tap(desk.t.plain("cases.ratings.2"))


async def test_answer_when_sent_to_several_then_each_gets_it_and_the_plan_stands_in_the_list(office: Office) -> None:
    desk = await office.desk("Bea Carter (example)")
    first, reference, path = await _asked(office, desk)
    second, other, _ = await _asked(office, desk)
    await desk.page.goto(f"{path}?reply=more_later#write")
    await expect(desk.page.locator("#text")).to_have_value(
        "Thank you. I need to find something out first. I will write to you here."
    )
    await desk.press("console_cases.send")
    await first.reads("I need to find something out first")
    await desk.page.locator("#next_action").fill("Call the college")
    await desk.page.locator("#next_action_on").fill((datetime.now(UTC) + timedelta(days=3)).date().isoformat())
    await desk.press("console.save")
    await desk.is_told("console_cases.done.planned")
    await desk.page.goto("/console/cases")
    await expect(desk.page.get_by_role("row").filter(has_text=reference)).to_contain_text("Call the college")
    for code in (reference, other):
        await desk.page.get_by_label(desk.t.plain("console_cases.choose_one", reference=code)).check()
    await desk.page.locator("#several-reply").select_option("next_step")
    await desk.press("console_cases.several.send")
    await desk.is_told("console_cases.done.sent_all")
    for youth in (first, second):
        await youth.reads("How did it go?", desk.name)


async def test_suggestion_when_sent_then_the_bot_answers_what_is_tapped_on_it(office: Office) -> None:
    desk = await office.desk("Bea Carter (example)")
    youth, _, _ = await _asked(office, desk)
    await desk.follow("console_cases.suggest.act")
    await desk.page.locator("#opportunity").select_option(index=1)
    await desk.press("console_cases.suggest.send")
    await youth.reads(desk.t.plain("cases.thinks_of", name=desk.name))
    await youth.tap(desk.t.plain("results.buttons.interested"))
    await expect(desk.page.locator("#conversation")).to_contain_text(
        desk.t.plain("console_cases.events.suggested", name=desk.name)
    )


async def test_adviser_when_away_then_a_colleague_answers_for_them(office: Office) -> None:
    desk, colleague = await office.desk("Bea Carter (example)"), await office.desk("Dev Shah (example)")
    youth, reference, _ = await _asked(office, desk)
    await desk.page.goto("/console/me/away")
    await desk.page.locator("#back_on").fill((datetime.now(UTC) + timedelta(days=9)).date().isoformat())
    await desk.page.locator("#cover").select_option(str(colleague.id))
    await desk.press("console_me.away.save")
    await colleague.page.goto("/console/cases")
    await expect(colleague.page.get_by_role("main")).to_contain_text(colleague.t.plain("console_cases.mine.covered"))
    await colleague.page.get_by_role("main").get_by_role("link", name=reference).click()
    await colleague.write("Bea is away, I am Dev")
    await youth.reads("Bea is away", colleague.name)
    await desk.page.goto("/console/cases")
    await expect(desk.page.get_by_role("main")).to_contain_text(reference)


async def test_queue_when_filtered_or_searched_then_only_who_fits_is_shown(office: Office) -> None:
    desk = await office.desk("Bea Carter (example)")
    wanted = await asks(await Youth.called(office.stand.sandbox), topic="rights")
    other = await asks(await Youth.called(office.stand.sandbox), topic="learning")
    await desk.page.goto("/console/queue")
    await desk.page.locator("#topic").select_option("rights")
    await desk.press("console.filter")
    await expect(desk.page.get_by_role("row").filter(has_text=wanted)).to_be_visible()
    await expect(desk.page.get_by_role("row").filter(has_text=other)).to_have_count(0)
    await desk.follow("console.clear_filter")
    await expect(desk.page.get_by_role("row").filter(has_text=other)).to_be_visible()
    await desk.page.goto("/console/cases")
    await desk.page.locator("#reference").fill(other.removeprefix("WI-").lower())
    await desk.press("console_cases.mine.search")
    await expect(desk.page.get_by_role("main").get_by_role("link", name=other)).to_be_visible()
