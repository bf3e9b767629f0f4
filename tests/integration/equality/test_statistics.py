"""Equality statistics: suppressed, one set a month, published once, and never enough to find anybody."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select

from bot.domain.equality import OWN_WORDS, PREFER_NOT
from bot.services.equality.equality import KEPT_FOR
from bot.services.equality.statistics import MonthlyTables, Statistics
from db.models import EqualityAnswer, EqualityConsent, EqualityTables, Interest, Person
from db.session import Database
from tests.auxil.chats import content
from tests.auxil.clocks import FixedClock

NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)
IN_NOVEMBER = datetime(2026, 11, 22, 12, tzinfo=UTC)
NOW = datetime(2026, 12, 3, 9, tzinfo=UTC)


@pytest.fixture
def statistics() -> Statistics:
    return Statistics(content())


@pytest.fixture
async def crowd(database: Database) -> Database:
    """Thirty women, twenty-six men and three who would not say, in London in November; half said yes to something."""
    await answer(database, {"female": 30, "male": 26, PREFER_NOT: 3}, IN_NOVEMBER)
    return database


async def answer(
    database: Database, groups: dict[str, int], at: datetime, country: str = "uk", question: str = "sex"
) -> list[int]:
    """That many new people give that answer."""
    made = []
    async with database.write() as session:
        first = len((await session.execute(select(Person.id))).all())
        for number, group in enumerate([name for name, count in groups.items() for _ in range(count)], first):
            person = Person(
                reference=f"WI-{number}", chat_id=9000 + number, country=country, locale="en",
                answers={}, places=[], reach="active", created_at=at, last_seen_at=at,
            )  # fmt: skip
            session.add(person)
            await session.flush()
            made.append(person.id)
            value = {"path": [group], "words": None}
            session.add(
                EqualityAnswer(person_id=person.id, question=question, value=value, consent_version="1", answered_at=at)
            )
            session.add(EqualityConsent(person_id=person.id, act="offered", version="1", door="chat", happened_at=at))
            session.add(EqualityConsent(person_id=person.id, act="given", version="1", door="chat", happened_at=at))
            if number % 2:
                session.add(Interest(person_id=person.id, about="o", slug="ward_helper", created_at=at))
    return made


async def published(
    database: Database, statistics: Statistics, month: date = NOVEMBER, country: str = "uk"
) -> dict[str, Any]:
    async with database.write() as session:
        await statistics.publish(session, country, month, NOW)
        found = await statistics.published(session, country, month)
    assert found is not None
    return found


def people(tables: dict[str, Any], question: str = "sex") -> dict[str, Any]:
    (table,) = [table for table in tables["questions"] if table["question"] == question]
    return {row["group"]: row["people"] for row in (*table["groups"], table["everybody"])}


async def test_month_when_published_then_numbers_are_rounded_and_few_are_hidden(
    crowd: Database, statistics: Statistics
) -> None:
    tables = await published(crowd, statistics)
    shown = people(tables)
    assert set(shown) == {"female", "male", OWN_WORDS, PREFER_NOT, "everybody"}
    assert shown[PREFER_NOT] == shown[OWN_WORDS] == "fewer_than_10"
    assert shown["female"] == 30
    numbers = [number for number in shown.values() if isinstance(number, int)]
    assert all(number % 5 == 0 and number >= 10 for number in numbers)
    assert {tables["asked"]["groups"][act] for act in ("declined", "offered", "withdrawn")} == {"fewer_than_10"}


async def test_month_when_the_questions_are_offered_then_what_people_did_last_is_counted_once(
    crowd: Database, statistics: Statistics
) -> None:
    for person_id in await answer(crowd, {"female": 14, "male": 14}, IN_NOVEMBER):
        async with crowd.write() as session:
            session.add(
                EqualityConsent(person_id=person_id, act="withdrawn", version="1", door="chat", happened_at=IN_NOVEMBER)
            )
    asked = (await published(crowd, statistics))["asked"]
    assert asked["groups"]["given"] == 60
    assert asked["people"] == 85


async def test_month_when_a_group_is_large_enough_then_the_share_that_said_yes_is_shown(
    crowd: Database, statistics: Statistics
) -> None:
    (sex,) = [table for table in (await published(crowd, statistics))["questions"] if table["question"] == "sex"]
    rows = {row["group"]: row for row in sex["groups"]}
    assert (rows["female"]["said_yes"], rows["female"]["per_cent"]) == (15, 50)
    assert rows[PREFER_NOT]["per_cent"] is None


async def test_month_when_answers_are_taken_back_later_then_what_was_published_stays_word_for_word(
    crowd: Database, statistics: Statistics
) -> None:
    before = await published(crowd, statistics)
    async with crowd.write() as session:
        await session.execute(delete(EqualityAnswer).where(EqualityAnswer.person_id % 3 == 0))
    assert await published(crowd, statistics) == before
    async with crowd.read() as session:
        assert len((await session.execute(select(EqualityTables))).all()) == 1


async def test_answer_when_it_is_of_another_month_or_country_then_it_is_not_counted(
    crowd: Database, statistics: Statistics
) -> None:
    await answer(crowd, {"female": 50, "male": 40}, datetime(2026, 12, 1, tzinfo=UTC))
    await answer(crowd, {"female": 50, "male": 40}, datetime(2026, 10, 31, 23, 59, tzinfo=UTC))
    await answer(crowd, {"female": 50, "male": 40}, IN_NOVEMBER, country="se")
    assert people(await published(crowd, statistics))["female"] == 30
    assert people(await published(crowd, statistics, DECEMBER))["female"] == 50


async def test_month_when_it_begins_then_it_is_by_the_clock_of_the_country(
    database: Database, statistics: Statistics
) -> None:
    await answer(
        database, {"woman": 50, "man": 40}, datetime(2026, 10, 31, 23, 30, tzinfo=UTC), "se", question="gender"
    )
    (table,) = (await published(database, statistics, NOVEMBER, "se"))["questions"][:1]
    assert table["everybody"]["people"] == 90
    assert statistics.last_month("se", datetime(2026, 10, 31, 23, 30, tzinfo=UTC)) == date(2026, 10, 1)
    assert statistics.last_month("uk", datetime(2026, 10, 31, 23, 30, tzinfo=UTC)) == date(2026, 9, 1)


async def test_month_when_nobody_answered_then_nothing_is_shown_and_nothing_breaks(
    database: Database, statistics: Statistics
) -> None:
    for country in ("uk", "se"):
        tables = await published(database, statistics, country=country)
        assert tables["questions"]
        for table in tables["questions"]:
            assert {row["people"] for row in (*table["groups"], table["everybody"])} == {"fewer_than_10"}


async def test_published_tables_when_read_then_nothing_leads_to_a_person(
    crowd: Database, statistics: Statistics
) -> None:
    said = json.dumps(await published(crowd, statistics))
    assert "WI-" not in said
    assert "person" not in said
    assert not set(EqualityTables.__table__.columns.keys()) & {"person_id", "chat_id", "value"}


def test_month_when_it_is_not_over_or_long_gone_then_it_is_refused(statistics: Statistics) -> None:
    assert statistics.why_not("uk", NOVEMBER, IN_NOVEMBER) == "is not over yet"
    assert statistics.why_not("uk", NOVEMBER, NOW) is None
    gone = (NOW - KEPT_FOR - timedelta(days=40)).date().replace(day=1)
    assert "not kept any more" in str(statistics.why_not("uk", gone, NOW))


async def test_a_month_that_is_over_is_published_once_by_the_clock(database: Database) -> None:
    clock = FixedClock(datetime(2026, 12, 1, 0, 30, tzinfo=UTC))
    tables = MonthlyTables(database, clock, Statistics(content()), ("uk", "se"))
    await tables.run()
    clock.advance(days=3)
    await tables.run()
    async with database.read() as session:
        kept = (await session.execute(select(EqualityTables).order_by(EqualityTables.country))).scalars().all()
    assert [(row.country, row.month, row.published_at.day) for row in kept] == [
        ("se", date(2026, 11, 1), 1),
        ("uk", date(2026, 11, 1), 1),
    ]
