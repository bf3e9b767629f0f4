"""From free text to a held interview, to the organisation's page, to "not this time" and the next thing at once."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from aiohttp import ClientSession, CookieJar
from aiohttp.test_utils import TestServer
from sqlalchemy import select

from bot.services.journeys.referral_upkeep import ReferralUpkeep
from db.models import AuditEntry, Hold, Journey, JourneyStep, OutboxMessage, Referral
from tests.auxil.chats import House, Phone
from tests.auxil.public_pages import serving
from tests.integration.journeys.conftest import FITS

_LINK = re.compile(r"/referrals/[\w-]+")


async def _links(house: House) -> list[str]:
    """The links in the e-mails, oldest first."""
    query = select(OutboxMessage).where(OutboxMessage.channel == "email").order_by(OutboxMessage.id)
    async with house.database.read() as session:
        rows = (await session.execute(query)).scalars().all()
    return [match[0] for row in rows if (match := _LINK.search((row.content or {}).get("body", "")))]


async def _emails(house: House) -> list[dict[str, str]]:
    query = select(OutboxMessage.content).where(OutboxMessage.channel == "email").order_by(OutboxMessage.id)
    async with house.database.read() as session:
        return [content or {} for content in (await session.execute(query)).scalars()]


async def _one(house: House, model: type) -> object:
    async with house.database.read() as session:
        return (await session.execute(select(model))).scalar_one()


async def _send(phone: Phone, slug: str = "ward_helper", *steps: str) -> None:
    """From a yes to sent details."""
    await phone.tap_data(f"hold:{slug}")
    await phone.go_through("[Send my details]", *(steps or ("Amina", "[Here in this chat]")))
    await phone.tap("Send it to")


def _browser(server: TestServer) -> ClientSession:
    return ClientSession(base_url=server.make_url("/"), cookie_jar=CookieJar(unsafe=True))


async def test_way_when_a_held_interview_ends_in_a_no_then_the_next_thing_comes_at_once(
    house: House, phone: Phone
) -> None:
    found = await phone.type("hca work in newham hospital")
    assert any(button.data == "opp:ward_helper" for received in found for button in received.buttons)
    await phone.tap_data("opp:ward_helper")
    (held,) = await phone.tap("Ask for a held interview")
    assert "An interview is held for you" in held.text
    await _send(phone)
    assert "Sent to Riverside Hospitals" in phone.messages[-1].text
    (link,) = await _links(house)
    async with serving(house) as server, _browser(server) as browser:
        opened = await (await browser.post(link)).text()
        assert "An interview is held for this person." in opened
        assert "Amina" in opened
        assert "WI-" in opened
        act = "/referrals/candidates/1"
        await browser.post(act, data={"act": "accept"})
        assert "has read your details" in (await phone.read())[0].text
        assert (await browser.post(act, data={"act": "accept"})).status == 409, "once is enough"
        refused = await browser.post(act, data={"act": "not_successful", "reason": "others_closer"})
        assert refused.status == 422, "a promised interview is not withheld because others are closer"
        assert (await browser.post(act, data={"act": "interview"})).status == 422
        await browser.post(act, data={"act": "interview", "words": "Tuesday 10am, main door, ask for Joy"})
        (invited,) = await phone.read()
        assert "invited to an interview" in invited.text
        assert "It is not a job offer yet" in invited.text
        assert "They write: ⁨Tuesday 10am" in invited.text or "Tuesday 10am" in invited.text
        before = house.clock.now
        await browser.post(act, data={"act": "not_successful", "reason": "others_closer"})
    told = await phone.read()
    assert told[0].text.startswith("Not this time")
    assert "nearest now" in told[1].text
    offered = [button.data for button in told[2].buttons]
    assert offered, "something is there to say yes to"
    assert "opp:ward_helper" not in offered
    assert house.clock.now - before < timedelta(minutes=1)
    journey, hold = await _one(house, Journey), await _one(house, Hold)
    assert isinstance(journey, Journey)
    assert isinstance(hold, Hold)
    assert (journey.stage, journey.said_by, journey.reason) == ("not_successful", "employer", "others_closer")
    assert hold.state == "taken", "the interview took place"
    async with house.database.read() as session:
        steps = (await session.execute(select(JourneyStep.stage, JourneyStep.said_by))).all()
        acts = (await session.execute(select(AuditEntry.act))).scalars().all()
    assert [tuple(step) for step in steps] == [
        ("interested", "person"),
        ("reviewed", "person"),
        ("referred", "person"),
        ("interview", "employer"),
        ("not_successful", "employer"),
    ]
    assert {"referral.opened", "referral.viewed", "referral.accept", "referral.interview"} <= set(acts)


async def test_email_when_it_leaves_then_it_says_nothing_about_anybody(house: House, phone: Phone) -> None:
    await _send(phone, "ward_helper", "Amina", "[By phone]", "07700 900123")
    (email,) = await _emails(house)
    assert email["to"] == "jobs@riverside-hospitals.example"
    for secret in ("Amina", "07700", "WI-", "Healthcare", "Newham"):
        assert secret not in email["subject"] + email["body"]


async def test_details_when_checked_then_only_what_was_left_in_is_sent(house: House, phone: Phone) -> None:
    await phone.tap_data("hold:ward_helper")
    await phone.go_through("[Send my details]", "[Skip: no name]", "[By e-mail]", "not an address")
    assert "cannot read that as an e-mail" in phone.messages[-1].text
    (check,) = await phone.type("amina@example.org")
    assert "exactly this and nothing else" in check.text
    await phone.tap("Leave out") if any(b.text.startswith("Leave out") for b in check.buttons) else None
    await phone.tap("Send it to")
    referral = await _one(house, Referral)
    assert isinstance(referral, Referral)
    assert referral.way == "email"
    assert referral.packet["name"] is None
    assert "amina@example.org" in " ".join(referral.packet["lines"])


async def test_details_when_not_sent_then_nobody_gets_anything(house: House, phone: Phone) -> None:
    await phone.tap_data("hold:ward_helper")
    await phone.go_through("[Send my details]", "Amina", "[Here in this chat]", "[Do not send anything]")
    assert await _emails(house) == []
    assert "from earlier" in (await phone.tap_data("refsend:9"))[0].text


async def test_link_when_opened_then_it_opens_once_and_a_new_one_can_be_had(house: House, phone: Phone) -> None:
    await _send(phone)
    (link,) = await _links(house)
    async with serving(house) as server:
        async with _browser(server) as machine:
            for _ in range(3):
                looked = await machine.get(link)
                assert (looked.status, "WI-" in await looked.text()) == (200, False), "looking shows and uses nothing"
        async with _browser(server) as recruiter:
            assert "WI-" in await (await recruiter.post(link)).text()
        async with _browser(server) as thief:
            again = await thief.post(link)
            assert (again.status, "WI-" in await again.text()) == (410, False)
            assert (await thief.get("/referrals")).status == 404
            await thief.post(f"{link}/again")
            assert len(await _links(house)) == 1, "one was sent just now"
            house.clock.advance(minutes=11)
            await thief.post(f"{link}/again")
            assert len(await _links(house)) == 2
            assert (await thief.get("/referrals/" + "x" * 43)).status == 404
        house.clock.advance(days=15)
        async with _browser(server) as late:
            assert (await late.post((await _links(house))[1])).status == 410


async def test_page_when_it_belongs_to_another_contact_then_nobody_is_seen_or_moved(house: House, phone: Phone) -> None:
    await _send(phone)
    other = house.phone(88)
    await other.go_through(*FITS)
    await other.tap_data("want:o:porter_placement")
    await other.go_through("[Send my details]", "Bo", "[Here in this chat]")
    await other.tap("Send it to")
    _, link = await _links(house)
    async with serving(house) as server, _browser(server) as browser:
        page = await (await browser.post(link)).text()
        assert "Bo" in page
        assert "Amina" not in page
        refused = await browser.post("/referrals/candidates/1", data={"act": "offered"})
        assert refused.status == 409
    assert await phone.read() == []


async def test_referral_when_nobody_opens_it_in_two_working_days_then_it_comes_back(house: House, phone: Phone) -> None:
    await _send(phone)
    services = house.services
    upkeep = ReferralUpkeep(
        house.database, house.clock, services.languages, services.eligibility, services.organisations
    )
    house.clock.advance(days=1, hours=23)
    await upkeep.run()
    assert await phone.read() == []
    house.clock.advance(hours=2)
    await upkeep.run()
    await upkeep.run()
    (told,) = await phone.read()
    assert "has not opened your details yet" in told.text
    assert "Thamesway" in told.text


async def test_page_when_the_person_erased_everything_then_they_are_gone_there(house: House, phone: Phone) -> None:
    await _send(phone)
    (link,) = await _links(house)
    async with serving(house) as server, _browser(server) as browser:
        await browser.post(link)
        await phone.go_through("/forget", "[Yes, delete everything]")
        page = await (await browser.get("/referrals")).text()
        assert "WI-" not in page
        assert (await browser.post("/referrals/candidates/1", data={"act": "offered"})).status == 409


@pytest.mark.parametrize(
    ("text", "stage", "answer"),
    [
        ("got the job!!!", "offered", "Well done!"),
        ("they rejected me", "not_successful", "Not this time"),
        ("i have an interview on friday", "interview", "practise"),
    ],
)
async def test_outcome_when_told_in_words_then_it_counts(
    house: House, phone: Phone, text: str, stage: str, answer: str
) -> None:
    await phone.tap_data("hold:ward_helper")
    told = await phone.type(text)
    assert answer in told[0].text
    journey = await _one(house, Journey)
    assert isinstance(journey, Journey)
    assert (journey.stage, journey.said_by) == (stage, "person")


async def test_outcome_when_they_let_somebody_go_then_the_next_move_opens(house: House, phone: Phone) -> None:
    await phone.tap_data("hold:ward_helper")
    await phone.tap_data("outcome:1:started")
    told = await phone.type("they let me go after 3 weeks")
    assert "happens to many people" in told[0].text
    assert "What was the reason" in told[1].text
    assert "nearest now" in told[2].text
    await phone.tap("They let me go")
    journey = await _one(house, Journey)
    assert isinstance(journey, Journey)
    assert (journey.stage, journey.reason) == ("left_early", "let_go")


async def test_outcome_when_several_are_open_then_it_is_asked_which(house: House, phone: Phone) -> None:
    for slug in ("ward_helper", "porter_placement"):
        await phone.tap_data(f"want:o:{slug}")
    (asked,) = await phone.type("got the job!!!")
    assert "Which one is it" in asked.text
    assert asked.buttons[-2].text == "Something I found myself"
    (told,) = await phone.tap("Two weeks with the porters")
    assert "They said yes" in told.text


async def test_work_when_found_without_us_then_it_counts_too(house: House, phone: Phone) -> None:
    told = await phone.type("just had my first day")
    assert "Work you found yourself" in told[0].text
    await phone.tap("I work for myself")
    journey = await _one(house, Journey)
    assert isinstance(journey, Journey)
    assert (journey.stage, journey.kind, journey.opportunity_id) == ("started", "self_employed", None)


async def test_status_when_asked_for_then_it_says_who_said_so(house: House, phone: Phone) -> None:
    await phone.tap_data("hold:ward_helper")
    (told,) = await phone.type("any update on my application")
    assert "You said yes" in told.text
    assert "you told me" in told.text


async def test_journey_when_a_button_is_somebody_elses_then_nothing_moves(house: House, phone: Phone) -> None:
    await phone.tap_data("hold:ward_helper")
    other = house.phone(88)
    await other.go_through(*FITS)
    for data in ("outcome:1:started", "journey:1", "workkind:1:employed", "why:1:other", "quiet:1", "found:still"):
        assert "from earlier" in (await other.tap_data(data))[0].text
    journey = await _one(house, Journey)
    assert isinstance(journey, Journey)
    assert journey.stage == "interested"


@pytest.mark.parametrize(
    ("word", "steps"), [("help", ()), ("menu", ()), ("/menu", ()), ("privacy", ("Sam", "[By phone]"))]
)
async def test_details_when_another_word_closes_them_then_it_says_that_nothing_was_sent_and_how_to_come_back(
    house: House, phone: Phone, word: str, steps: tuple[str, ...]
) -> None:
    await phone.tap_data("hold:ward_helper")
    await phone.go_through("[Send my details]", *steps)
    said, *then = await phone.type(word)
    assert said.text == "Nothing was sent. You can start it again here."
    assert then, "and what was asked for"
    assert await _emails(house) == []
    assert "from earlier" in (await phone.tap_data("refnoname"))[0].text
    (asked,) = await phone.tap_data("refer:ward_helper")
    assert "Write a first name" in asked.text
    (way,) = await phone.type("Sam")
    assert "Here in this chat" in [button.text for button in way.buttons], "the form goes on"
    assert len(await phone.type("menu")) == 1, "a card with buttons stays as it is"


async def test_details_when_closed_by_a_word_in_swedish_then_it_says_so_in_swedish(house: House, phone: Phone) -> None:
    await phone.tap_data("lang:sv")
    await phone.tap_data("hold:ward_helper")
    await phone.go_through("[Skicka mina uppgifter]")
    said, *_ = await phone.type("meny")
    assert said.text == "Inget skickades. Du kan börja om här."
    assert [button.text for button in said.buttons] == ["Skicka mina uppgifter"]
