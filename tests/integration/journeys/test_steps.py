"""My steps: chosen lines as a text, or on a page behind an address that runs out; nobody is sent anything."""

from __future__ import annotations

from datetime import timedelta

from aiohttp import ClientSession
from sqlalchemy import select, update

from bot.services.journeys.step_pages import LIVES
from db.models import AuditEntry, JourneyStep, OutboxMessage, StepPage
from db.queries import step_pages
from tests.auxil.chats import House, Phone
from tests.auxil.public_pages import serving


async def _page(phone: Phone, *without: str) -> str:
    """The path of a page of somebody's steps, some left out."""
    await phone.type("show my job centre what i applied for")
    for words in without:
        await phone.tap(words)
    (made,) = await phone.tap("As a page to show")
    assert "Your name is not on it" in made.text
    (url,) = [button.url for button in made.buttons if button.url]
    assert url is not None
    return "/steps/" + url.rpartition("/")[2]


async def _yes(phone: Phone, slug: str) -> None:
    await phone.tap_data(f"opp:{slug}")
    await phone.tap("I'm interested")


async def test_steps_when_put_on_a_page_then_only_the_chosen_lines_are_there_and_nothing_about_anybody(
    house: House, phone: Phone
) -> None:
    await _yes(phone, "ward_helper")
    await _yes(phone, "shop_weekend")
    path = await _page(phone, "Mon 23 November: Weekend shop")
    async with serving(house) as server, ClientSession(server.make_url("/")) as browser, browser.get(path) as answer:
        page, headers = await answer.text(), answer.headers
    assert "Looked into Healthcare assistant, day shifts" in page
    assert "shop assistant" not in page
    for secret in ("WI-", "Newham", "E13", "18"):
        assert secret not in page
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Robots-Tag"] == "noindex, nofollow"
    async with house.database.read() as session:
        acts = (await session.execute(select(AuditEntry.act, AuditEntry.person_reference))).all()
        emails = (await session.execute(select(OutboxMessage).where(OutboxMessage.channel == "email"))).all()
    assert [act for act, reference in acts if reference] == ["steps.made", "steps.viewed"]
    assert emails == [], "it is sent to nobody"


async def test_a_page_when_it_runs_out_or_is_taken_away_or_made_anew_then_the_old_address_shows_nothing(
    house: House, phone: Phone
) -> None:
    await _yes(phone, "ward_helper")
    first, second = await _page(phone), await _page(phone)
    async with serving(house) as server:

        async def status(path: str) -> int:
            async with ClientSession(server.make_url("/")) as browser, browser.get(path) as answer:
                return answer.status

        assert (await status(first), await status(second)) == (410, 200)
        await phone.tap("Take the page away")
        assert await status(second) == 410
        third = await _page(phone)
        house.clock.advance(days=LIVES.days, seconds=1)
        assert await status(third) == 410
    async with house.database.write() as session:
        await step_pages.forget_expired(session, house.clock.now)
        assert (await session.execute(select(StepPage))).first() is None


async def test_steps_when_an_organisation_said_so_then_the_line_is_confirmed(house: House, phone: Phone) -> None:
    await _yes(phone, "ward_helper")
    async with house.database.write() as session:
        await session.execute(update(JourneyStep).values(said_by="employer", stage="interview"))
    path = await _page(phone)
    async with serving(house) as server, ClientSession(server.make_url("/")) as browser, browser.get(path) as answer:
        page = await answer.text()
    assert "Interview for Healthcare assistant, day shifts (Riverside Hospitals NHS Trust (example), confirmed)" in page


async def test_steps_when_the_chat_is_erased_then_the_page_goes_too(house: House, phone: Phone) -> None:
    await _yes(phone, "ward_helper")
    path = await _page(phone)
    await phone.type("/mydata")
    assert any("A page with steps you chose" in message.text for message in phone.messages)
    await phone.type("/forget")
    await phone.tap("Yes, delete everything")
    async with serving(house) as server, ClientSession(server.make_url("/")) as browser, browser.get(path) as answer:
        assert answer.status == 410
    assert timedelta(0) < LIVES <= timedelta(days=14)
