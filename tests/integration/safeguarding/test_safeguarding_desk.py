"""The lead's desk: what is read, what moves on, and that every look is in the audit log."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import BadInput, NotFound
from bot.services.safeguarding.desk import LONGEST_NOTE
from db.models import Concern, ConcernNote, Person
from tests.auxil.chats import House, Phone
from tests.auxil.clocks import MONDAY
from tests.auxil.staff import acts, add_staff, concerns
from tests.integration.safeguarding.conftest import Team

SAD = "my dad hits me"
T = TypeVar("T")


async def inside(house: House, act: Callable[[AsyncSession], Awaitable[T]]) -> T:
    async with house.database.write() as session:
        return await act(session)


@pytest.fixture
async def concern(house: House, phone: Phone, rota: Team) -> Concern:
    """One that somebody's words made."""
    await phone.go_through("/start", SAD)
    (found,) = await concerns(house.database)
    return found


async def test_log_when_there_are_several_then_danger_comes_first_and_then_what_must_be_read_first(
    house: House, rota: Team
) -> None:
    def one(level: str, hours: int, organisation: str = "thamesway_advice", state: str = "open") -> Concern:
        return Concern(
            reference="WI-1",
            chat_id=1,
            country="uk",
            organisation=organisation,
            kind="abuse_home",
            level=level,
            words="x",
            state=state,
            reads_by=MONDAY + timedelta(hours=hours),
            created_at=MONDAY,
            closed_at=MONDAY if state == "closed" else None,
        )

    async with house.database.write() as session:
        session.add_all([one("concern", 2), one("concern", 1), one("imminent", 3), one("concern", 1, "vagvisaren")])
        session.add(one("imminent", 1, state="closed"))
    desk = house.services.safeguarding_desk
    listed = await inside(house, lambda session: desk.listed(session, rota.first, MONDAY))
    assert [(row.level, row.reads_by - MONDAY) for row in listed] == [
        ("imminent", timedelta(hours=3)),
        ("concern", timedelta(hours=1)),
        ("concern", timedelta(hours=2)),
    ]
    closed = await inside(house, lambda session: desk.listed(session, rota.first, MONDAY, closed=True))
    assert [row.state for row in closed] == ["closed"]
    everything = await inside(house, lambda session: desk.listed(session, None, MONDAY))
    assert len(everything) == 4
    assert await acts(house.database) == [
        (rota.first.id, "concern.listed"),
        (rota.first.id, "concern.listed"),
        (None, "concern.listed"),
    ]


async def test_concern_when_read_then_shows_everything_and_the_log_says_who_read(
    house: House, rota: Team, concern: Concern
) -> None:
    desk = house.services.safeguarding_desk
    page = await inside(house, lambda session: desk.read(session, rota.first, concern.id, MONDAY))
    assert page.concern.words == SAD
    assert {row.channel for row in page.told} == {"telegram", "email"}
    assert page.news_paused
    assert await acts(house.database) == [(rota.first.id, "concern.viewed")]


async def test_concern_when_it_is_another_organisations_then_does_not_exist(house: House, concern: Concern) -> None:
    desk = house.services.safeguarding_desk
    async with house.database.write() as session:
        stranger = await add_staff(session, MONDAY, "safeguarding_lead", organisation="vagvisaren")
    for act in (desk.read, desk.acknowledge, desk.close, desk.resume_news):
        async with house.database.write() as session:
            with pytest.raises(NotFound):
                await act(session, stranger, concern.id, MONDAY)
    async with house.database.write() as session:
        with pytest.raises(NotFound):
            await desk.write_note(session, stranger, concern.id, "hello", MONDAY)


async def test_concern_when_two_acknowledge_then_the_first_has_it_and_the_second_sees_who(
    house: House, rota: Team, concern: Concern
) -> None:
    desk = house.services.safeguarding_desk
    assert await inside(house, lambda session: desk.acknowledge(session, rota.first, concern.id, MONDAY))
    assert not await inside(house, lambda session: desk.acknowledge(session, rota.second, concern.id, MONDAY))
    page = await inside(house, lambda session: desk.read(session, rota.second, concern.id, MONDAY))
    assert page.acknowledged_by is not None
    assert page.acknowledged_by.id == rota.first.id
    assert page.concern.acknowledged_at == MONDAY


