"""Opportunities in the console: written by hand with every field, refused with every fault, held, opened and closed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.services.journeys.hold_upkeep import HoldUpkeep
from db.models import AuditEntry, Hold, Opportunity, OpportunityChange, Person
from db.session import Database
from tests.auxil.chats import House, content
from tests.auxil.console import SE, Client, Console
from tests.integration.opportunities.test_imports import bring_in, table

ROOM = "/console/catalogue/opportunities"
FORM: dict[str, Any] = {
    "kind": "placement",
    "headline-en": "Ward & kitchen helper",
    "headline-sv": "Hjälp på avdelning",
    "summary-en": "Two weeks at <each>.",
    "organisation": "Riverside Hospitals",
    "employers": "Riverside Hospitals\nHarbour Hotels\n",
    "sector": "health",
    "called": "healthcare assistant",
    "place": "Riverside, Plaistow",
    "councils": ["newham", "hackney"],
    "closes_on": "2026-12-20",
    "starts_on": "2027-01-11",
    "ends_on": "2027-02-05",
    "length": "4 weeks",
    "check_by": "2026-12-31",
    "hours_low": "16",
    "hours_high": "20,5",
    "hours_patterns": ["daytime", "weekend"],
    "contract": "fixed_term",
    "guaranteed": "16",
    "has_training": "yes",
    "pay_low": "14,80",
    "pay_high": "15.20",
    "pay_per": "hour",
    "needs-en": "Kindness",
    "bring": "Your ID",
    "age_from": "18",
    "only_from": ["newham", "hackney"],
    "disability_confident": "yes",
    "places": "12",
    "apply_url": "https://riverside.example/apply",
    "apply_email": "start@riverside.example",
    "ring_fenced_for": ["nel_health_hub"],
    "held": "interview",
    "posts": "12",
    "candidates": "36",
    "allot": "by_date",
    "confirm": "yes",
    "contact": "ward@riverside.example",
}


async def written(client: Client, **changed: Any) -> str:
    answer = await client.post(f"{ROOM}/new", FORM | {name.replace("__", "-"): one for name, one in changed.items()})
    assert answer.status == 303, answer.words
    return answer.place


@pytest.fixture
async def house(sqlite_database: Database) -> House:
    """One engine is enough: what the pages stand on is tested on both."""
    return House(sqlite_database)


async def row_at(house: House, path: str) -> Opportunity:
    async with house.database.read() as session:
        row = await session.get(Opportunity, int(path.rsplit("/", 1)[1]))
    assert row is not None
    return row


async def test_an_opportunity_when_written_then_every_field_is_kept_and_the_form_shows_it_again(
    console: Console, house: House
) -> None:
    async with console.client(await console.member("coordinator")) as client:
        path = await written(client)
        row = await row_at(house, path)
        assert (row.state, row.sample, row.organiser, row.country) == ("draft", True, "thamesway_advice", "uk")
        assert row.title == {"en": "Ward &amp; kitchen helper", "sv": "Hjälp på avdelning"}
        assert row.employers == ["Riverside Hospitals", "Harbour Hotels"]
        assert (row.sector, row.role, row.councils) == ("health", "healthcare_assistant", ["hackney", "newham"])
        assert (row.closes_on, row.check_by) == (date(2026, 12, 20), date(2026, 12, 31))
        assert row.hours == {"low": "16", "high": "20.5", "patterns": ["daytime", "weekend"], "guaranteed": "16"}
        assert row.pay == {"low": "14.80", "high": "15.20", "per": "hour", "currency": "GBP"}
        assert (row.contract, row.has_training, row.disability_confident) == ("fixed_term", True, True)
        assert row.apply == {"url": "https://riverside.example/apply", "email": "start@riverside.example"}
        assert row.holding == {
            "what": "interview",
            "posts": 12,
            "candidates": 36,
            "allot": "by_date",
            "confirm": True,
            "contact": "ward@riverside.example",
        }
        assert (row.programmes, row.ring_fenced_for) == (["nel_health_hub"], ["nel_health_hub"])
        assert row.rules is not None
        assert [set(part) - {"because"} for part in row.rules["all"]] == [{"lives_in"}, {"age"}]
        page = await client.get(path)
        for words in ("Nobody sees it yet", "36", "Hackney, Newham", "London Living Wage", "aged 18 or over"):
            assert words in page.words, words
        again = await client.get(f"{path}/edit")
        for shown in ('value="20.5"', 'value="ward@riverside.example"', "Two weeks at &lt;each&gt;.", 'value="36"'):
            assert shown in again.text, shown


async def test_an_opportunity_when_its_form_is_sent_back_as_it_is_then_nothing_changes(
    console: Console, house: House
) -> None:
    async with console.client(await console.member("coordinator")) as client:
        path = await written(client)
        before = await row_at(house, path)
        assert (await client.post(f"{path}/edit", FORM)).status == 303
        after = await row_at(house, path)
        async with house.database.read() as session:
            changes = (await session.execute(select(OpportunityChange))).scalars().all()
    assert after.rules == before.rules
    assert [change.fields for change in changes] == [{"state": None}]


async def test_an_opportunity_when_opened_and_closed_then_its_history_and_the_audit_log_say_who(
    console: Console, house: House
) -> None:
    async with console.client(await console.member("coordinator")) as client:
        path = await written(client)
        assert (await client.post(f"{path}/state", {"state": "open"})).status == 303
        assert (await row_at(house, path)).state == "open"
        changed = FORM | {"pay_low": "15", "pay_high": ""}
        assert (await client.post(f"{path}/edit", changed)).status == 303
        row = await row_at(house, path)
        assert row.pay == {"low": "15", "high": "15", "per": "hour", "currency": "GBP"}
        assert (await client.post(f"{path}/state", {"state": "gone"})).status == 400
        assert (await client.post(f"{path}/state", {"state": "closed"})).status == 303
        page = await client.get(path)
        assert "was: Draft" in page.words
        assert "was: Open" in page.words
        assert "Ward" not in (await client.get(ROOM)).words, "what is closed is asked for"
        assert "Ward" in (await client.get(f"{ROOM}?state=closed&words=kitchen&held=yes")).words
    async with house.database.read() as session:
        acts = [entry.act for entry in (await session.execute(select(AuditEntry))).scalars()]
    assert acts.count("opportunity.saved") == 2
    assert acts.count("opportunity.put") == 2


async def test_an_opportunity_when_much_is_wrong_then_every_fault_stands_at_its_field(console: Console) -> None:
    wrong = {
        "headline-en": "",
        "kind": "job",
        "closes_on": "2020-01-01",
        "check_by": "2020-01-01",
        "ends_on": "2026-12-01",
        "pay_high": "3",
        "pay_per": "",
        "hours_low": "lots",
        "age_to": "12",
        "apply_url": "riverside",
        "apply_email": "nobody",
        "contact": "x y",
        "ring_fenced_for": [],
        "prepares_for": "nothing_of_that_name",
        "called": "zzzz",
    }
    async with console.client(await console.member("coordinator")) as client:
        answer = await client.post(f"{ROOM}/new", FORM | wrong)
    assert answer.status == 422
    for name in wrong:
        assert f'id="{name}-problem"' in answer.text, name


async def test_an_opportunity_when_nobody_could_apply_then_it_is_not_kept(console: Console) -> None:
    no_way = {"apply_url": "", "apply_email": "", "held": "", "ring_fenced_for": []}
    async with console.client(await console.member("coordinator")) as client:
        answer = await client.post(f"{ROOM}/new", FORM | no_way)
    assert answer.status == 422
    assert "Give one way to apply" in answer.words


async def test_what_is_held_when_people_have_one_then_it_cannot_be_taken_back_and_closing_tells_them(
    console: Console, house: House
) -> None:
    phone = house.phone()
    await phone.go_through("/start", "[English]", "[London]", "E13", "18", "[No job and not studying]")
    async with console.client(await console.member("coordinator")) as client:
        path = await written(client, allot="first_come", posts="1", candidates="2")
        await client.post(f"{path}/state", {"state": "open"})
        row, now = await row_at(house, path), house.clock.now
        async with house.database.write() as session:
            person = (await session.execute(select(Person))).scalar_one()
            hold = Hold(person_id=person.id, opportunity_id=row.id, organisation="thamesway_advice", state="held")
            hold.created_at = hold.changed_at = now
            session.add(hold)
        fewer = await client.post(f"{path}/edit", FORM | {"held": "seat", "allot": "first_come"})
        assert "it cannot become something else" in fewer.words
        none = await client.post(f"{path}/edit", FORM | {"held": "", "ring_fenced_for": []})
        assert none.status == 422
        assert "each of them is told at once" in (await client.get(path)).words
        await client.post(f"{path}/state", {"state": "closed"})
    services = house.services
    upkeep = HoldUpkeep(
        house.database,
        house.clock,
        content(),
        services.languages,
        services.eligibility,
        services.journeying.holds,
        services.journeying.next_moves,
    )
    await upkeep.run()
    async with house.database.read() as session:
        assert (await session.execute(select(Hold.state))).scalar_one() == "gone"


async def test_an_opportunity_when_a_feed_has_no_words_for_what_staff_added_then_it_stays(
    console: Console, house: House
) -> None:
    await bring_in(house, table({"id": "7", "title": "Porter"}))
    async with house.database.write() as session:
        await session.execute(update(Opportunity).values(organiser="thamesway_advice"))
        number = (await session.execute(select(Opportunity.id).where(Opportunity.source_id == "7"))).scalar_one()
    async with console.client(await console.member("coordinator")) as client:
        assert "feed" in (await client.get(f"{ROOM}/{number}")).words
        assert (await client.post(f"{ROOM}/{number}/edit", FORM)).status == 303
    await bring_in(house, table({"id": "7", "title": "Night porter"}))
    row = await row_at(house, f"{ROOM}/{number}")
    assert row.title == {"en": "Night porter"}
    assert row.rules is not None, "a table has no column for criteria"
    assert row.holding is None, "but it has one for what is held"


async def test_the_catalogue_when_another_country_looks_then_it_sees_its_own(console: Console) -> None:
    async with console.client(await console.member("coordinator")) as client:
        path = await written(client)
    async with console.client(await console.member("coordinator", organisation=SE)) as swede:
        assert "Ward" not in (await swede.get(ROOM)).words
        assert (await swede.get(path)).status == 404


async def test_an_opportunity_when_its_check_day_is_over_then_opening_it_anew_is_a_look(
    console: Console, house: House
) -> None:
    member = await console.member("coordinator")
    async with console.client(member) as client:
        path = await written(client)
        await client.post(f"{path}/state", {"state": "paused"})
    house.clock.now += timedelta(days=60)
    async with console.client(member) as client:
        await client.post(f"{path}/state", {"state": "open"})
        row = await row_at(house, path)
        assert "Its closing day is over" in (await client.get(path)).words
    assert row.check_by is not None
    assert row.check_by > house.clock.now.date()
    assert Decimal((row.hours or {})["low"]) == 16
