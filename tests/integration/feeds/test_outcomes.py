"""How far people got, as a table that gives nobody away."""

from __future__ import annotations

from sqlalchemy import select

from bot.domain.statistics import Table, release
from bot.feeds.outcomes_csv import write_outcomes
from db.models import Journey, Opportunity, Person
from db.queries import outcomes
from tests.auxil.chats import House


async def test_outcomes_when_counted_then_people_count_once_and_small_numbers_are_hidden(house: House) -> None:
    now = house.clock.now
    async with house.database.write() as session:
        rows = (
            (await session.execute(select(Opportunity).where(Opportunity.kind == "vacancy").limit(2))).scalars().all()
        )
        for row in rows:
            row.sample = False
        people = [
            Person(reference=f"WI-O{number}", chat_id=9_000 + number, created_at=now, last_seen_at=now)
            for number in range(23)
        ]
        session.add_all(people)
        await session.flush()
        for number, person in enumerate(people):
            shared = {"person_id": person.id, "organisation": "thamesway_advice", "created_at": now, "changed_at": now}
            stage = "started" if number < 3 else "interested"
            session.add_all(Journey(opportunity_id=row.id, stage=stage, **shared) for row in rows)
    async with house.database.read() as session:
        counts = await outcomes.by_kind_and_stage(session)
    assert counts == {("vacancy", "interested"): 20, ("vacancy", "started"): 3}
    text = write_outcomes(release(Table(["vacancy"], ["interested", "started"], counts)), "kind").decode()
    assert ",3" not in text
    assert "fewer than 10" in text
