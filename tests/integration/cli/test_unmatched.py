"""`wayin intents unmatched`: masked, without a way back to who wrote it, and forgotten when reviewed."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime

import pytest

from bot.cli.main import main
from bot.settings import SANDBOX_TOKEN
from db.keyring import Keyring
from db.models import Person, UnmatchedMessage
from db.session import Database

NOW = datetime(2026, 11, 23, 10, 17, tzinfo=UTC)


@pytest.fixture
def settings(sqlite_url: str, data_key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database with one person and two messages, and the settings that lead to it."""
    for name, value in {
        "BOT_TOKEN": SANDBOX_TOKEN,
        "TELEGRAM_API_BASE": "http://127.0.0.1:9",
        "DATABASE_URL": sqlite_url,
        "DATA_KEYS": data_key,
        "DEMO": "true",
    }.items():
        monkeypatch.setenv(f"WAYIN_{name}", value)
    asyncio.run(_fill(sqlite_url, data_key))


async def _fill(url: str, key: str) -> None:
    database = Database(url, Keyring([key]))
    async with database.write() as session:
        person = Person(
            reference="WI-SECRET",
            chat_id=77123,
            answers={},
            places=[],
            reach="active",
            created_at=NOW,
            last_seen_at=NOW,
        )
        session.add(person)
        await session.flush()
        for text, asked in (("gotny wrk [name]", None), ("zorp [number]", "age")):
            session.add(
                UnmatchedMessage(person_id=person.id, locale="en", country="uk", asked=asked, text=text, created_at=NOW)
            )
    await database.close()


def test_list_when_read_then_it_shows_the_words_and_nobody(settings: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["intents", "unmatched", "--json"]) == 0
    shown = capsys.readouterr().out
    newest, oldest = json.loads(shown)["unmatched"]
    assert oldest == {
        "id": oldest["id"], "day": "2026-11-23", "locale": "en", "country": "uk", "asked": None,
        "text": "gotny wrk [name]",
    }  # fmt: skip
    assert newest["asked"] == "age"
    assert not [secret for secret in ("WI-SECRET", "77123", "10:17") if secret in shown]


def test_message_when_reviewed_then_it_is_forgotten(settings: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["intents", "unmatched"]) == 0
    lines = capsys.readouterr().out.splitlines()
    for line in lines:
        assert main(["intents", "unmatched", "--done", line.split()[0]]) == 0
    capsys.readouterr()
    assert main(["intents", "unmatched"]) == 0
    assert capsys.readouterr().out == "Everything was understood.\n"


def test_message_when_it_is_not_there_then_that_is_said(settings: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["intents", "unmatched", "--done", "999"]) == 2
    assert capsys.readouterr().err == "There is no unmatched message 999.\n"
