"""Linking a Telegram account: once, for half an hour, by whoever holds the link, and never as a person of ours."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from bot.errors import Outage
from db.models import Person, StaffLink, StaffMember
from tests.auxil.chats import House, Phone
from tests.auxil.staff import acts
from tests.integration.safeguarding.conftest import Team


@pytest.fixture
async def link(house: House, team: Team) -> str:
    """What the admin, who has no Telegram yet, sees in the console."""
    house.services.staff_chats.known_as("way_in_bot")
    return await _link(house, team.admin)


async def _link(house: House, staff: StaffMember) -> str:
    async with house.database.write() as session:
        return await house.services.staff_chats.link(session, staff, house.clock.now)


def _start(link: str) -> str:
    return "/start " + link.partition("?start=")[2]


async def _chat_of(house: House, staff: StaffMember) -> int | None:
    async with house.database.read() as session:
        query = select(StaffMember.telegram_chat_id).where(StaffMember.id == staff.id)
        return (await session.execute(query)).scalar_one()


async def test_link_when_made_then_telegram_takes_it_and_only_its_digest_is_kept(house: House, link: str) -> None:
    found = re.fullmatch(r"https://t\.me/way_in_bot\?start=([A-Za-z0-9_-]{1,64})", link)
    assert found is not None
    async with house.database.read() as session:
        (kept,) = (await session.execute(select(StaffLink))).scalars()
    assert kept.purpose == "telegram"
    assert kept.digest not in link
    assert len(kept.digest) == 64


async def test_link_when_opened_then_the_chat_is_linked_and_nobody_is_made_a_person(
    house: House, team: Team, phone: Phone, link: str
) -> None:
    (answer,) = await phone.type(_start(link))
    assert answer.text.startswith("Linked.")
    assert await _chat_of(house, team.admin) == phone.chat_id
    async with house.database.read() as session:
        assert (await session.execute(select(Person))).first() is None
    assert await acts(house.database) == [(team.admin.id, "telegram.linked")]


async def test_link_when_opened_a_second_time_or_after_half_an_hour_then_does_not_work(
    house: House, team: Team, phone: Phone, link: str
) -> None:
    await phone.type(_start(link))
    (again,) = await house.phone(78).type(_start(link))
    assert again.text.startswith("This link does not work any more.")
    late = await _link(house, team.adviser)
    house.clock.advance(minutes=30)
    (answer,) = await house.phone(79).type(_start(late))
    assert answer.text.startswith("This link does not work any more.")
    assert await _chat_of(house, team.admin) == phone.chat_id
    assert await _chat_of(house, team.adviser) == 904


@pytest.mark.parametrize("token", ["", "x", "staff_", "å" * 20])
async def test_link_when_made_up_then_does_not_work(house: House, phone: Phone, token: str) -> None:
    (answer,) = await phone.type(f"/start staff_{token}")
    assert answer.text.startswith("This link does not work any more.")


async def test_link_when_a_newer_one_was_made_then_only_that_works(
    house: House, team: Team, phone: Phone, link: str
) -> None:
    newer = await _link(house, team.admin)
    (answer,) = await phone.type(_start(link))
    assert answer.text.startswith("This link does not work any more.")
    (answer,) = await phone.type(_start(newer))
    assert answer.text.startswith("Linked.")


async def test_link_when_the_chat_is_somebody_elses_then_is_refused_and_still_works_elsewhere(
    house: House, team: Team, phone: Phone, link: str
) -> None:
    (answer,) = await house.phone(904).type(_start(link))
    assert answer.text.startswith("This Telegram account is linked to another log-in")
    assert await _chat_of(house, team.adviser) == 904
    (answer,) = await phone.type(_start(link))
    assert answer.text.startswith("Linked.")


async def test_chat_when_unlinked_then_gets_nothing_more(house: House, team: Team, link: str) -> None:
    phone = house.phone(904)
    (answer,) = await phone.type("/unlink")
    assert answer.text.startswith("Unlinked.")
    assert await _chat_of(house, team.adviser) is None
    (answer,) = await phone.type("/unlink")
    assert answer.text == "This chat is not linked to a log-in."


async def test_chat_when_linked_then_may_still_be_used_by_a_person(
    house: House, team: Team, phone: Phone, link: str
) -> None:
    await phone.type(_start(link))
    await phone.type("/start")
    (answer,) = await phone.type("/unlink")
    assert answer.text.startswith("Unlinked.")
    async with house.database.read() as session:
        assert (await session.execute(select(Person))).first() is not None


async def test_chat_when_it_blocks_the_bot_then_is_unlinked(house: House, team: Team) -> None:
    user = {"id": 904, "is_bot": False, "first_name": "A"}
    bot = {"id": 1, "is_bot": True, "first_name": "Way In", "username": "way_in_bot"}
    member = {"user": bot, "status": "member"}
    kicked = {"user": bot, "status": "kicked", "until_date": 0}
    change = {"chat": {"id": 904, "type": "private"}, "from": user, "date": 1, "old_chat_member": member}
    await house.phone(904).send({"my_chat_member": {**change, "new_chat_member": kicked}})
    assert await _chat_of(house, team.adviser) is None


async def test_link_when_telegram_has_not_said_our_name_then_none_is_made(house: House, team: Team) -> None:
    with pytest.raises(Outage):
        await _link(house, team.admin)


async def test_group_when_a_link_is_opened_in_it_then_nothing_is_linked(
    house: House, team: Team, phone: Phone, link: str
) -> None:
    update = phone.message(text=_start(link))
    update["message"]["chat"] = {"id": -5, "type": "group", "title": "G"}
    await phone.give(update)
    assert await _chat_of(house, team.admin) is None
