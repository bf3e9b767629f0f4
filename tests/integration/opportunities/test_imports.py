"""A feed comes in whole or not at all, twice the same, and what vanished from it is closed."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select

from bot.feeds.faults import FeedRefused
from bot.feeds.way_in_csv import COLUMNS
from bot.services.feeds.tally import Tally
from bot.services.opportunities.imports import Imports
from db.models import Find, Opportunity, OpportunityChange
from tests.auxil.chats import House, content, library

USUAL = {
    "kind": "vacancy",
    "title": "Healthcare assistant, days & nights",
    "organisation": "Sample Works",
    "postcode": "E13 8SL",
    "pay": "£14.80 an hour",
    "hours_per_week": "16",
    "hours_pattern": "night; part time",
}


def table(*rows: dict[str, str]) -> bytes:
    """A `way-in-csv` of these rows, the usual values filled in."""
    lines = [",".join(COLUMNS)]
    for row in rows:
        cells = {**USUAL, **row}
        lines.append(",".join(f'"{cells.get(name, "")}"' for name in COLUMNS))
    return "\n".join(lines).encode()


async def bring_in(house: House, data: bytes, *, dry_run: bool = False, format_name: str = "way-in-csv") -> Tally:
    """One import, to its end."""
    imports = Imports(content(), house.services.offers.catalogue, library().names)
    batch = await imports.read(format_name, data, house.clock.now.date())
    async for _ in imports.write(house.database, batch, house.clock.now, dry_run=dry_run):
        await asyncio.sleep(0)
    return batch.tally


async def kept(house: House, model: Any) -> Sequence[Any]:
    async with house.database.read() as session:
        return (await session.execute(select(model))).scalars().all()


def counts(tally: Tally) -> tuple[int, int, int, int]:
    return tally.created, tally.updated, tally.unchanged, tally.closed


async def test_import_when_new_then_it_is_understood_and_found(house: House) -> None:
    assert counts(await bring_in(house, table({"id": "1"}))) == (1, 0, 0, 0)
    (row,) = await kept(house, Opportunity)
    assert (row.sector, row.role, row.councils) == ("health", "healthcare_assistant", ["newham"])
    assert row.title == {"en": "Healthcare assistant, days &amp; nights"}, "a feed's signs are no markup of ours"
    assert row.pay["low"] == "14.80"
    assert row.check_by > house.clock.now.date()
    assert {"newham", "redbridge", "all:uk"} <= {find.audience for find in await kept(house, Find)}


async def test_import_when_there_are_many_rows_then_the_database_is_asked_a_few_times_only(house: House) -> None:
    asked: list[str] = []
    event.listen(house.database.engine.sync_engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    data = table(*({"id": str(number), "closes": "2030-01-31" if number % 2 else ""} for number in range(100)))
    assert counts(await bring_in(house, data)) == (100, 0, 0, 0)
    assert len(asked) < 20, "a trip for each row makes a large import wait on a busy machine"
    kept_rows = await kept(house, Opportunity)
    assert {(row.state, row.sample, row.closes_on is None) for row in kept_rows} == {
        ("open", False, True),
        ("open", False, False),
    }


async def test_import_when_run_twice_then_the_second_changes_nothing(house: House) -> None:
    data = table({"id": "1"}, {"id": "2"})
    await bring_in(house, data)
    before = len(await kept(house, OpportunityChange))
    assert counts(await bring_in(house, data)) == (0, 0, 2, 0)
    assert len(await kept(house, OpportunityChange)) == before
    house.clock.now += timedelta(days=1)
    assert counts(await bring_in(house, data)) == (0, 0, 2, 0)
    (first, _) = await kept(house, Opportunity)
    assert first.checked_on == house.clock.now.date(), "that it was seen again is kept"


async def test_import_when_a_row_vanishes_then_it_closes_and_opens_again_when_it_is_back(house: House) -> None:
    await bring_in(house, table({"id": "1"}, {"id": "2"}))
    assert counts(await bring_in(house, table({"id": "1"}))) == (0, 0, 1, 1)
    assert {row.source_id: row.state for row in await kept(house, Opportunity)} == {"1": "open", "2": "closed"}
    assert {find.opportunity_id for find in await kept(house, Find)} == {1}
    assert counts(await bring_in(house, table({"id": "1"}, {"id": "2"}))) == (0, 1, 1, 0)
    assert {row.state for row in await kept(house, Opportunity)} == {"open"}


async def test_import_when_a_row_is_broken_then_the_rest_comes_in_and_what_is_known_of_it_stays(house: House) -> None:
    await bring_in(house, table({"id": "1"}, {"id": "2"}))
    tally = await bring_in(house, table({"id": "1", "closes": "soonish"}, {"id": "2"}, {"id": "3"}))
    assert counts(tally) == (1, 0, 1, 0)
    assert [(error.row, error.field) for error in tally.errors] == [(2, "closes")]
    assert {row.state for row in await kept(house, Opportunity)} == {"open"}


async def test_import_when_it_is_held_for_a_programme_nobody_knows_then_it_is_left_out(house: House) -> None:
    tally = await bring_in(house, table({"id": "1", "ring_fenced_for": "Programme of Nobody"}))
    assert counts(tally) == (0, 0, 0, 0)
    assert [error.field for error in tally.errors] == ["ring_fenced_for"]


async def test_import_when_interviews_are_held_then_how_many_and_for_whom_must_be_said(house: House) -> None:
    held = {"held": "interview", "ring_fenced_for": "nel_health_hub", "positions": "12", "held_candidates": "36"}
    told = await bring_in(house, table({**held, "id": "1"}, {**held, "id": "2", "positions": ""}))
    assert [(error.field, error.source_id) for error in told.errors] == [("positions", "2")]
    async with house.database.read() as session:
        (holding,) = (await session.execute(select(Opportunity.holding))).scalars()
    assert holding == {"what": "interview", "posts": 12, "candidates": 36, "allot": "by_date", "confirm": False}


async def test_import_when_dry_then_it_says_the_same_and_writes_nothing(house: House) -> None:
    assert counts(await bring_in(house, table({"id": "1"}), dry_run=True)) == (1, 0, 0, 0)
    assert not await kept(house, Opportunity)


async def test_import_when_staff_paused_something_then_the_feed_does_not_open_it(house: House) -> None:
    await bring_in(house, table({"id": "1"}))
    async with house.database.write() as session:
        row = (await session.execute(select(Opportunity))).scalar_one()
        await house.services.offers.catalogue.write(session, row, {"state": "paused"}, house.clock.now)
    await bring_in(house, table({"id": "1", "title": "Healthcare assistant, days"}))
    (row,) = await kept(house, Opportunity)
    assert (row.state, row.title) == ("paused", {"en": "Healthcare assistant, days"})


async def test_import_when_the_file_is_another_format_then_it_is_refused_whole(house: House) -> None:
    with pytest.raises(FeedRefused):
        await bring_in(house, b"<html></html>", format_name="nhs-jobs-xml")
    assert not await kept(house, Opportunity)
