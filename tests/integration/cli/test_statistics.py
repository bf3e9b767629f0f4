"""`wayin statistics equality`: publishes a month that is over, once, and refuses any other."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import delete

from bot.cli import statistics
from bot.cli.main import main
from bot.domain.equality import PREFER_NOT
from bot.settings import SANDBOX_TOKEN
from db.keyring import Keyring
from db.models import EqualityAnswer, Interest, Person
from db.session import Database

NOW = datetime(2026, 12, 3, 9, tzinfo=UTC)
ANSWERED = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def settings(sqlite_url: str, data_key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database in which eighty-three have answered, and the settings that lead to it."""
    for name, value in {
        "BOT_TOKEN": SANDBOX_TOKEN,
        "TELEGRAM_API_BASE": "http://127.0.0.1:9",
        "DATABASE_URL": sqlite_url,
        "DATA_KEYS": data_key,
        "COUNTRIES": "uk,se",
        "DEMO": "true",
    }.items():
        monkeypatch.setenv(f"WAYIN_{name}", value)
    monkeypatch.setattr(statistics, "system_clock", lambda: NOW)
    asyncio.run(_fill(sqlite_url, data_key))


async def _fill(url: str, key: str) -> None:
    database = Database(url, Keyring([key]))
    async with database.write() as session:
        for number in range(83):
            person = Person(
                reference=f"WI-{number}", chat_id=9000 + number, country="uk", answers={}, places=[],
                reach="active", created_at=ANSWERED, last_seen_at=ANSWERED,
            )  # fmt: skip
            session.add(person)
            await session.flush()
            group = PREFER_NOT if number < 3 else ("female", "male")[number % 2]
            value = {"path": [group], "words": None}
            session.add(
                EqualityAnswer(
                    person_id=person.id, question="sex", value=value, consent_version="1", answered_at=ANSWERED
                )
            )
            if number % 4 < 2:
                session.add(Interest(person_id=person.id, about="o", slug="ward_helper", created_at=ANSWERED))
    await database.close()


async def _forget(url: str, key: str) -> None:
    database = Database(url, Keyring([key]))
    async with database.write() as session:
        await session.execute(delete(EqualityAnswer))
    await database.close()


def test_last_month_when_asked_for_twice_then_it_is_the_same_though_answers_went(
    sqlite_url: str, data_key: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["statistics", "equality", "--json"]) == 0
    first = capsys.readouterr().out
    uk, se = json.loads(first)["statistics"]
    assert (uk["country"], uk["month"], uk["published_on"], se["country"]) == ("uk", "2026-11", "2026-12-03", "se")
    assert uk["questions"][0]["groups"][0] == {
        "group": "female", "people": 40, "said_yes": 20, "per_cent": 50
    }  # fmt: skip
    asyncio.run(_forget(sqlite_url, data_key))
    assert main(["statistics", "equality", "--json", "--month", "2026-11"]) == 0
    assert capsys.readouterr().out == first


def test_tables_when_read_by_people_then_signs_are_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["statistics", "equality"]) == 0
    shown = capsys.readouterr().out
    assert "Equality statistics, uk, 2026-11" in shown
    assert '"<10": fewer than 10' in shown
    assert "None" not in shown


@pytest.mark.parametrize(
    ("month", "why"),
    [("2026-12", "not over yet"), ("2025-01", "not kept any more"), ("2026-13", "must be a month"), ("now", "must be")],
)
def test_month_when_it_cannot_be_published_then_one_line_says_why(
    month: str, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["statistics", "equality", "--month", month]) == 2
    said = capsys.readouterr().err
    assert said.startswith("--month:")
    assert why in said
    assert said.count("\n") == 1
