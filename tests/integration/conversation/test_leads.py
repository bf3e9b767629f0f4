"""Employers: from "we want to offer placements" to a lead the coordinator reads."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from bot.services.retention import Retention
from db.models import Attachment, Lead, Person
from tests.auxil.chats import House, Phone

SAYS = {"en": "we want to offer work placements", "sv": "vi vill erbjuda praktikplatser"}
PICK = {"en": ("[English]", "[London]", "[Movement to Work]"), "sv": ("[Svenska]", "[Stockholm]")}
BEGIN = {"en": "[Leave our details]", "sv": "[Lämna våra uppgifter]"}
OFFER = {"en": "[Work placements]", "sv": "[Praktik]"}
SEND = {"en": "[Send]", "sv": "[Skicka]"}


async def _leads(house: House) -> list[Lead]:
    async with house.database.read() as session:
        return list((await session.execute(select(Lead))).scalars())


async def _met(house: House, locale: str) -> Phone:
    phone = house.phone(language_code=locale)
    await phone.go_through(SAYS[locale], *PICK[locale])
    return phone


@pytest.mark.parametrize("locale", SAYS)
async def test_an_employer_sees_what_is_asked_and_leaves_a_lead(house: House, locale: str) -> None:
    phone = await _met(house, locale)
    assert "•" in phone.messages[-1].text
    answers = await phone.go_through(BEGIN[locale], "Acme <Ltd> & Sons", OFFER[locale], "Kim, hr@acme.example")
    assert "Acme &lt;Ltd&gt; &amp; Sons" in answers[0].text
    assert await _leads(house) == [], "nothing is kept for anybody before it was checked"
    answers = await phone.go_through(SEND[locale])
    (lead,) = await _leads(house)
    assert (lead.employer, lead.contact, lead.state) == ("Acme <Ltd> & Sons", "Kim, hr@acme.example", "waiting")
    assert (lead.country, lead.programme) == (("uk", "movement_to_work") if locale == "en" else ("se", "entry_hub"))
    assert "<b>" in answers[0].text, "by when somebody reads it"
    assert "WI-" in answers[0].text


async def test_what_an_employer_left_is_encrypted_at_rest(house: House) -> None:
    phone = await _met(house, "en")
    await phone.go_through(BEGIN["en"], "Acme", OFFER["en"], "hr@acme.example", SEND["en"])
    async with house.database.read() as session:
        connection = await session.connection()
        row = (await connection.exec_driver_sql("SELECT employer, offer, contact FROM leads")).one()
    assert not any(b"acme" in bytes(value).lower() or b"placements" in bytes(value) for value in row)


async def test_programmes_of_the_other_country_are_never_offered(house: House) -> None:
    phone = house.phone()
    answers = await phone.go_through(SAYS["en"], "[English]", "[London]")
    assert {button.data for button in answers[0].buttons} == {
        "lead:win", "lead:movement_to_work", "lead:nel_health_hub", "lead:nhs_widening_access", "person", "menu",
    }  # fmt: skip
    for data in ("lead:entry_hub", "leadgo:entry_hub"):
        assert "from earlier" in (await phone.tap_data(data))[0].text


async def test_a_contact_that_cannot_be_used_is_asked_for_again_and_then_a_person_is_offered(house: House) -> None:
    phone = await _met(house, "en")
    first = await phone.go_through(BEGIN["en"], "Acme", "Two placements in spring", "just come by")
    assert "e-mail or a phone number, so that" in first[0].text
    second = await phone.type("you know where")
    assert any(button.data == "person" for button in second[0].buttons)
    answers = await phone.type("020 7946 0958")
    assert "Two placements in spring" in answers[0].text


async def test_back_and_change_lead_to_the_question_and_return_to_the_check(house: House) -> None:
    phone = await _met(house, "en")
    answers = await phone.go_through(BEGIN["en"], "Acme", "back")
    assert "What is your organisation called" in answers[0].text
    answers = await phone.go_through("Acme Two", OFFER["en"], "hr@acme.example", "[Change: Organisation]", "Acme Three")
    assert "Acme Three" in answers[0].text
    assert "hr@acme.example" in answers[0].text
    await phone.tap("Send")
    (lead,) = await _leads(house)
    assert lead.employer == "Acme Three"
    answers = await phone.tap("Send")
    assert "from earlier" in answers[0].text
    assert len(await _leads(house)) == 1


async def test_not_sending_keeps_nothing(house: House) -> None:
    phone = await _met(house, "en")
    await phone.go_through(BEGIN["en"], "Acme", "[Do not send]", "/mydata")
    assert await _leads(house) == []
    async with house.database.read() as session:
        body = (await session.execute(select(Attachment.content))).scalar_one()
    assert "lead" not in json.loads(body)["conversation"]["draft"]


async def test_after_three_offers_the_time_they_are_read_is_said_instead(house: House) -> None:
    phone = await _met(house, "en")
    for number in range(3):
        await phone.go_through("[Movement]" if number else BEGIN["en"])
        if number:
            await phone.tap_data("leadgo:movement_to_work")
        await phone.go_through("Acme", OFFER["en"], "hr@acme.example", "[Send]")
    answers = await phone.tap_data("leadgo:movement_to_work")
    assert "We have your offers already" in answers[0].text
    assert len(await _leads(house)) == 3


async def test_a_lead_is_seen_in_the_data_and_goes_with_its_person(house: House) -> None:
    phone = await _met(house, "en")
    await phone.go_through(BEGIN["en"], "Acme", OFFER["en"], "hr@acme.example", SEND["en"])
    answers = await phone.type("/mydata")
    assert "You offered something for employers: Movement to Work" in answers[0].text
    async with house.database.read() as session:
        body = (await session.execute(select(Attachment.content))).scalar_one()
    assert json.loads(body)["leads"][0]["contact"] == "hr@acme.example"
    await phone.go_through("/forget", "[Yes, delete everything]")
    assert await _leads(house) == []


async def test_a_lead_waits_for_its_organisation_until_it_is_closed(house: House) -> None:
    phone = await _met(house, "en")
    await phone.go_through(BEGIN["en"], "Acme", OFFER["en"], "hr@acme.example", SEND["en"])
    (left,) = await _leads(house)
    leads = house.services.leads
    async with house.database.write() as session:
        (lead,) = await leads.waiting_for(session, left.organisation)
        await leads.close(session, lead, house.clock())
    async with house.database.read() as session:
        assert list(await leads.waiting_for(session, left.organisation)) == []


async def test_a_lead_keeps_its_person_until_it_was_closed_long_enough(house: House) -> None:
    phone = await _met(house, "en")
    await phone.go_through(BEGIN["en"], "Acme", OFFER["en"], "hr@acme.example", SEND["en"])
    retention = Retention(house.database, house.clock, house.services.privacy, house.services.equality)
    house.clock.advance(days=60)
    await retention.run()
    (lead,) = await _leads(house)
    async with house.database.write() as session:
        await house.services.leads.close(session, await session.merge(lead), house.clock())
    house.clock.advance(days=89)
    await retention.run()
    assert len(await _leads(house)) == 1
    house.clock.advance(days=2)
    await retention.run()
    assert await _leads(house) == []
    async with house.database.read() as session:
        assert (await session.execute(select(Person))).first() is None, "nothing is left that the chat led to"
