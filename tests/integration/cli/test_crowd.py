"""The demo's crowd: the same people again, most of whom said yes, and a broadcast that adds up over all of them."""

from __future__ import annotations

import argparse

import pytest
from sqlalchemy import func, select

from bot.cli import crowd as command
from bot.cli.codes import EX_CONFIG
from bot.services.crowd import FIRST_CHAT, Crowd
from db.keyring import new_key
from db.models import Person
from db.session import Database
from tests.auxil.chats import House, content
from tests.integration.broadcasts.stage import Stage

NUMBER = 300


@pytest.fixture
async def house(sqlite_database: Database) -> House:
    """The demo's own engine."""
    return House(sqlite_database)


async def _gather(house: House, number: int) -> int:
    crowd = Crowd(content())
    async with house.database.write() as session:
        missing = await crowd.missing(session, number)
        if missing:
            await crowd.add(session, missing, "uk", house.clock.now)
    return len(missing)


async def test_crowd_when_asked_for_again_then_only_those_who_are_missing_come(house: House) -> None:
    assert [await _gather(house, number) for number in (100, 100, NUMBER)] == [100, 0, NUMBER - 100]
    async with house.database.read() as session:
        found = await session.execute(select(func.min(Person.chat_id), func.max(Person.chat_id), func.count()))
        assert tuple(found.one()) == (FIRST_CHAT, FIRST_CHAT + NUMBER - 1, NUMBER)


async def test_broadcast_when_it_goes_to_the_crowd_then_everybody_is_accounted_for(house: House) -> None:
    stage = Stage(house)
    await _gather(house, NUMBER)
    writer = await stage.hire("Ama")
    broadcast = await stage.save(writer)
    await stage.act("submit", writer, broadcast.id)
    await stage.act("approve", await stage.hire("Bo"), broadcast.id)
    await stage.work()
    while await stage.claim(50):
        pass
    report = await stage.report(broadcast.id)
    assert report.planned + sum(report.left_out.values()) == NUMBER
    assert set(report.left_out) >= {"no_opt_in", "stopped"}
    assert report.sent > 0.85 * NUMBER


def test_command_when_there_is_no_demo_then_nobody_is_invented(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WAYIN_BOT_TOKEN", "1:real")
    monkeypatch.setenv("WAYIN_DATA_KEYS", new_key())
    given = argparse.Namespace(number=10)
    assert command.run(given) == EX_CONFIG
    assert "for the demo only" in capsys.readouterr().err
