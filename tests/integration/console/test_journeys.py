"""Held places, referrals and journeys in the console: who sees them, one tap each, and from the page of a case."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from bot.services.journeys.referral_upkeep import ReferralUpkeep
from db.models import Hold, Journey, Referral
from tests.auxil.chats import House, Phone
from tests.auxil.console import Console
from tests.auxil.desks import newest_case
from tests.integration.journeys.conftest import FITS


async def _somebody(house: House) -> Phone:
    await house.load_samples()
    phone = house.phone()
    await phone.go_through(*FITS)
    return phone


async def _state(house: House, model: type[Hold] | type[Referral]) -> str:
    async with house.database.read() as session:
        return (await session.execute(select(model.state))).scalar_one()


async def test_held_place_when_an_adviser_confirms_it_then_the_person_reads_it_at_once(
    house: House, console: Console
) -> None:
    phone = await _somebody(house)
    await phone.tap_data("hold:care_start")
    priya = await console.member("adviser")
    async with console.client(priya) as client, console.client(await console.member("coordinator")) as other:
        page = await client.get("/console/journeys")
        assert "Care Start" in page.words
        assert (await client.post("/console/journeys/holds/1/confirm")).status == 303
        assert "A seat is held for you" in (await phone.read())[-1].text
        assert (await other.post("/console/journeys/holds/1/refuse")).status == 303
        assert "Somebody was faster" in (await other.get("/console/journeys")).words
    assert await _state(house, Hold) == "held"


async def test_details_when_nobody_opened_them_then_the_coordinator_sends_a_new_link(
    house: House, console: Console
) -> None:
    phone = await _somebody(house)
    await phone.tap_data("hold:ward_helper")
    await phone.go_through("[Send my details]", "Amina", "[Here in this chat]")
    await phone.tap("Send it to")
    house.clock.now += timedelta(days=3)
    services = house.services
    await ReferralUpkeep(
        house.database, house.clock, services.languages, services.eligibility, services.organisations
    ).run()
    async with console.client(await console.member("coordinator")) as client:
        page = await client.get("/console/journeys")
        assert "jobs@riverside-hospitals.example" in page.words
        assert "Amina" not in page.words, "who looks after the list does not need the details"
        assert (await client.post("/console/journeys/referrals/1/again")).status == 303
        assert "Everything that was sent has been opened" in (await client.get("/console/journeys")).words
    assert await _state(house, Referral) == "sent"


async def test_journey_when_an_adviser_moves_it_on_the_case_then_the_person_is_told(
    house: House, console: Console
) -> None:
    phone = await _somebody(house)
    await phone.tap_data("want:o:porter_placement")
    await phone.go_through("/person", "[Finding work]", "[Send to an adviser]")
    case = await newest_case(phone)
    async with console.client(await console.member("adviser", name="Priya")) as client:
        await client.post(f"/console/cases/{case}/claim")
        await client.post(f"/console/cases/{case}/park")
        await phone.read()
        assert "Two weeks with the porters" in (await client.get(f"/console/cases/{case}")).words
        form = {"stage": "not_successful", "said_by": "adviser", "words": "They took somebody with experience"}
        assert (await client.post(f"/console/cases/{case}/journeys/1", form)).status == 303
        told = await phone.read()
        assert "Not this time" in told[0].text
        assert "They took somebody with experience" in told[0].text
        assert "nearest now" in told[1].text
        assert (await client.post(f"/console/cases/{case}/journeys/99", form)).status in (404, 409)
        assert (await client.post(f"/console/cases/{case}/journeys/1", {**form, "stage": "x"})).status == 422
    async with house.database.read() as session:
        journey = (await session.execute(select(Journey))).scalar_one()
    assert (journey.stage, journey.said_by) == ("not_successful", "adviser")


async def test_journey_when_the_person_left_interests_out_then_the_adviser_does_not_see_it(
    house: House, console: Console
) -> None:
    phone = await _somebody(house)
    await phone.tap_data("want:o:porter_placement")
    await phone.go_through("/person", "[Finding work]", "[Remove: what I said yes to]", "[Send to an adviser]")
    case = await newest_case(phone)
    async with console.client(await console.member("adviser")) as client:
        await client.post(f"/console/cases/{case}/claim")
        assert "Write down how it stands" not in (await client.get(f"/console/cases/{case}")).words
        form = {"stage": "offered", "said_by": "adviser"}
        assert (await client.post(f"/console/cases/{case}/journeys/1", form)).status == 404


async def test_held_place_when_somebody_said_stop_then_they_are_told_nothing_and_an_adviser_sees_it(
    house: House, console: Console
) -> None:
    phone = await _somebody(house)
    await phone.tap_data("hold:ward_helper")
    adviser = await console.member("adviser")
    async with console.client(adviser) as client:
        assert "may not write to" not in (await client.get("/console/journeys")).words
        await phone.type("STOP")
        page = await client.get("/console/journeys")
        assert "Held places of people we may not write to" in page.words
        assert "Healthcare assistant" in page.words


async def test_journey_when_an_adviser_sees_a_payslip_then_it_lasted_and_the_person_is_not_bothered(
    house: House, console: Console
) -> None:
    phone = await _somebody(house)
    await phone.tap_data("want:o:porter_placement")
    await phone.tap_data("outcome:1:started")
    house.clock.now += timedelta(weeks=13, hours=1)
    await phone.go_through("/person", "[Finding work]", "[Send to an adviser]")
    case = await newest_case(phone)
    async with console.client(await console.member("adviser")) as client:
        await client.post(f"/console/cases/{case}/claim")
        await phone.read()
        form = {"stage": "still", "said_by": "evidence", "words": ""}
        assert (await client.post(f"/console/cases/{case}/journeys/1", form)).status == 303
        assert "13 weeks at least" in (await client.get(f"/console/cases/{case}")).words
    assert await phone.read() == []
    async with house.database.read() as session:
        journey = (await session.execute(select(Journey))).scalar_one()
    assert (journey.stage, journey.weeks, journey.said_by) == ("started", 13, "evidence")