async def test_note_when_written_then_stands_below_with_its_writer_and_is_encrypted(
    house: House, rota: Team, concern: Concern
) -> None:
    desk = house.services.safeguarding_desk
    await inside(house, lambda session: desk.write_note(session, rota.first, concern.id, " Called back. ", MONDAY))
    page = await inside(house, lambda session: desk.read(session, rota.second, concern.id, MONDAY))
    ((note, writer),) = page.notes
    assert note.text == "Called back."
    assert writer is not None
    assert writer.id == rota.first.id
    async with house.database.read() as session:
        raw = (await session.execute(select(ConcernNote.__table__.c.text).select_from(ConcernNote))).first()
        assert raw is not None


@pytest.mark.parametrize(
    ("text", "problem"), [("", "missing"), ("  \n", "missing"), ("x" * (LONGEST_NOTE + 1), "long")]
)
async def test_note_when_empty_or_too_long_then_is_refused(
    house: House, rota: Team, concern: Concern, text: str, problem: str
) -> None:
    desk = house.services.safeguarding_desk
    async with house.database.write() as session:
        with pytest.raises(BadInput) as raised:
            await desk.write_note(session, rota.first, concern.id, text, MONDAY)
    assert raised.value.problem == problem


async def test_concern_when_closed_then_leaves_the_log_and_cannot_be_closed_twice(
    house: House, rota: Team, concern: Concern
) -> None:
    desk = house.services.safeguarding_desk
    assert await inside(house, lambda session: desk.close(session, rota.first, concern.id, MONDAY))
    assert not await inside(house, lambda session: desk.close(session, rota.first, concern.id, MONDAY))
    assert not await inside(house, lambda session: desk.listed(session, rota.first, MONDAY))


async def test_news_when_the_lead_lets_them_come_again_then_nothing_is_said_to_the_person(
    house: House, phone: Phone, rota: Team, concern: Concern
) -> None:
    desk = house.services.safeguarding_desk
    assert await inside(house, lambda session: desk.resume_news(session, rota.first, concern.id, MONDAY))
    assert not await inside(house, lambda session: desk.resume_news(session, rota.first, concern.id, MONDAY))
    async with house.database.read() as session:
        assert (await session.execute(select(Person.news_paused_at))).scalar_one() is None
    assert await phone.read() == []
    assert (rota.first.id, "concern.news_resumed") in await acts(house.database)


async def test_erasure_when_a_concern_is_open_then_it_stays_until_closed_and_then_nothing_is_left(
    house: House, phone: Phone, rota: Team, concern: Concern
) -> None:
    desk = house.services.safeguarding_desk
    await inside(house, lambda session: desk.write_note(session, rota.first, concern.id, "Called.", MONDAY))
    async with house.database.write() as session:
        person = (await session.execute(select(Person))).scalar_one()
        await house.services.privacy.erase(session, person, MONDAY)
    page = await inside(house, lambda session: desk.read(session, rota.first, concern.id, MONDAY))
    assert (page.concern.person_id, page.concern.words) == (None, SAD)
    assert not await inside(house, lambda session: desk.resume_news(session, rota.first, concern.id, MONDAY))
    assert await inside(house, lambda session: desk.close(session, rota.first, concern.id, MONDAY))
    async with house.database.read() as session:
        assert (await session.execute(select(Concern))).first() is None
        assert (await session.execute(select(ConcernNote))).first() is None


async def test_erasure_when_a_concern_is_closed_then_it_goes_too(
    house: House, phone: Phone, rota: Team, concern: Concern
) -> None:
    desk = house.services.safeguarding_desk
    await inside(house, lambda session: desk.close(session, rota.first, concern.id, MONDAY))
    async with house.database.write() as session:
        person = (await session.execute(select(Person))).scalar_one()
        await house.services.privacy.erase(session, person, MONDAY)
    assert await concerns(house.database) == []
