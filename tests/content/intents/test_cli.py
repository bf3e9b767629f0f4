"""`wayin intents`: the agreed JSON, figures of a file, and faults in plain words."""

import json
import shutil
from pathlib import Path

import pytest

from bot.cli.main import main
from bot.content.intent_library import load_intents
from bot.domain.intents.keeping import key_of
from bot.domain.intents.understanding import examples_of, lexicon_of
from tests.auxil.chats import demo_settings

KEYS = {"intent", "confidence", "decision", "alternatives", "because", "slots", "safeguarding", "word"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache of their own for all tests here, with what was learned when the product was installed, if it was."""
    kept, own = demo_settings().cache_dir / "intents", tmp_path_factory.mktemp("cache") / "intents"
    if kept.is_dir():
        shutil.copytree(kept, own)
    return own


@pytest.fixture
def cache(folder: Path) -> list[str]:
    return ["--cache", str(folder)]


def test_match_prints_the_agreed_keys(cache: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["intents", "match", "remind me tmrw 7am in newam", "--json", *cache]) == 0

    shown = json.loads(capsys.readouterr().out)
    assert set(shown) == KEYS
    assert shown["intent"] == "set_reminder"
    assert shown["decision"] == "act"
    assert shown["slots"] == {"places": ["newham"], "day": {"days_ahead": 1}, "time": "07:00"}
    assert {"typed": "newam", "read": "newham"} in shown["because"]["repairs"]


def test_match_names_the_safeguarding_kind(cache: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    main(["intents", "match", "i want to kill myself", "--json", *cache])

    shown = json.loads(capsys.readouterr().out)
    assert shown["intent"] == "safeguarding_suicide_imminent"
    assert shown["safeguarding"] == {"kind": "suicide_imminent", "level": "imminent"}


def test_match_for_people_tells_the_words_that_decided(cache: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    main(["intents", "match", "any aprentiship", *cache])

    shown = capsys.readouterr().out
    assert shown.startswith("find_apprenticeship")
    assert "read: aprentiship ~ apprenticeship" in shown


def test_evaluate_scores_a_file(tmp_path: Path, cache: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "messages.tsv"
    file.write_text(
        "any jobs\tfind_vacancy\n# a comment\n\nmy dad hits me\tsafeguarding_abuse_home\nhello\tfind_course\n", "utf-8"
    )

    assert main(["intents", "evaluate", str(file), "--json", *cache]) == 0

    scored = json.loads(capsys.readouterr().out)
    assert scored["messages"] == 3
    assert scored["accuracy"] == pytest.approx(2 / 3)
    assert scored["confusions"] == [{"expected": "find_course", "read": "greeting", "count": 1}]
    assert scored["wrong_lines"] == [5]
    assert scored["missed_safeguarding"] == scored["false_safeguarding"] == []
    assert set(scored["latency_ms"]) == {"p50", "p99"}
    assert scored["per_intent"]["find_vacancy"]["f1"] == 1


def test_evaluate_names_a_line_it_cannot_read(
    tmp_path: Path, cache: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "messages.tsv"
    file.write_text("any jobs\tfind_vacancy\nno tab here\n", "utf-8")

    assert main(["intents", "evaluate", str(file), *cache]) == 2
    assert "line 2" in capsys.readouterr().err
    assert main(["intents", "evaluate", str(tmp_path / "nowhere.tsv"), *cache]) == 2


def test_a_second_start_reads_what_the_first_one_learned_unless_it_is_broken(
    folder: Path, cache: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    main(["intents", "match", "any jobs", "--json", *cache])
    first = capsys.readouterr().out
    kept = sorted(folder.iterdir())
    written = [one.stat().st_mtime_ns for one in kept]

    main(["intents", "match", "any jobs", "--json", *cache])
    assert capsys.readouterr().out == first
    assert [one.stat().st_mtime_ns for one in kept] == written

    # What is told apart by intent is learned again in less than half the time of what is told apart by danger.
    library, locales = load_intents(), ("en", "sv")
    broken = folder / f"intents-{key_of(examples_of(library, locales), lexicon_of(library, locales))}.npz"
    broken.write_bytes(b"broken")
    main(["intents", "match", "any jobs", "--json", *cache])
    assert capsys.readouterr().out == first
    assert broken.stat().st_size > 1000
