"""What is wrong with a value is said in plain words, with what to write instead, and never in a program's words."""

from __future__ import annotations

import copy
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.content.faults import Fault
from bot.content.files import SourceFile
from bot.content.reading import read_item
from bot.content.schema.programmes import Programme
from bot.content.schema.questions import Question

BOTH = {"en": "Words.", "sv": "Ord."}
PROGRAMME: dict[str, Any] = {
    "id": "kitchen_start",
    "country": "uk",
    "owner": "mayor_of_london",
    "intake": "open",
    "name": dict(BOTH),
    "summary": BOTH,
    "offers": [{"id": "a", "kind": "course", "name": BOTH, "what": BOTH, "reach": BOTH}],
    "rules": {"all": [{"age": {"from": 16, "to": 21}, "because": BOTH}]},
    "scenarios": [{"name": "x", "facts": {"age": 18}, "today": date(2026, 11, 22), "verdict": "match"}],
    "source": [{"url": "example.org"}],
    "checked_on": date(2026, 11, 22),
    "check_by": date(2027, 2, 20),
}
WRONG: dict[str, tuple[tuple[str | int, ...], Any, str]] = {
    "capitals": (("id",), "Kitchen Start", "for example kitchen_start"),
    "curly quotes": (("owner",), "“mayor”", "for example mayor"),
    "other country": (("country",), "UK", "must be uk or se, not UK; did you mean uk?"),
    "one text for all": (("name",), "Kitchen Start", "en: and sv:"),
    "british date": (("checked_on",), "3/12/2026", "like 2026-11-22 (not 3/12/2026)"),
    "date in words": (("scenarios", 0, "today"), "3 December", "like 2026-11-22"),
    "age as words": (("rules", "all", 0, "age"), "16-21", "from, to"),
    "age in letters": (("rules", "all", 0, "age", "from"), "sixteen", "must be a whole number"),
    "no space after colon": (("rules", "all", 0, "age", "from:16"), None, "a space after the colon: from: 16"),
    "no because": (("rules", "all", 0, "because"), None, "age needs a because, with en: and sv: under it"),
    "rules as a list": (("rules",), [{"country": "uk"}], "all, any, not, age"),
    "not a list": (("source",), "example.org", "must be a list, for example [example.org]"),
    "source without url": (("source", 0), "example.org", "under it: url"),
    "nothing in a list": (("source",), [], "write at least one"),
    "misspelt inner key": (("offers", 0, "reech"), BOTH, "offers.reech is not a key we know; did you mean reach?"),
    "a key that is none of few": (
        ("rules", "all", 0, "age", "min"),
        16,
        "age.min is not a key we know; write one of from, to",
    ),
    "a rule there is none of": (("rules", "all", 0, "gender"), ["x"], "write one of all, any, not, age, lives_in"),
    "unknown kind": (("offers", 0, "kind"), "corse", "did you mean course?"),
    "address": (("offers", 0, "link"), "www.example.org", "beginning with https://"),
    "number for words": (("scenarios", 0, "name"), 18, 'quotes around it: "18"'),
    "facts as words": (("scenarios", 0, "facts"), "age 18", "such as area and age"),
    "too long": (("id",), "k" * 41, "40 letters at most"),
    "empty words": (("name", "en"), "", "is empty"),
    "not true or false": (("checked_live",), "perhaps", "must be true or false"),
    "closed and nothing else": (("intake",), "closed", "needs intake_note and instead"),
}


def complaints(value: Any, model: type[Any] = Programme) -> list[str]:
    faults: list[Fault] = []
    read_item(SourceFile(Path("x.yaml"), "x.yaml", value), model, faults)
    return [fault.message for fault in faults]


def changed(place: tuple[str | int, ...], value: Any) -> dict[str, Any]:
    made = copy.deepcopy(PROGRAMME)
    inner: Any = made
    for part in place[:-1]:
        inner = inner[part]
    inner[place[-1]] = value
    return made


def test_programme_when_it_is_right_then_nothing_is_said() -> None:
    assert complaints(PROGRAMME) == []


@pytest.mark.parametrize(("place", "value", "words"), WRONG.values(), ids=WRONG)
def test_value_when_it_is_wrong_then_one_sentence_says_what_to_write(
    place: tuple[str | int, ...], value: Any, words: str
) -> None:
    (said,) = complaints(changed(place, value))
    assert words in said
    for programmers in ("tuple", "dictionary", "pattern", "instance", "parse", "input should", "valid"):
        assert programmers not in said


def test_key_when_it_is_missing_then_it_is_to_be_added() -> None:
    (said,) = complaints({name: value for name, value in PROGRAMME.items() if name != "summary"})
    assert said == "summary is missing: add it"


def test_list_when_all_that_is_in_it_is_wrong_then_it_is_not_called_empty_as_well() -> None:
    said = complaints(changed(("rules", "all", 0), {"lives_in": ["Tower Hamlets"], "because": BOTH}))
    assert len(said) == 1
    assert "for example tower_hamlets" in said[0]


def test_question_when_it_leaves_no_choice_then_it_is_refused() -> None:
    question = {"id": "q", "order": 1, "kind": "choice", "ask": BOTH, "again": BOTH, "why": BOTH}
    options = [{"id": name, "label": BOTH} for name in ("yes", "no")]
    assert complaints({**question, "options": options}, Question) == []
    for few in ([], options[:1]):
        (said,) = complaints({**question, "options": few}, Question)
        assert "two options or more" in said
