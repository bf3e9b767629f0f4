"""Every page of a case, on a phone and on a desk, in both languages, with all that can stand in one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.sandbox.samples import png
from bot.services.cases.messages import StaffFile
from db.models import CaseEntry, Handoff, OutboxMessage
from tests.auxil.chats import House, Phone
from tests.auxil.console import SE, UK, Console, Member
from tests.auxil.desks import ASK, ASK_SV, Adviser, ask_for_a_person, photo_size, said_in
from tests.auxil.looks import WIDTHS, looks_right

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
ORGANISATIONS = {"en": UK, "sv": SE}
STEPS = {
    "en": ("/start", "[English]", "[London]", "E13 8AB", "18", "/person", *ASK[1:]),
    "sv": ("/start", "[Svenska]", "[Stockholm]", "Solna", "19", "/person", *ASK_SV[1:]),
}
LONG_NAME = "Maximiliana-Katherine Featherstonehaugh-Lindqvist (example)"
LONG_TEXT = "I looked at the course and I am not sure if I can go. " * 12 + "https://example.org/" + "a" * 90
RIGHT_TO_LEFT = "أحتاج مساعدة في السيرة الذاتية من فضلك"
MANY = 300


class Pictures:
    """Telegram for a page: every file is the same picture."""

    async def show_typing(self, chat_id: int) -> None:
        """Nobody looks."""

    async def download(self, file_id: str) -> bytes:
        """A picture."""
        return png(300, 200, (120, 30, 90))


@pytest.fixture(params=["en", "sv"])
def locale(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest_asyncio.fixture(loop_scope="session")
async def member(console: Console, house: House, locale: str) -> Member:
    """Somebody who may see every page of a case, and colleagues to pass one on to."""
    object.__setattr__(console.given, "telegram", Pictures())
    await house.load_samples()
    organisation = ORGANISATIONS[locale]
    await console.member(organisation=organisation, name="نور حداد (example)")
    return await console.member("adviser", "coordinator", organisation=organisation, locale=locale, name=LONG_NAME)


@pytest_asyncio.fixture(loop_scope="session")
async def cases(house: House, member: Member, locale: str) -> dict[str, int]:
    """A full case, one without words, one with hundreds, and one that waits."""
    adviser = Adviser(house, member.id, member.name)
    found = {
        name: await _asked(house, number, locale) for number, name in enumerate(("full", "long", "new", "waiting"))
    }
    await _fill(house, adviser, house.phone(70, locale), found["full"])
    await adviser.claim(found["new"])
    await adviser.claim(found["long"])
    async with house.database.write() as session:
        case = await session.get_one(Handoff, found["long"])
        first, case.counter = case.counter + 1, case.counter + MANY
        case.next_action, case.next_action_on = "Call about the evening course", house.clock.now.date()
        for number in range(first, first + MANY):
            kind = "person" if number % 3 else "staff"
            values = {"text": f"message {number}", "staff_id": None if number % 3 else member.id}
            session.add(
                CaseEntry(
                    handoff_id=case.id, number=number, version=number, kind=kind, written_at=house.clock.now, **values
                )
            )
    return found


async def _asked(house: House, number: int, locale: str) -> int:
    return await ask_for_a_person(house.phone(70 + number, locale), *STEPS[locale])


async def _fill(house: House, adviser: Adviser, phone: Phone, case_id: int) -> None:
    """Everything that can stand in a case."""
    desk = house.services.desk
    await adviser.claim(case_id)
    await phone.type(LONG_TEXT)
    await phone.type(RIGHT_TO_LEFT)
    await phone.send(phone.message(photo=[photo_size("s"), photo_size("large")], caption="my letter"))
    await phone.send(phone.message(voice={"file_id": "v", "file_unique_id": "v", "duration": 3}))
    changed = phone.message(text="I can come at 9")
    await phone.send(changed)
    await phone.send({"edited_message": {**changed["message"], "text": "I can come at 10", "edit_date": 2}})
    numbers = [await adviser.write(case_id, text) for text in ("Hello!", "Oh, wrong window", LONG_TEXT, RIGHT_TO_LEFT)]
    await adviser.write(case_id, "The door", StaffFile("the-door.png", png(300, 200, (10, 90, 120))))
    async with adviser.at(case_id) as case:
        entry = await _entry(case.session, case_id, numbers[0])
        await desk.case_messages.edit(case, numbers[0], entry.version, "Hello and welcome!")
        await desk.case_messages.delete(case, numbers[1])
        await desk.case_messages.note(case, "Wants evening shifts. Ask Nour about the course.")
        await desk.cases.plan(case, "Call about the course", house.clock.now.date() + timedelta(days=3))
    async with house.database.write() as session:
        ids = [row.outbox_id for row in await said_in(house, case_id, "staff")]
        sent = (await session.execute(select(OutboxMessage).where(OutboxMessage.id.in_(ids)))).scalars().all()
        for row in sent:
            row.state, row.sent_at = "sent", house.clock.now
        sent[-2].state, sent[-2].reason = "failed", "chat not found"


async def _entry(session: AsyncSession, case_id: int, number: int) -> CaseEntry:
    query = select(CaseEntry).where(CaseEntry.handoff_id == case_id, CaseEntry.number == number)
    return (await session.execute(query)).scalar_one()


@pytest_asyncio.fixture(loop_scope="session", params=sorted(WIDTHS))
async def window(
    console: Console, browser: Browser, member: Member, locale: str, request: pytest.FixtureRequest
) -> AsyncIterator[tuple[Page, str]]:
    """The member's window, and what to call pictures of it."""
    width, height = WIDTHS[request.param]
    context = await console.browser_context(
        browser, member, viewport={"width": width, "height": height}, bypass_csp=True
    )
    yield await context.new_page(), f"{locale}-{request.param}"
    await context.close()


