"""Alerts: at once to whoever is on call, then the next, then everybody; and never with a word of what was said."""

from __future__ import annotations

import re
from datetime import timedelta

from sqlalchemy import select, update

from bot.services.safeguarding.escalations import Escalations
from db.models import Concern, Conversation, Handoff, OutboxMessage, Person
from tests.auxil.chats import House, Phone
from tests.auxil.clocks import MONDAY
from tests.auxil.staff import add_shift, add_staff, concerns, told
from tests.integration.safeguarding.conftest import Team

SAD = "my dad hits me"
DANGER = "I am going to kill myself tonight"


def chats(rows: list[OutboxMessage]) -> set[int | None]:
    return {row.chat_id for row in rows if row.channel == "telegram"}


def addresses(rows: list[OutboxMessage]) -> set[str]:
    return {row.content["to"] for row in rows if row.channel == "email" and row.content}


def escalations(house: House) -> Escalations:
    return Escalations(house.database, house.clock, house.services.alerts, house._wake)


async def test_concern_when_kept_then_who_is_on_call_is_told_at_once_by_telegram_and_email(
    house: House, phone: Phone, rota: Team
) -> None:
    await phone.go_through("/start", SAD)
    (concern,) = await concerns(house.database)
    rows = await told(house.database)
    assert chats(rows) == {901}
    assert addresses(rows) == {rota.first.email}
    assert (concern.alerted_at, concern.escalated_at, concern.everybody_at) == (house.clock.now, None, None)
    assert {row.state for row in rows} == {"queued"}
    assert {row.due_at for row in rows} == {house.clock.now}


async def test_alert_when_read_then_names_nothing_but_where_to_look(house: House, phone: Phone, rota: Team) -> None:
    await phone.go_through("/start", SAD)
    (concern,) = await concerns(house.database)
    for row in await told(house.database):
        assert row.content is not None
        words = " ".join(str(row.content.get(name, "")) for name in ("subject", "body", "text"))
        assert f"http://127.0.0.1:8080/console/safeguarding/{concern.id}" in words
        assert not re.search(rf"hits|dad|abuse|{concern.reference}|{concern.kind}|Sam", words)


async def test_alert_when_danger_is_now_then_says_it_is_urgent_in_the_readers_language(
    house: House, phone: Phone, rota: Team
) -> None:
    await phone.go_through("/start", DANGER)
    house.clock.advance(minutes=31)
    await escalations(house).run()
    texts = {row.chat_id: row.content["text"] for row in await told(house.database) if row.chat_id and row.content}
    assert texts[901].startswith("Urgent:")
    assert texts[902].startswith("Brådskande:")


async def test_concern_when_nobody_is_on_call_then_all_leads_admins_and_the_named_address_are_told(
    house: House, phone: Phone, team: Team
) -> None:
    await phone.go_through("/start", SAD)
    rows = await told(house.database)
    assert chats(rows) == {901, 902}
    assert addresses(rows) == {team.first.email, team.second.email, team.admin.email, "lead@example.org"}


async def test_admin_when_told_then_is_asked_to_find_a_lead_and_gets_no_link_to_the_concern(
    house: House, phone: Phone, team: Team
) -> None:
    await phone.go_through("/start", SAD)
    (body,) = [
        row.content["body"]
        for row in await told(house.database)
        if row.content and row.content.get("to") == team.admin.email
    ]
    assert "Please reach one now" in body
    assert "/console/duty" in body
    assert "/console/safeguarding" not in body


async def test_concern_when_nobody_works_here_then_the_named_address_is_told(house: House, phone: Phone) -> None:
    await phone.go_through("/start", SAD)
    assert addresses(await told(house.database)) == {"lead@example.org"}


async def test_danger_when_nobody_acknowledges_then_the_second_is_told_after_half_an_hour_and_all_after_another(
    house: House, phone: Phone, rota: Team
) -> None:
    await phone.go_through("/start", DANGER)
    house.clock.advance(minutes=29, seconds=59)
    await escalations(house).run()
    assert chats(await told(house.database)) == {901}
    house.clock.advance(seconds=1)
    woken = house.woken
    await escalations(house).run()
    assert chats(await told(house.database)) == {901, 902}
    assert house.woken == woken + 1
    house.clock.advance(minutes=30)
    await escalations(house).run()
    rows = await told(house.database)
    assert addresses(rows) == {rota.first.email, rota.second.email, rota.admin.email, "lead@example.org"}
    house.clock.advance(days=2)
    await escalations(house).run()
    assert len(await told(house.database)) == len(rows)


async def test_concern_when_nobody_acknowledges_then_the_second_is_told_after_four_working_hours(
    house: House, phone: Phone, rota: Team
) -> None:
    # Monday 15:00: two hours until five o'clock, and two on Tuesday morning.
    house.clock.advance(hours=5)
    await phone.go_through("/start", SAD)
    house.clock.advance(hours=19, minutes=59)
    await escalations(house).run()
    assert chats(await told(house.database)) == {901}
    house.clock.advance(minutes=1)
    await escalations(house).run()
    assert chats(await told(house.database)) == {901, 902}


async def test_concern_when_there_is_no_second_then_everybody_is_next(house: House, phone: Phone, team: Team) -> None:
    async with house.database.write() as session:
        await add_shift(session, team.first, MONDAY - timedelta(hours=1), 24)
    await phone.go_through("/start", DANGER)
    house.clock.advance(minutes=30)
    await escalations(house).run()
    assert chats(await told(house.database)) == {901, 902}
    (concern,) = await concerns(house.database)
    assert concern.everybody_at == house.clock.now


