"""`wayin eligibility assess`: answers in, verdicts out, bad input named."""

from __future__ import annotations

import argparse
import contextlib
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cli import eligibility as command
from bot.content.told import facts_from
from bot.domain.birthdays import BirthRange
from bot.domain.countries import Country
from bot.domain.facts import Situation
from bot.errors import BadInput
from tests.auxil.chats import content

TODAY = date(2026, 11, 22)
CONTENT = content()
OUR_QUESTIONS = {"area", "council", "age", "birth_month", "situation", "seeking_work", "interests"}


def run(*args: str) -> int:
    parser = argparse.ArgumentParser()
    command.add_parser(parser.add_subparsers())
    given_args = parser.parse_args(["eligibility", "assess", *args])
    return int(given_args.run(given_args))


def assessed(tmp_path: Path, capsys: pytest.CaptureFixture[str], *more: str, **told: Any) -> dict[str, Any]:
    path = tmp_path / "answers.json"
    path.write_text(json.dumps({"today": "2026-11-22", **told}), encoding="utf-8")
    assert run(str(path), "--json", *more) == 0
    result: dict[str, Any] = json.loads(capsys.readouterr().out)
    return result


def verdicts(result: dict[str, Any]) -> dict[str, str]:
    return {row["programme"]: row["verdict"] for row in result["programmes"]}


