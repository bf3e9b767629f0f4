"""The equality questions as they are written, and what the check says of wrong ones."""

from __future__ import annotations

import hashlib
import shutil
import textwrap
from datetime import date
from pathlib import Path

import pytest

from bot.content.files import read_file
from bot.content.lint import check
from bot.content.loader import CONTENT
from bot.content.model import Content
from bot.content.schema.equality import EqualityQuestion
from bot.content.told import NEVER_USED
from bot.messages.equality import CONSENT_VERSION

TODAY = date(2026, 11, 22)
CONSENT_TEXTS = {"1": "8baca0bc001622e4"}
HARMONISED = {
    "ethnic_group": [
        "White",
        "Mixed or Multiple ethnic groups",
        "Asian or Asian British",
        "Black, Black British, Caribbean or African",
        "Other ethnic group",
    ],
    "white": [
        "English, Welsh, Scottish, Northern Irish or British",
        "Irish",
        "Gypsy or Irish Traveller",
        "Roma",
        "Any other White background",
    ],
    "black": ["Caribbean", "African", "Any other Black, Black British or Caribbean background"],
    "yes": ["Yes, a lot", "Yes, a little", "Not at all"],
}


def test_order_when_asked_then_it_is_the_census_order_and_few_are_asked(content: Content) -> None:
    assert [item.id for item in content.equality_in("uk")] == ["sex", "ethnic_group", "health_condition"]
    assert [item.id for item in content.equality_in("se")] == ["gender", "adjustments"]


@pytest.mark.parametrize("name", HARMONISED)
def test_answers_when_there_is_a_standard_then_its_words_and_order_are_kept(content: Content, name: str) -> None:
    steps = {"ethnic_group": content.equality["ethnic_group"].options}
    for question in ("ethnic_group", "health_condition"):
        steps |= {under: then.options for under, then in content.equality[question].follow_ups.items()}
    assert [option.label["en"] for option in steps[name]] == HARMONISED[name]


def test_own_words_when_the_ethnic_group_is_asked_then_they_are_taken_in_both_steps(content: Content) -> None:
    question = content.equality["ethnic_group"]
    assert question.own_words
    assert all(follow_up.own_words for follow_up in question.follow_ups.values())


def test_sweden_when_asked_then_nothing_points_at_where_somebody_comes_from(content: Content) -> None:
    for question in content.equality_in("se"):
        said = " ".join(
            [*question.ask.root.values(), *(text for option in question.options for text in option.label.root.values())]
        )
        assert not any(
            word in said.lower() for word in ("ethnic", "etnisk", "religion", "country", "land", "born", "född")
        )


def test_questions_when_asked_here_then_they_are_no_questions_on_the_way_to_a_result(content: Content) -> None:
    assert not content.equality.keys() & content.questions.keys()
    assert {"sex", "ethnic_group", "gender"} <= NEVER_USED


def test_consent_when_its_words_change_then_its_version_must_too(content: Content) -> None:
    texts = [
        f"{code} {key} {text}"
        for code in ("en", "sv")
        for key, text in sorted(content.locales[code].messages.items())
        if key.startswith("equality.consent.")
    ]
    digest = hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16]
    assert CONSENT_TEXTS[CONSENT_VERSION] == digest, "raise CONSENT_VERSION and put the new digest beside it"


def test_example_when_read_then_it_is_right(tmp_path: Path) -> None:
    path = tmp_path / "example.yaml"
    path.write_text(textwrap.dedent((EqualityQuestion.__doc__ or "").split("Example:\n", 1)[1]), encoding="utf-8")
    EqualityQuestion.model_validate(read_file(path, tmp_path).value)


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        ("gender", "id: gender", "id: ethnic_origin", "not-in-sweden"),
        ("gender", "id: man\n", "id: woman\n", "same-id"),
        ("gender", "id: another", "id: prefer_not_to_say", "reserved"),
        ("gender", "order: 10", "order: 20", "same-order"),
        ("gender", "sv: Annat}", "sv: " + "x" * 65 + "}", "too-long"),
        ("gender", "sv: Annat}", "sv: <b>Annat</b>}", "markup"),
        ("ethnic_group", "{en: Roma, sv: Rom}", "{en: Roma}", "untranslated"),
    ],
)
def test_check_when_a_question_is_wrong_then_it_says_where(
    tmp_path: Path, name: str, old: str, new: str, fault: str
) -> None:
    folder = tmp_path / "content"
    shutil.copytree(CONTENT, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    path = folder / "equality" / f"{name}.yaml"
    text = path.read_text(encoding="utf-8")
    line = text[: text.index(old)].count("\n") + 1
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    found = {(item.code, item.line) for item in check(folder, TODAY) if item.path == f"equality/{name}.yaml"}
    assert (fault, line) in found
