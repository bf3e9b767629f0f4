"""`wayin staff`: the first admin, and the way back in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.cli.codes import EX_UNAVAILABLE
from bot.cli.main import main
from bot.sandbox.settings import DEMO_TOKEN
from db.keyring import new_key

ADD = ("staff", "add", "alex@example.org", "--name", "Alex", "--role", "admin", "--organisation", "thamesway_advice")


@pytest.fixture(autouse=True)
def _environment(sqlite_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, value in {
        "DEMO": "true",
        "BOT_TOKEN": DEMO_TOKEN,
        "TELEGRAM_API_BASE": "http://127.0.0.1:9",
        "DATABASE_URL": sqlite_url,
        "DATA_KEYS": new_key(),
        "CONSOLE_URL": "https://staff.example.org/",
    }.items():
        monkeypatch.setenv(f"WAYIN_{name}", value)


def test_staff_when_added_listed_reset_and_disabled_then_it_says_what_is_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*ADD, "--role", "adviser", "--council", "newham", "--programme", "win"]) == 0
    said = capsys.readouterr().out
    assert re.search(r"^https://staff\.example\.org/console/join/[\w-]{40,}$", said, re.MULTILINE)
    assert main(["staff", "list"]) == 0
    assert capsys.readouterr().out == "alex@example.org\tinvited\tthamesway_advice\tadviser,admin\n"
    assert main(["staff", "reset", "ALEX@example.org", "--second-factor"]) == 0
    assert "/console/join/" in capsys.readouterr().out
    assert main(["staff", "disable", "alex@example.org"]) == 0
    assert main(["staff", "list"]) == 0
    assert "disabled" in capsys.readouterr().out
    assert main(["staff", "reset", "alex@example.org"]) == 2
    assert capsys.readouterr().err == "They have no access.\n"


def test_staff_when_the_database_has_no_tables_then_a_sentence_says_what_to_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WAYIN_DATABASE_URL", f"sqlite:///{tmp_path / 'empty.db'}")
    with pytest.raises(SystemExit) as ended:
        main(["staff", "list"])
    assert ended.value.code == EX_UNAVAILABLE
    assert capsys.readouterr().err == "The database lacks tables of this version: run `wayin db upgrade`.\n"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--organisation", "nowhere"), "There is no organisation of that id in bot/content/organisations.\n"),
        (("--council", "solna"), "The organisation does not work in one of these councils.\n"),
        (("--programme", "entry_hub"), "The organisation does not work for one of these programmes.\n"),
        (("--name", " "), "name: missing\n"),
    ],
)
def test_staff_when_added_with_something_wrong_then_it_says_what_and_adds_nobody(
    more: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*ADD, *more]) == 2
    assert capsys.readouterr().err == said
    assert main(["staff", "list"]) == 0
    assert capsys.readouterr().out == ""


def test_staff_when_here_already_or_unknown_then_it_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    main(ADD)
    assert main(ADD) == 2
    assert "is here already" in capsys.readouterr().err
    for what in ("reset", "disable"):
        assert main(["staff", what, "nobody@example.org"]) == 2
        assert capsys.readouterr().err == "There is nobody of that e-mail address.\n"