def test_full_answers_give_every_programme_of_the_country(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = assessed(
        tmp_path, capsys, country="uk", area="E13 8AB", age=19, situation="not_working_not_studying", seeking_work=True
    )
    known = ["movement_to_work", "nel_health_hub", "nhs_widening_access", "win"]
    assert {name: verdict for name, verdict in verdicts(result).items() if name in known} == dict.fromkeys(
        known, "match"
    )
    assert result["next_question"] not in OUR_QUESTIONS
    assert result["place"] == {"councils": ["Newham"], "kept": "E13", "unclear": None}
    intakes = {row["programme"]: row["intake"] for row in result["programmes"]}
    assert intakes["win"] == "closed"
    for row in result["programmes"]:
        assert row.keys() >= {"programme", "verdict", "intake", "reasons", "missing", "opens_on", "closes_on"}
        assert all(isinstance(reason, str) for reason in row["reasons"])


def test_sweden_has_its_own_programmes_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = assessed(tmp_path, capsys, "--locale", "sv", country="se", area="Rinkeby", seeking_work=True)
    assert verdicts(result)["entry_hub"] == "match"
    assert verdicts(result).keys() <= {programme.id for programme in CONTENT.programmes_in("se")}
    assert result["place"]["councils"] == ["Stockholm"]
    (entry_hub,) = [row for row in result["programmes"] if row["programme"] == "entry_hub"]
    assert entry_hub["reasons"] == [
        "Det är för dig som bor i Stockholms län.",
        "Det är för dig som söker jobb.",
    ]


def test_following_the_next_question_reaches_the_full_verdicts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    full = {
        "country": "uk",
        "area": "E4",
        "council": "Waltham Forest",
        "age": 24,
        "birth_month": "2002-01",
        "situation": "caring",
        "seeking_work": True,
    }
    told: dict[str, Any] = {"country": "uk"}
    asked = []
    while (question := assessed(tmp_path, capsys, **told)["next_question"]) is not None:
        asked.append(question)
        told[question] = full[question]
    assert asked == ["area", "age", "situation", "seeking_work", "council"]
    assert verdicts(assessed(tmp_path, capsys, **told)) == verdicts(assessed(tmp_path, capsys, **full))


def test_dates_come_with_the_verdict(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    young = assessed(tmp_path, capsys, country="uk", area="E13", age=15, birth_month="2010-12", seeking_work=True)
    near = assessed(tmp_path, capsys, country="uk", area="E13", age=24, birth_month="2002-01", seeking_work=True)
    opens = {row["programme"]: row["opens_on"] for row in young["programmes"] if row["verdict"] == "not_now"}
    assert {opens[name] for name in ("win", "nhs_widening_access")} == {"2026-12-31"}
    assert next(row for row in near["programmes"] if row["programme"] == "win")["closes_on"] == "2027-01-01"


def test_nothing_known_asks_for_the_country(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = assessed(tmp_path, capsys)
    assert result["next_question"] == "country"
    assert len(result["programmes"]) == len(CONTENT.programmes)
    assert set(verdicts(result).values()) == {"need_more"}


def test_place_alone_says_the_country(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    swedish, british = (verdicts(assessed(tmp_path, capsys, area=area)) for area in ("Tensta", "Peckham"))
    assert "entry_hub" in swedish
    assert "win" in british
    assert swedish.keys().isdisjoint(british)


@pytest.mark.parametrize(
    ("area", "unclear"),
    [("no fixed address", "no_fixed_address"), ("E13 or IG1", "two_places"), ("Rinkeby", "wrong_country")],
)
def test_unclear_place_is_said_and_asked_for_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], area: str, unclear: str
) -> None:
    result = assessed(tmp_path, capsys, country="uk", area=area)
    assert (result["place"]["unclear"], result["next_question"]) == (unclear, "area")


def test_without_json_it_reads_like_a_note(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "answers.json"
    path.write_text('{"country": "uk", "area": "E13", "age": 15, "birth_month": "2011-03"}', encoding="utf-8")
    assert run(str(path)) == 0
    shown = capsys.readouterr().out
    assert "may not fit now" in shown
    assert "next question: " in shown


BAD = {
    "age": ["19", 200, 3, 19.5, True, -1],
    "area": ["qwertyu", 5, "", "   "],
    "country": ["fr", 1],
    "birth_month": ["2007-13", "soon", 7],
    "situation": ["sleeping", 4],
    "seeking_work": ["yes", 1],
    "interests": ["health", [1]],
    "today": ["soon", 5, "2026-13-01"],
    "council": ["Atlantis", 4],
    "answers": [["yes"], 3],
}


@pytest.mark.parametrize(("field", "value"), [(field, value) for field, values in BAD.items() for value in values])
def test_bad_field_is_named_on_one_line_with_exit_code_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], field: str, value: object
) -> None:
    path = tmp_path / "answers.json"
    path.write_text(json.dumps({"country": "uk", field: value}), encoding="utf-8")
    assert run(str(path), "--json") == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"{field}: ")
    assert said.err.count("\n") == 1


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("[]", "input"),
        ("3", "input"),
        ("{", "standard input"),
        ("[" * 100_000, "standard input"),
        ('{"agee": 3}', "agee"),
        ('{"age": 19, "birth_month": "1999-01"}', "birth_month"),
        ('{"country": "uk", "area": "E13", "council": "Croydon"}', "council"),
        ('{"answers": {"shoe_size": "9"}}', "answers.shoe_size"),
        ('{"answers": {"seeking_work": "perhaps"}}', "answers.seeking_work"),
    ],
)
def test_bad_input_is_named_and_never_repeated(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, text: str, field: str
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    assert run("-") == 2
    said = capsys.readouterr().err
    assert said.startswith(f"{field}: ")
    assert "1999-01" not in said


def test_missing_file_and_unknown_language_are_named(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere.json"
    assert run(str(nowhere)) == 2
    path = tmp_path / "answers.json"
    path.write_text("{}", encoding="utf-8")
    assert run(str(path), "--locale", "xx") == 2
    assert capsys.readouterr().err.splitlines() == [f"{nowhere}: cannot be opened", "--locale: must be one of en, sv"]


@pytest.mark.parametrize(
    ("age", "lines"),
    [
        (20, ["fits: It is for people aged 16 to 24.", "not known: It is for people who are looking for work."]),
        (40, ["does not fit: It is for people aged 16 to 24."]),
    ],
)
def test_words_say_of_every_reason_how_it_stands(
    age: int, lines: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "answers.json"
    path.write_text(json.dumps({"country": "uk", "area": "Ilford", "age": age}), encoding="utf-8")
    assert run(str(path)) == 0
    said = capsys.readouterr().out
    assert {f"  {line}" for line in lines} <= {*said[said.index("win:") :].splitlines()}


def test_protected_characteristics_are_left_out_and_said_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "answers.json"
    path.write_text('{"country": "uk", "ethnicity": "Somali"}', encoding="utf-8")
    assert run(str(path), "--json") == 0
    said = capsys.readouterr()
    assert said.err == "ethnicity: never used, left out\n"
    assert "Somali" not in said.out + said.err


def test_answers_become_facts() -> None:
    told = facts_from(
        {
            "country": "uk",
            "area": "E13 8AB",
            "age": 19,
            "birth_month": "2007-04",
            "situation": "caring",
            "seeking_work": False,
            "interests": ["health"],
        },
        CONTENT,
        TODAY,
    )
    facts = told.facts
    assert (facts.country, facts.places, facts.situation) == (Country.UK, frozenset({"newham"}), Situation.CARING)
    assert (facts.births, facts.seeking_work) == (BirthRange.from_month(2007, 4), False)
    assert facts.interests == frozenset({"health"})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(sorted(BAD)), JSON) | JSON)
def test_any_json_is_facts_or_bad_input(value: object) -> None:
    with contextlib.suppress(BadInput):
        facts_from(value, CONTENT, TODAY)
