"""Somebody who does not program adds a programme, a question and a language: files alone are enough."""

from __future__ import annotations

import io
import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from bot.cli.main import main
from bot.content.faults import Level
from bot.content.intent_library import build_library, read_intents
from bot.content.lint import check
from bot.content.loader import CONTENT, load_content
from bot.content.told import facts_from
from bot.domain.eligibility import Verdict, assess, next_question
from bot.messages.texts import Texts

TODAY = date(2026, 11, 22)
PAGE = Path(__file__).parents[2] / "docs" / "adding-a-programme.md"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of every content file that is not Python."""
    copy = tmp_path / "content"
    shutil.copytree(CONTENT, copy, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return copy


def examples() -> dict[str, str]:
    """Every file the page shows, by the path in its first line."""
    blocks = re.findall(r"```yaml\n# (\S+\.yaml)\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL)
    return dict(blocks)


def test_sixth_programme_as_the_page_shows_it_works_without_python(folder: Path) -> None:
    for name, text in examples().items():
        path = folder / name.removeprefix("bot/content/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    own = ("programmes/", "questions/", "topics")
    assert [str(fault) for fault in check(folder, TODAY) if fault.path.startswith(own)] == []
    content = load_content(folder)
    told = {"country": "uk", "area": "Ilford", "age": 20, "answers": {"likes_cycling": "yes"}}
    found = {
        one.programme: one.verdict
        for one in assess(content.programmes_in("uk"), facts_from(told, content, TODAY).facts, TODAY)
    }
    assert found["pedal_start"] is Verdict.MATCH
    only = [content.programmes["pedal_start"]]
    facts = facts_from({"country": "uk", "area": "Ilford", "age": 20}, content, TODAY).facts
    assert next_question(only, content.questions_in("uk"), facts, TODAY) == "likes_cycling"


def test_the_page_shows_a_programme_and_a_question() -> None:
    assert {name.split("/")[2] for name in examples()} >= {"programmes", "questions"}


def test_commands_of_the_page_when_run_as_written_then_they_say_what_it_promises(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, text in examples().items():
        (folder / name.removeprefix("bot/content/")).write_text(text, encoding="utf-8")
    monkeypatch.setattr("bot.content.loader.CONTENT", folder)
    told = re.findall(r"^echo '(.*)' \| \.venv/bin/wayin eligibility assess -$", PAGE.read_text(), flags=re.MULTILINE)
    said = []
    for answers in told:
        monkeypatch.setattr("sys.stdin", io.StringIO(answers))
        assert main(["eligibility", "assess", "-"]) == 0
        said.append(capsys.readouterr().out)
    assert "pedal_start: need one more thing" in said[0]
    assert "pedal_start: looks like a match" in said[1]


def test_a_name_with_a_note_in_brackets_is_understood_without_it(folder: Path) -> None:
    text = examples()["bot/content/programmes/pedal_start.yaml"]
    named = text.replace(
        "  en: Pedal Start\n  sv: Pedal Start", "  en: Pedal Start (sample)\n  sv: Söder Cykel (exempel)"
    )
    (folder / "programmes" / "pedal_start.yaml").write_text(named, encoding="utf-8")
    names = next(one.names for one in build_library(read_intents(folder)).names.programmes if one.id == "pedal_start")
    assert {"Söder Cykel", "Söder Cykel (exempel)", "Pedal Start"} <= {*names}


def test_an_intent_with_its_answer_as_the_page_shows_it_is_files_alone(folder: Path) -> None:
    page = (PAGE.parent / "adding-an-intent.md").read_text(encoding="utf-8")
    blocks = [
        re.sub("^   ", "", one, flags=re.MULTILINE) for one in re.findall(r"   ```yaml\n(.*?)   ```", page, re.DOTALL)
    ]
    intent = next(one for one in blocks if one.startswith("id: driving_lessons\n"))
    topic = next(one for one in blocks if one.startswith("  - id: driving\n"))
    (folder / "intents" / "driving_lessons.yaml").write_text(intent, encoding="utf-8")
    with (folder / "topics.yaml").open("a", encoding="utf-8") as topics:
        topics.write(topic)
    for country in ("uk", "se"):
        copied = (folder / f"answers/{country}/travel_costs.yaml").read_text(encoding="utf-8")
        own = copied.replace("topic: travel_costs", "topic: driving")
        (folder / f"answers/{country}/driving.yaml").write_text(own, encoding="utf-8")
    assert [str(fault) for fault in check(folder, TODAY) if fault.level is Level.ERROR] == []
    assert load_content(folder).answers_to("driving_lessons", "se", "vem betalar")[0].topic == "driving"


def test_third_language_is_files_alone_and_the_check_lists_what_is_left(folder: Path) -> None:
    arabic = folder / "locales" / "ar"
    arabic.mkdir()
    card = (folder / "locales/en/_locale.yaml").read_text(encoding="utf-8")
    card = card.replace("own_name: English", "own_name: العربية").replace(
        "english_name: English", "english_name: Arabic"
    )
    card = card.replace("ltr", "rtl").replace("en_GB", "ar").replace("status: ready", "status: draft\nfallback: en")
    (arabic / "_locale.yaml").write_text(card, encoding="utf-8")
    (arabic / "pay.yaml").write_text('from: "من {day}."\n', encoding="utf-8")
    faults = check(folder, TODAY)
    assert {fault.level for fault in faults} == {Level.WARNING}
    left = [fault for fault in faults if fault.path == "locales/ar/pay.yaml"]
    assert {fault.message.split()[0] for fault in left} == {"pay.line", "pay.checked"}
    assert any(fault.code == "untranslated" and fault.path.startswith("programmes/") for fault in faults)
    content = load_content(folder)
    texts = Texts(content.locales)
    speak = texts.for_locale("ar")
    assert "ar" not in texts.ready
    assert speak("pay.from", day="1") == "من \u20681\u2069."
    assert speak("pay.checked", month="May") == "Last checked in May."
    assert speak.pick(content.programmes["win"].name) == "WIN and Moving on Up"


def test_ready_language_with_texts_missing_does_not_start(folder: Path) -> None:
    shutil.copytree(folder / "locales/en", folder / "locales/so")
    (folder / "locales/so/pay.yaml").unlink()
    faults = [fault for fault in check(folder, TODAY) if fault.level is Level.ERROR]
    assert any(fault.path == "locales/so/pay.yaml" for fault in faults)
    assert any("the so text is missing" in fault.message for fault in faults)
