"""Faults of intent files are reported with file and line, all at once."""

from datetime import date
from pathlib import Path
from shutil import copytree

import pytest

from bot.content.intent_library import CONTENT, load_intents
from bot.content.intent_lint import lint_intents
from bot.content.lint import check
from bot.errors import ContentError

TODAY = date(2026, 11, 22)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    for folder in ("intents", "safeguarding", "words"):
        copytree(CONTENT / folder, tmp_path / folder)
    return tmp_path


def test_our_own_files_have_no_faults() -> None:
    assert lint_intents() == []


def test_the_content_check_when_an_intent_has_few_phrases_and_no_answer_then_says_both(tmp_path: Path) -> None:
    root = tmp_path / "content"
    copytree(CONTENT, root)
    file = root / "intents" / "find_treasure.yaml"
    file.write_text("id: find_treasure\nabout: Wants gold.\nphrases:\n  en: [is there any treasure]\n", "utf-8")

    found = {(fault.code, str(fault.level)) for fault in check(root, TODAY) if fault.path.endswith("treasure.yaml")}

    assert found == {("few-phrases", "warning"), ("leads-nowhere", "error")}


def test_a_phrase_of_two_intents_is_a_fault_at_its_line_even_in_text_speak(content: Path) -> None:
    file = content / "intents" / "greeting.yaml"
    first = file.read_text("utf-8").replace("  en:\n", "  en:\n    - im going 2 the job fair thx\n", 1)
    file.write_text(first, "utf-8")
    other = content / "intents" / "smalltalk.yaml"
    text = other.read_text("utf-8").replace("  en:\n", "  en:\n    - i am going to the job fair thanks\n", 1)
    other.write_text(text, "utf-8")

    (fault,) = lint_intents(content)

    assert (fault.path, fault.code) == ("intents/smalltalk.yaml", "two-intents")
    assert text.splitlines()[fault.line - 1].strip() == "- i am going to the job fair thanks"


def test_a_pattern_nobody_can_read_and_an_unknown_key_are_faults(content: Path) -> None:
    kind = content / "safeguarding" / "kinds" / "homeless.yaml"
    kind.write_text(kind.read_text("utf-8").replace('      - "(nowhere', '      - "((nowhere', 1), "utf-8")
    intent = content / "intents" / "affirm.yaml"
    intent.write_text(intent.read_text("utf-8") + "colour: red\n", "utf-8")

    codes = {(fault.path, fault.code) for fault in lint_intents(content)}

    assert ("safeguarding/kinds/homeless.yaml", "pattern") in codes
    assert ("intents/affirm.yaml", "unknown-key") in codes


def test_a_broken_file_stops_loading_with_every_fault(content: Path) -> None:
    (content / "intents" / "affirm.yaml").write_text("id: [", "utf-8")
    (content / "intents" / "negate.yaml").write_text("id: negate\n", "utf-8")

    with pytest.raises(ContentError) as raised:
        load_intents(content)

    assert {fault.path for fault in raised.value.faults} == {"intents/affirm.yaml", "intents/negate.yaml"}


def test_examples_under_an_unknown_intent_are_a_fault(content: Path) -> None:
    file = content / "safeguarding" / "ordinary.yaml"
    file.write_text(file.read_text("utf-8").replace("    frustration:\n", "    frustated:\n", 1), "utf-8")

    assert "no-intent" in [fault.code for fault in lint_intents(content)]
