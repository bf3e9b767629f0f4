"""`wayin check` on a copy of the project's content with one thing broken at a time."""

from __future__ import annotations

import argparse
import json
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot.cli import check as command
from bot.content.faults import Fault, Level
from bot.content.lint import check, load_checked
from bot.content.loader import CONTENT, load_content
from bot.errors import ContentError

TODAY = date(2026, 11, 22)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of every content file that is not Python."""
    copy = tmp_path / "content"
    shutil.copytree(CONTENT, copy, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return copy


def change(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{name} no longer has {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def line_of(folder: Path, name: str, words: str) -> int:
    lines = (folder / name).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if words in line)


def errors(folder: Path) -> list[Fault]:
    return [fault for fault in check(folder, TODAY) if fault.level is Level.ERROR]


def test_the_projects_own_content_has_no_error_and_its_items_no_warning() -> None:
    faults = check(None, TODAY)
    assert [str(fault) for fault in faults if fault.level is Level.ERROR] == []
    # Cards in languages nobody here reads wait for a native reader, and say so until then.
    waiting = [fault for fault in faults if fault.code == "unreviewed"]
    assert {fault.path.split("/")[0] for fault in waiting} <= {"other_languages"}
    others = [fault for fault in faults if fault not in waiting]
    assert [str(fault) for fault in others if not fault.path.startswith("locales/")] == []


MTW = "programmes/movement_to_work.yaml"
BREAKS = {
    "unknown key": (MTW, "intake: open", "intake: open\nintakke: open", "unknown-key", "intakke"),
    "misspelt key gets a hint": (MTW, "summary:", "sumary:", "unknown-key", "sumary"),
    "missing translation": (MTW, "  sv: Riktig praktik", "  xx: Riktig praktik", "untranslated", "summary:"),
    "owner that is not there": (MTW, "owner: movement_to_work", "owner: nobody", "no-such-name", "owner:"),
    "service of the other country": (MTW, "kings_trust]", "arbetsformedlingen]", "wrong-country", "instead:"),
    "place that is not there": (
        "programmes/win.yaml",
        "lives_in: [london]",
        "lives_in: [londn]",
        "no-such-name",
        "londn",
    ),
    "place in the other country": (
        "programmes/win.yaml",
        "lives_in: [london]",
        "lives_in: [stockholm]",
        "wrong-country",
        "lives_in: [stockholm]",
    ),
    "option a question does not have": (
        "programmes/win.yaml",
        'in: ["yes"]',
        "in: [maybe]",
        "unreachable",
        "in: [maybe]",
    ),
    "question that is not there": (
        "programmes/win.yaml",
        "question: seeking_work",
        "question: shoe_size",
        "no-such-name",
        "shoe_size",
    ),
    "limits nobody fits": (MTW, "{from: 16, to: 30}", "{from: 30, to: 16}", "schema", "{from: 30, to: 16}"),
    "two operators in one rule": (
        MTW,
        "- country: uk",
        "- country: uk\n      age: {from: 16}",
        "schema",
        "- country: uk",
    ),
    "leaf without because": (
        "programmes/win.yaml",
        "  all:\n",
        "  all:\n    - country: uk\n",
        "schema",
        "- country: uk",
    ),
    "scenario that comes out differently": (MTW, "age: 31", "age: 29", "scenario", "age: 29"),
    "closed programme with nothing instead": (
        "programmes/win.yaml",
        "instead: [",
        "related: [",
        "unknown-key",
        "related",
    ),
    "text with markup Telegram refuses": (
        "programmes/win.yaml",
        "<b>focuses on</b>",
        "<u>focuses on</u>",
        "markup",
        "<u>focuses on</u>",
    ),
    "tag never closed": ("programmes/win.yaml", "<b>focuses on</b>", "<b>focuses on", "markup", "<b>focuses on"),
    "bare ampersand": ("answers/uk/scams.yaml", "en: Stop if", "en: You & I, stop if", "markup", "You & I"),
    "answer too long": (
        "answers/uk/pay.yaml",
        "en: There is",
        "en: " + "word " * 70 + "There is",
        "too-long",
        "word word",
    ),
    "button too long": (
        "questions/situation.yaml",
        "At school or college",
        "At school or college " * 5,
        "too-long",
        "At school or college",
    ),
    "broken YAML": (MTW, "intake: open", "intake: [open", "yaml", None),
    "key written twice": (MTW, "intake: open", "intake: open\nintake: paused", "twice", "intake: paused"),
    "wrong value": (MTW, "intake: open", "intake: perhaps", "schema", "intake: perhaps"),
    "not a day": (MTW, "check_by: 2027-02-20", "check_by: 2027-02-30", "date", "2027-02-30"),
    "check_by before checked_on": (MTW, "check_by: 2027-02-20", "check_by: 2020-02-20", "dates", "check_by"),
    "id unlike its file": (MTW, "id: movement_to_work", "id: movement", "file-name", "id: movement"),
    "locale key missing": ("locales/sv/pay.yaml", "checked:", "chekked:", "untranslated", None),
    "placeholder missing": ("locales/sv/pay.yaml", "{amount}", "{belopp}", "placeholder", "{belopp}"),
    "brace alone": ("locales/sv/pay.yaml", "{day}", "{day", "placeholder", "{day"),
    "intent that is not there": ("topics.yaml", "- right_to_work]", "- right_to_wrk]", "no-such-name", None),
    "no such language in Babel": ("locales/sv/_locale.yaml", "babel: sv_SE", "babel: qq_QQ", "babel", None),
}


@pytest.mark.parametrize(("file", "old", "new", "code", "words"), BREAKS.values(), ids=BREAKS)
def test_fault_is_found_with_its_file_and_line(
    folder: Path, file: str, old: str, new: str, code: str, words: str | None
) -> None:
    if file == "topics.yaml":
        old, new = "right_to_work]", "right_to_wrk]"
    change(folder, file, old, new)
    found = [fault for fault in errors(folder) if fault.code == code]
    assert found, [str(fault) for fault in errors(folder)]
    if words is not None:
        near = line_of(folder, file, words)
        assert any(fault.path == file and abs(fault.line - near) <= 2 for fault in found), [str(one) for one in found]


def test_misspelt_key_is_told_the_right_one(folder: Path) -> None:
    change(folder, MTW, "summary:", "sumary:")
    assert any("did you mean summary?" in fault.message for fault in errors(folder))


def test_wrong_name_is_told_the_right_one_and_where_names_stand(folder: Path) -> None:
    change(folder, "programmes/win.yaml", "lives_in: [london]", "lives_in: [londn]")
    assert [fault.message for fault in errors(folder)] == [
        "lives_in: there is no londn among the areas; did you mean london? (see places/uk.yaml and places/se.yaml)"
    ]


def test_rule_about_a_protected_characteristic_is_told_to_be_a_focus(folder: Path) -> None:
    change(folder, "programmes/win.yaml", "question: seeking_work", "question: ethnicity")
    (fault,) = errors(folder)
    assert fault.code == "protected"
    assert "write it in focus" in fault.message


def test_question_that_is_not_asked_in_the_country_is_told(folder: Path) -> None:
    change(folder, "questions/seeking_work.yaml", "kind: choice", "kind: choice\ncountries: [uk]")
    (fault,) = [fault for fault in errors(folder) if fault.code == "unreachable"]
    assert fault.path == "programmes/entry_hub.yaml"
    assert "add se to countries in questions/seeking_work.yaml" in fault.message


def test_scenario_that_comes_out_differently_says_which_rule_decided(folder: Path) -> None:
    change(folder, MTW, "{area: Croydon, age: 23,", "{area: Croydon, age: 33,")
    assert any("not match: It is for people aged 16 to 30." in fault.message for fault in errors(folder))


@pytest.mark.parametrize("name", ["kitchen_start.yml", "kitchen_start.yaml.txt"])
def test_file_with_another_ending_is_told_that_nobody_reads_it(folder: Path, name: str) -> None:
    shutil.copy(folder / MTW, folder / "programmes" / name)
    (fault,) = [fault for fault in check(folder, TODAY) if fault.code == "not-read"]
    assert (fault.path, fault.level) == (f"programmes/{name}", Level.WARNING)
    assert "kitchen_start.yaml" in fault.message


def test_names_too_long_for_a_button_are_told_before_anybody_taps_it(folder: Path) -> None:
    text = (folder / "questions/seeking_work.yaml").read_text(encoding="utf-8")
    name = "looks_for_work_every_day"
    text = text.replace("id: seeking_work", f"id: {name}").replace('id: "yes"', "id: yes_i_do_that_every_single_day")
    (folder / f"questions/{name}.yaml").write_text(text, encoding="utf-8")
    (fault,) = errors(folder)
    assert (fault.code, fault.path) == ("too-long", f"questions/{name}.yaml")
    assert "shorten one of them" in fault.message


def test_all_faults_come_at_once(folder: Path) -> None:
    change(folder, MTW, "owner: movement_to_work", "owner: nobody")
    change(folder, "answers/uk/scams.yaml", "person: ", "person: x")
    change(folder, "services/se/uhr.yaml", "areas: [all_se]", "areas: [nowhere]")
    (folder / "helplines/uk/acas.yaml").write_text("id: [", encoding="utf-8")
    assert {fault.path for fault in errors(folder)} >= {
        MTW,
        "answers/uk/scams.yaml",
        "services/se/uhr.yaml",
        "helplines/uk/acas.yaml",
    }


def test_scenario_with_an_area_in_several_councils_says_what_to_write(folder: Path) -> None:
    change(folder, "programmes/win.yaml", "missing: [council]", "missing: [seeking_work]")
    (fault,) = [one for one in errors(folder) if one.code == "scenario"]
    assert "missing comes out as [council], not [seeking_work]; KT8 lies in " in fault.message
    assert "add council to the facts" in fault.message
    change(
        folder,
        "programmes/win.yaml",
        "verdict: need_more\n    missing: [seeking_work]\n  - name: Tw",
        "verdict: match\n  - name: Tw",
    )
    (fault,) = [one for one in errors(folder) if one.code == "scenario"]
    assert "comes out as need_more, not match" in fault.message
    assert "KT8 lies in " in fault.message


def test_informational_topic_without_an_answer_fails(folder: Path) -> None:
    (folder / "answers/se/scams.yaml").unlink()
    assert any(fault.code == "no-answer" and "write answers/se/scams.yaml" in fault.message for fault in errors(folder))


def test_council_without_enough_to_do_is_a_dead_end(folder: Path) -> None:
    for name in ("national_careers_service", "find_an_apprenticeship", "nhs_jobs", "health_careers"):
        (folder / f"services/uk/{name}.yaml").unlink()
    for name in ("local_library_uk", "national_databank", "kings_trust", "kings_trust_team"):
        (folder / f"services/uk/{name}.yaml").unlink()
    assert any(fault.code == "dead-end" and "elsewhere_uk" in fault.message for fault in errors(folder))


def test_phrase_of_two_intents_fails(folder: Path) -> None:
    first, second = sorted((folder / "intents").glob("*.yaml"))[:2]
    phrase = re.search(r"en:\n\s+- (.+)", first.read_text(encoding="utf-8"))
    assert phrase is not None
    text = second.read_text(encoding="utf-8")
    second.write_text(text.replace("  en:\n", f"  en:\n    - {phrase.group(1)}\n", 1), encoding="utf-8")
    assert any(fault.code == "two-intents" for fault in errors(folder))


def test_question_about_a_protected_characteristic_fails(folder: Path) -> None:
    text = (folder / "questions/seeking_work.yaml").read_text(encoding="utf-8")
    (folder / "questions/religion.yaml").write_text(text.replace("id: seeking_work", "id: religion"), encoding="utf-8")
    assert any(fault.code == "protected" for fault in errors(folder))


def test_stale_facts_warn_and_do_not_stop(folder: Path) -> None:
    faults = check(folder, date(2030, 1, 1))
    assert {fault.level for fault in faults} == {Level.WARNING}
    assert any(fault.code == "stale" and fault.path == MTW for fault in faults)
    content, same = load_checked(folder, date(2030, 1, 1))
    assert content is not None
    assert same == faults


def test_hard_text_warns_in_both_languages(folder: Path) -> None:
    hard = "Notwithstanding considerable administrative complications, eligibility determinations necessitate " * 4
    svår = (
        "Arbetsmarknadsdepartementets kompetensförsörjningsstrategier förutsätter tvärsektoriella samverkansformer " * 5
    )
    change(folder, "answers/uk/pay.yaml", "en: There is", f"en: {hard} There is")
    change(folder, "answers/se/pay.yaml", "På de flesta", f"{svår} På de flesta")
    found = [fault for fault in check(folder, TODAY) if fault.code == "hard-to-read"]
    assert any("Flesch-Kincaid" in fault.message for fault in found)
    assert any("LIX" in fault.message for fault in found)
    assert all(fault.level is Level.WARNING for fault in found)


def test_content_with_an_error_stops_start_up_with_every_error(folder: Path) -> None:
    change(folder, MTW, "intake: open", "intake: perhaps")
    change(folder, "programmes/win.yaml", "intake: closed", "intake: maybe")
    with pytest.raises(ContentError) as raised:
        load_content(folder)
    assert len(raised.value.faults) == 2
    assert load_checked(folder, TODAY)[0] is None


def run(*args: str) -> int:
    parser = argparse.ArgumentParser()
    command.add_parser(parser.add_subparsers())
    given = parser.parse_args(["check", *args])
    code: Callable[[argparse.Namespace], int] = given.run
    return code(given)


def test_command_exits_0_1_and_2(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--content", str(folder), "--today", "2026-11-22") == 0
    assert run("--content", str(folder), "--today", "2031-01-01") == 0
    change(folder, MTW, "intake: open", "intake: perhaps")
    assert run("--content", str(folder)) == 1
    assert f"{MTW}:" in capsys.readouterr().out
    assert run("--today", "soon") == 2
    assert run("--content", str(folder / "nowhere")) == 2


def test_command_prints_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(folder, MTW, "intake: open", "intake: perhaps")
    assert run("--content", str(folder), "--json", "--today", "2026-11-22") == 1
    told = json.loads(capsys.readouterr().out)
    wrong = [fault for fault in told["faults"] if fault["level"] == "error"]
    assert told["errors"] == len(wrong) == 1
    assert told["warnings"] == len(told["faults"]) - 1
    fault = wrong[0]
    assert (fault["path"], fault["level"], fault["code"]) == (MTW, "error", "schema")
    assert fault["line"] == line_of(folder, MTW, "intake: perhaps")
