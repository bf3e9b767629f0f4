"""Audiences by plain facts, counted as they would be sent to."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from db.models import Handoff, Interest, ProgrammeVerdict, SectorWish
from tests.integration.broadcasts.stage import Stage


async def _reached(stage: Stage, **audience: Any) -> int:
    ama = stage.staff.get("Ama") or await stage.hire("Ama")
    async with stage.house.database.write() as session:
        draft = stage.draft(audience={"country": "uk", **audience})
        broadcast = await stage.outreach.broadcasts.save(session, ama, draft, stage.now)
        return (await stage.outreach.broadcasts.rehearse(session, broadcast, stage.now)).gets_it


@pytest.mark.parametrize(
    ("audience", "number"),
    [
        ({}, 7),
        ({"councils": ["newham"]}, 5),
        ({"councils": ["newham", "camden"]}, 7),
        ({"locales": ["sv"]}, 2),
        ({"age_from": 18, "age_to": 19}, 1),
        ({"age_from": 20, "age_to": 20}, 6),
        ({"seen_within_days": 30}, 6),
        ({"verdicts": ["movement_to_work:match"]}, 1),
        ({"verdicts": ["movement_to_work:match", "movement_to_work:not_now"]}, 2),
        ({"sectors": ["health", "care"]}, 1),
        ({"stages": ["said_yes"]}, 1),
        ({"stages": ["with_adviser"]}, 1),
        ({"stages": ["looking"]}, 5),
        ({"asked_about": ["nel_health_hub"]}, 1),
        ({"councils": ["newham"], "locales": ["sv"], "age_from": 20}, 0),
    ],
)
async def test_an_audience_is_everybody_to_whom_all_of_it_applies(
    stage: Stage, audience: dict[str, Any], number: int
) -> None:
    people = await stage.crowd(5)
    others = await stage.crowd(2, first=2000, council="camden", locale="sv")
    await stage.crowd(1, first=3000, country="se", council="solna")
    await stage.change(people[0], born_from=date(2008, 3, 1), born_to=date(2008, 3, 31))
    await stage.change(people[1], last_seen_at=stage.now - timedelta(days=60))
    async with stage.house.database.write() as session:
        for who, verdict in ((people[2], "match"), (people[3], "not_now")):
            row = {"person_id": who, "programme": "movement_to_work", "verdict": verdict, "judged_at": stage.now}
            await session.execute(insert(ProgrammeVerdict), row)
        await session.execute(insert(SectorWish), {"person_id": people[2], "sector": "health"})
        said = {"person_id": others[0], "about": "p", "slug": "nel_health_hub", "created_at": stage.now}
        await session.execute(insert(Interest), said | {"state": "interested", "guests": 0})
        asked = {"person_id": others[1], "organisation": "eastside_works", "topic": "work", "locale": "en"}
        when = {"country": "uk", "packet": {}, "promised_by": stage.now, "created_at": stage.now, "counter": 0}
        await session.execute(insert(Handoff), asked | when | {"state": "waiting"})
    if number:
        assert await _reached(stage, **audience) == number
    else:
        with pytest.raises(Exception, match="1 faults"):
            await _reached(stage, **audience)


async def test_the_rehearsal_says_who_is_left_out_and_why(stage: Stage) -> None:
    people = await stage.crowd(6)
    await stage.crowd(3, first=2000, wanting=None)
    await stage.change(people[0], stopped_at=stage.now)
    await stage.change(people[1], reach="gone")
    await stage.change(people[2], news_paused_at=stage.now)
    await stage.change(people[3], born_from=date(2011, 1, 1), born_to=date(2011, 1, 31))
    ama = await stage.hire("Ama")
    async with stage.house.database.write() as session:
        broadcast = await stage.outreach.broadcasts.save(session, ama, stage.draft(), stage.now)
        found = await stage.outreach.broadcasts.rehearse(session, broadcast, stage.now)
    assert found.gets_it == 2
    assert found.left_out == {"stopped": 1, "unreachable": 1, "paused": 1, "too_young": 1, "no_opt_in": 3}
    assert found.audience == 9