async def test_concern_when_acknowledged_then_nobody_else_is_told_and_what_waits_is_taken_back(
    house: House, phone: Phone, rota: Team
) -> None:
    await phone.go_through("/start", DANGER)
    async with house.database.write() as session:
        (concern,) = (await session.execute(select(Concern))).scalars()
        assert await house.services.safeguarding_desk.acknowledge(session, rota.first, concern.id, house.clock.now)
    house.clock.advance(hours=3)
    await escalations(house).run()
    rows = await told(house.database)
    assert chats(rows) == {901}
    assert {row.state for row in rows} == {"cancelled"}


async def test_concern_when_it_rises_to_danger_then_alerts_begin_anew_and_it_must_be_acknowledged_again(
    house: House, phone: Phone, rota: Team
) -> None:
    await phone.go_through("/start", SAD)
    async with house.database.write() as session:
        (concern,) = (await session.execute(select(Concern))).scalars()
        await house.services.safeguarding_desk.acknowledge(session, rota.first, concern.id, house.clock.now)
        assert concern.level == "concern"
        # What they wrote first was of the same kind, and no danger yet.
        await session.execute(update(Concern).values(kind="suicide_imminent"))
    house.clock.advance(minutes=5)
    await phone.type(DANGER)
    (concern,) = await concerns(house.database)
    assert (concern.level, concern.state, concern.acknowledged_at) == ("imminent", "open", None)
    assert concern.alerted_at == house.clock.now
    fresh = [row for row in await told(house.database) if row.state == "queued"]
    assert chats(fresh) == {901}
    house.clock.advance(minutes=30)
    await escalations(house).run()
    assert chats(await told(house.database)) == {901, 902}


async def test_concern_when_more_is_written_after_it_was_acknowledged_then_who_is_on_call_hears_of_it_once(
    house: House, phone: Phone, rota: Team
) -> None:
    await phone.go_through("/start", SAD)
    async with house.database.write() as session:
        await house.services.safeguarding_desk.acknowledge(session, rota.first, 1, house.clock.now)
    house.clock.advance(minutes=11)
    await phone.type(SAD)
    house.clock.advance(minutes=2)
    await phone.type(SAD)
    fresh = [row for row in await told(house.database) if row.state == "queued"]
    assert len([row for row in fresh if row.channel == "telegram"]) == 1
    (concern,) = await concerns(house.database)
    assert concern.state == "acknowledged"
    assert concern.words == "\n".join([SAD] * 3)


async def test_concern_when_an_adviser_speaks_with_the_person_then_they_are_told_at_the_same_moment(
    house: House, phone: Phone, rota: Team
) -> None:
    await phone.go_through("/start")
    async with house.database.write() as session:
        (person,) = (await session.execute(select(Person))).scalars()
        case = Handoff(
            person_id=person.id,
            organisation="thamesway_advice",
            topic="work",
            locale="en",
            country="uk",
            state="claimed",
            packet={},
            promised_by=MONDAY,
            created_at=MONDAY,
            adviser_id=rota.adviser.id,
        )
        session.add(case)
        await session.flush()
        live = update(Conversation).values(live_until=house.clock.now + timedelta(hours=1), case_id=case.id)
        await session.execute(live)
        concern = Concern(
            person_id=person.id,
            reference=person.reference,
            chat_id=person.chat_id,
            country="uk",
            organisation="thamesway_advice",
            kind="abuse_home",
            level="concern",
            words=SAD,
            state="open",
            reads_by=MONDAY,
            created_at=MONDAY,
        )
        session.add(concern)
        await session.flush()
        await house.services.alerts.raised(session, concern, house.clock.now)
    rows = await told(house.database)
    assert chats(rows) == {901, 904}
    (ping,) = [row for row in rows if row.chat_id == 904]
    assert ping.content is not None
    assert f"/console/cases/{case.id}" in ping.content["text"]
    assert rota.adviser.email in addresses(rows)


async def test_concern_when_the_conversation_is_over_then_its_adviser_is_not_told(
    house: House, phone: Phone, rota: Team
) -> None:
    await phone.go_through("/start", SAD)
    assert 904 not in chats(await told(house.database))


async def test_staff_when_disabled_then_are_not_on_call_and_not_told(house: House, phone: Phone, rota: Team) -> None:
    async with house.database.write() as session:
        session.add(rota.first)
        rota.first.disabled_at = MONDAY
    await phone.go_through("/start", SAD)
    assert chats(await told(house.database)) == {902}


async def test_ping_when_the_case_is_not_opened_then_comes_once_and_again_after_it_was(
    house: House, team: Team
) -> None:
    alerts, link = house.services.alerts, "http://127.0.0.1:8080/console/cases/7"

    async def ping() -> bool:
        async with house.database.write() as session:
            return await alerts.ping(
                session, team.adviser, "alerts.person_wrote", link, about_id=7, now=house.clock.now
            )

    assert [await ping(), await ping()] == [True, False]
    async with house.database.write() as session:
        await alerts.seen(session, team.adviser.id, 7)
    assert [await ping(), await ping()] == [True, False]
    rows = await told(house.database, "ping")
    assert [row.state for row in rows] == ["cancelled", "queued"]
    assert rows[1].content is not None
    assert rows[1].content["text"].endswith(link)


async def test_ping_when_no_telegram_is_linked_then_says_so(house: House, team: Team) -> None:
    async with house.database.write() as session:
        alone = await add_staff(session, MONDAY, "adviser")
        now = house.clock.now
        assert not await house.services.alerts.ping(session, alone, "alerts.person_wrote", "x", about_id=7, now=now)