async def test_pages_when_looked_at_then_they_fit_and_axe_finds_nothing(
    window: tuple[Page, str], cases: dict[str, int], house: House, member: Member
) -> None:
    page, name = window
    one = f"/console/cases/{cases['full']}"
    note = (await said_in(house, cases["full"], "note"))[0].number
    pages = {
        "case": one,
        "case-long": f"/console/cases/{cases['long']}",
        "case-new": f"/console/cases/{cases['new']}",
        "case-waiting": f"/console/cases/{cases['waiting']}",
        "case-reply": f"{one}?reply=hello#write",
        "cases": "/console/cases",
        "cases-not-found": "/console/cases?reference=WI-000000",
        "queue": "/console/queue",
        "queue-filtered": "/console/queue?topic=rights",
        "transfer": f"{one}/transfer",
        "suggest": f"{one}/suggest",
        "give": f"/console/cases/{cases['waiting']}/give",
        "edit": f"{one}/entries/{note}/edit",
        "close": f"{one}/close",
    }
    for called, path in pages.items():
        await page.goto(path)
        await looks_right(page, f"{name}-cases-{called}")
    for path, button in ((f"{one}/close", "main form .button.main"), (one, "#write .button.main")):
        await page.goto(path)
        await page.locator(button).click()
        await page.locator(".problems").wait_for()
        await looks_right(page, f"{name}-cases-problem-{path.rpartition('/')[2]}")
    colleague = Adviser(house, member.id - 1, "Nour")
    await page.goto("/console/queue")
    await colleague.claim(cases["waiting"])
    await page.locator("main table .button.main").click()
    await page.locator(".sorry").wait_for()
    await looks_right(page, f"{name}-cases-too-late")
    adviser = Adviser(house, member.id, member.name)
    await colleague.close(cases["waiting"])
    await adviser.close(cases["new"])
    await page.goto(f"/console/cases/{cases['new']}")
    await looks_right(page, f"{name}-cases-closed")


async def test_lists_when_nothing_is_there_then_they_say_so(window: tuple[Page, str]) -> None:
    page, name = window
    for called in ("cases", "queue"):
        await page.goto(f"/console/{called}")
        await looks_right(page, f"{name}-cases-empty-{called}")
