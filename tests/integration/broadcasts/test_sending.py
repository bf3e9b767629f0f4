"""A broadcast from the draft to the report: planned once, checked when sent, paused, resumed, cancelled."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text, update

from bot.content.schema.programmes import Intake, Programme
from bot.domain.broadcasts import About
from bot.errors import NotPossible
from db.models import Conversation, Event, NewsChoice, Occurrence, Opportunity, OutboxMessage
from db.queries import people as people_queries
from db.session import Database
from tests.auxil.chats import House
from tests.integration.broadcasts.stage import WITH_FIELDS, Stage


async def _fair(stage: Stage) -> Occurrence:
    async with stage.house.database.read() as session:
        query = select(Occurrence).join(Event).where(Event.slug == "recruitment_fair")
        return (await session.execute(query)).scalar_one()


async def _move(stage: Stage, occurrence_id: int, **values: Any) -> None:
    async with stage.house.database.write() as session:
        await session.execute(update(Occurrence).where(Occurrence.id == occurrence_id).values(**values))


async def test_everybody_who_asked_for_it_gets_it_once_in_their_language(stage: Stage) -> None:
    people = await stage.crowd(5)
    swede, silent = (await stage.crowd(1, first=2000, locale="sv"))[0], await stage.crowd(2, first=3000, wanting=None)
    broadcast_id = await stage.send_out()
    sent = dict(await stage.claim())
    assert set(sent) == {*people, swede}
    assert not set(sent) & set(silent)
    assert sent[swede].text.startswith("<b>Mässa</b>")
    assert sent[people[0]].text.startswith("<b>Recruitment fair</b>")
    assert sent[people[0]].buttons[-1][0].data == f"newsoff:{broadcast_id}"
    await stage.work()
    assert not await stage.claim(), "nobody gets it twice"
    await stage.finish()
    report = await stage.report(broadcast_id)
    assert (report.planned, report.sent, report.left_out) == (6, 6, {"no_opt_in": 2})
    assert (await stage.broadcast(broadcast_id)).state == "done"


async def test_planning_that_was_cut_short_goes_on_and_writes_nobody_twice(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.services.broadcasts.jobs._CHUNK", 3)
    people = await stage.crowd(10)
    broadcast_id = await stage.send_out()
    assert [row.person_id for row in await stage.rows()] == people
    member = stage.staff["Ama"]
    async with stage.house.database.write() as session:
        await stage.outreach.broadcasts._approve(
            session, await session.merge(await stage.broadcast(broadcast_id)), stage.now
        )
    await stage.work()
    assert len(await stage.rows()) == 10, "the same work again adds nothing"
    assert member.id == (await stage.broadcast(broadcast_id)).created_by


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"stopped_at": datetime(2026, 11, 23, 10, 0, tzinfo=UTC)}, "stopped"),
        ({"reach": "blocked"}, "unreachable"),
        ({"news_paused_at": datetime(2026, 11, 23, 10, 0, tzinfo=UTC)}, "paused"),
        ({"country": "se"}, "moved_country"),
        ({"born_to": datetime(2011, 1, 1, tzinfo=UTC).date()}, "too_young"),
    ],
)
async def test_what_changed_since_the_planning_is_seen_when_it_is_sent(
    stage: Stage, changed: dict[str, Any], reason: str
) -> None:
    first, other = await stage.crowd(2)
    broadcast_id = await stage.send_out()
    await stage.change(first, **changed)
    assert [person for person, _ in await stage.claim()] == [other]
    assert (await stage.report(broadcast_id)).skipped == {reason: 1}


async def test_somebody_who_opted_out_since_then_gets_nothing(stage: Stage) -> None:
    first, other = await stage.crowd(2)
    broadcast_id = await stage.send_out()
    async with stage.house.database.write() as session:
        await session.execute(update(NewsChoice).where(NewsChoice.person_id == first).values(wanted=False))
    assert [person for person, _ in await stage.claim()] == [other]
    assert (await stage.report(broadcast_id)).skipped == {"no_opt_in": 1}


async def test_quiet_hours_and_an_adviser_only_put_it_off(stage: Stage) -> None:
    late, live = await stage.crowd(2)
    await stage.change(late, hours_from=time(14), hours_to=time(17))
    async with stage.house.database.write() as session:
        until = stage.now + timedelta(hours=1)
        await session.execute(update(Conversation).where(Conversation.person_id == live).values(live_until=until))
    broadcast_id = await stage.send_out()
    assert not await stage.claim()
    report = await stage.report(broadcast_id)
    assert (report.waiting, report.next_at) == (2, until), "the page says when it goes on"
    stage.house.clock.advance(hours=1, minutes=1)
    assert [person for person, _ in await stage.claim()] == [live]
    stage.house.clock.now = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
    assert [person for person, _ in await stage.claim()] == [late]


async def test_what_is_approved_at_night_goes_in_the_morning(stage: Stage) -> None:
    (person,) = await stage.crowd(1)
    stage.house.clock.now = datetime(2026, 11, 28, 22, 0, tzinfo=UTC)
    await stage.send_out()
    assert not await stage.claim()
    stage.house.clock.now = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
    await stage.work()
    assert not await stage.claim(), "it is Sunday"
    stage.house.clock.now = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
    await stage.work()
    assert [who for who, _ in await stage.claim()] == [person]


async def test_what_expires_before_the_morning_is_not_sent_at_all(stage: Stage) -> None:
    (person,) = await stage.crowd(1)
    await stage.change(person, hours_from=time(16), hours_to=time(17))
    broadcast_id = await stage.send_out(expires_at=stage.now + timedelta(hours=2))
    assert not await stage.claim()
    assert (await stage.report(broadcast_id)).skipped == {"expired": 1}


async def test_pausing_holds_back_and_resuming_goes_on_where_it_stopped(stage: Stage) -> None:
    people = await stage.crowd(10)
    broadcast_id = await stage.send_out()
    first = [person for person, _ in await stage.claim(room=4)]
    await stage.act("pause", stage.staff["Ama"], broadcast_id)
    assert not await stage.claim(), "at once, before the rows were moved"
    await stage.work()
    stage.house.clock.advance(minutes=30)
    assert not await stage.claim()
    await stage.act("resume", stage.staff["Ama"], broadcast_id)
    await stage.work()
    rest = [person for person, _ in await stage.claim()]
    assert sorted(first + rest) == people
    assert (await stage.report(broadcast_id)).sent == 10


async def test_cancelling_ends_it_whatever_was_planned(stage: Stage) -> None:
    await stage.crowd(10)
    broadcast_id = await stage.send_out()
    await stage.claim(room=4)
    await stage.act("cancel", stage.staff["Ama"], broadcast_id)
    await stage.claim(room=2)
    await stage.work()
    assert not await stage.claim()
    report = await stage.report(broadcast_id)
    assert (report.sent, report.skipped, report.waiting) == (4, {"cancelled": 6}, 0)
    with pytest.raises(NotPossible):
        await stage.act("resume", stage.staff["Ama"], broadcast_id)


async def test_an_event_that_is_called_off_stops_what_is_about_it(stage: Stage) -> None:
    await stage.crowd(3)
    fair = await _fair(stage)
    broadcast_id = await stage.send_out(about=About.OCCURRENCE, about_id=fair.id, texts={"en": WITH_FIELDS})
    ((_, message),) = await stage.claim(room=1)
    assert message.text.startswith("<b>Recruitment fair and celebration</b>, Sun 13 December, 1pm, Example Hall")
    await _move(stage, fair.id, starts_at=fair.starts_at + timedelta(days=1))
    ((_, message),) = await stage.claim(room=1)
    assert "Mon 14 December" in message.text, "what is true now is what is said"
    await _move(stage, fair.id, state="cancelled")
    assert not await stage.claim()
    assert (await stage.report(broadcast_id)).skipped == {"closed": 1}


async def _offer(stage: Stage, **values: Any) -> int:
    """A job that is open, but for what a test changes; its number."""
    async with stage.house.database.write() as session:
        row = (await session.execute(select(Opportunity).where(Opportunity.slug == "brick_apprentice"))).scalar_one()
        for name, value in values.items():
            setattr(row, name, value)
        return row.id


_WITH_CLOSES = "<b>{opportunity}</b>, until {closes}"
_YESTERDAY = date(2026, 11, 20)


async def test_a_vacancy_goes_to_those_who_want_vacancies_and_says_what_it_is(stage: Stage) -> None:
    people, _ = await stage.crowd(2, wanting="vacancies"), await stage.crowd(2, first=3000)
    offer = await _offer(stage, closes_on=date(2026, 12, 4))
    await stage.send_out(
        topic="vacancies", about=About.OPPORTUNITY, about_id=offer, texts={"en": _WITH_CLOSES, "sv": "<b>Jobb</b>"}
    )
    sent = dict(await stage.claim())
    assert set(sent) == set(people)
    message = sent[people[0]]
    assert "4 December" in message.text
    assert [row[0].data.partition(":")[0] for row in message.buttons if row[0].data] == ["newsopen", "newsoff"]


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"state": "closed"}, "closed"),
        ({"state": "full"}, "closed"),
        ({"closes_on": _YESTERDAY}, "closed"),
        ({"check_by": _YESTERDAY}, "not_checked"),
        ({"ring_fenced_for": ["movement_to_work"]}, "programme_paused"),
    ],
)
async def test_what_goes_stale_between_planning_and_sending_is_not_sent(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, changed: dict[str, Any], why: str
) -> None:
    await stage.crowd(3, wanting="vacancies")
    offer = await _offer(stage)
    monkeypatch.setattr(Programme, "intake_on", lambda _self, _day: Intake.PAUSED)
    broadcast_id = await stage.send_out(
        topic="vacancies", about=About.OPPORTUNITY, about_id=offer, texts={"en": "<b>{opportunity}</b>"}
    )
    assert len(await stage.claim(room=1)) == 1
    await _offer(stage, **changed)
    assert not await stage.claim()
    assert (await stage.report(broadcast_id)).skipped == {why: 2}


async def test_who_is_too_young_for_a_vacancy_is_left_out(stage: Stage) -> None:
    people = await stage.crowd(1, wanting="vacancies")
    await stage.change(people[0], born_from=date(2009, 1, 1), born_to=date(2009, 1, 31))
    rules = {"all": [{"lives_in": ["nel"]}, {"any": [{"age": {"from": 18}}, {"age": {"from": 19, "to": 24}}]}]}
    offer = await _offer(stage, rules=rules)
    broadcast_id = await stage.send_out(topic="vacancies", about=About.OPPORTUNITY, about_id=offer)
    assert (await stage.report(broadcast_id)).left_out == {"too_young": 1}


async def test_nobody_is_told_more_than_three_things_a_week(stage: Stage) -> None:
    (person,) = await stage.crowd(1)
    for _ in range(3):
        await stage.send_out()
        assert len(await stage.claim()) == 1
    fourth = await stage.send_out()
    assert not await stage.claim()
    assert (await stage.report(fourth)).left_out == {"told_enough": 1}
    stage.house.clock.advance(days=7, minutes=1)
    late = await stage.send_out(expires_at=stage.now + timedelta(days=2))
    assert [who for who, _ in await stage.claim()] == [person]
    assert (await stage.report(late)).sent == 1


async def test_spreading_gives_each_part_its_time(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    await stage.crowd(12)
    await stage.send_out(spread_minutes=60)
    due = sorted({row.due_at for row in await stage.rows()})
    assert len(due) == 12
    assert due[0] == stage.now
    assert due[-1] == stage.now + timedelta(minutes=55)


async def test_a_big_one_needs_a_second_person(stage: Stage) -> None:
    await stage.crowd(101)
    ama, bo = await stage.hire("Ama"), await stage.hire("Bo")
    broadcast = await stage.save(ama)
    await stage.act("submit", ama, broadcast.id)
    await stage.work()
    assert (await stage.broadcast(broadcast.id)).state == "waiting"
    assert not await stage.rows()
    with pytest.raises(NotPossible):
        await stage.act("approve", ama, broadcast.id)
    await stage.save(bo, broadcast.id, texts={"en": "Other words"})
    with pytest.raises(NotPossible):
        await stage.act("approve", bo, broadcast.id)
    await stage.act("submit", ama, broadcast.id)
    await stage.act("approve", bo, broadcast.id)
    await stage.work()
    assert len(await stage.rows()) == 101


async def test_a_test_goes_to_whoever_asked_and_to_nobody_else(stage: Stage) -> None:
    await stage.crowd(3)
    ama = await stage.hire("Ama")
    broadcast = await stage.save(ama)
    assert await stage.act("test", ama, broadcast.id) == 2
    async with stage.house.database.read() as session:
        rows = (await session.execute(select(OutboxMessage))).scalars().all()
    assert {row.chat_id for row in rows} == {ama.telegram_chat_id}
    assert [row.content["text"][:10] for row in rows] == ["<b>Recruit", "<b>Mässa</"]


async def test_erasing_in_the_middle_is_counted_and_nothing_else_is_known(stage: Stage) -> None:
    people = await stage.crowd(4)
    broadcast_id = await stage.send_out()
    await stage.claim(room=2)
    async with stage.house.database.write() as session:
        await people_queries.erase(session, people[0])
        await people_queries.erase(session, people[3])
    assert [person for person, _ in await stage.claim()] == [people[2]]
    report = await stage.report(broadcast_id)
    assert (report.sent, report.erased, report.waiting) == (2, 2, 0)


async def test_planning_tells_postgresql_how_large_the_outbox_has_become(postgres_database: Database) -> None:
    house = House(postgres_database)
    await house.load_samples()
    stage = Stage(house)
    await stage.crowd(50)
    await stage.send_out()
    async with house.database.read() as session:
        known = await session.execute(text("SELECT reltuples FROM pg_class WHERE relname = 'outbox'"))
        assert known.scalar_one() == 50
