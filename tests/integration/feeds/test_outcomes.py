"""How far people got, as a table that gives nobody away."""

from __future__ import annotations

from sqlalchemy import select

from bot.domain.journeys import CHECK_IN_WEEKS
from bot.domain.statistics import release
from bot.feeds.outcomes_csv import write_outcomes
from bot.services.journeys.outcome_table import outcome_table
from db.models import Journey, JourneyStep, Opportunity, Person
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
            if number < 3:
                shared |= {"stage": "started", "started_on": now.date(), "weeks": 13}
            journeys = [Journey(opportunity_id=row.id, **shared) for row in rows]
            session.add_all(journeys)
            await session.flush()
            if number < 3:
                said = {"stage": "sustained_13", "said_by": "adviser", "at": now}
                session.add_all(JourneyStep(journey_id=journey.id, **said) for journey in journeys)
    async with house.database.read() as session:
        table = outcome_table(await outcomes.reached(session), CHECK_IN_WEEKS)
    assert table.counts == {("vacancy", "interested"): 20, ("vacancy", "weeks_13_confirmed"): 3}
    text = write_outcomes(release(table), "kind").decode()
    assert ",3" not in text
    assert "fewer than 10" in text
