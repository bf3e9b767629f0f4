"""A file that is no YAML is explained to somebody who has never heard of YAML, at the line they have to mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.files import read_file

GOOD = """\
id: kitchen_start
name:
  en: Kitchen Start
  sv: "Kitchen Start"
summary:
  en: 'It''s a course: four weeks'
  sv: "En kurs,
    i fyra veckor"
offers: [a, "b", 'c']  # a "comment
rule: {in: ["yes"], also: 'no'}
"""
BROKEN = {
    "tab": ("  en: Kitchen", "\ten: Kitchen", 3, "tab"),
    "space from a document": ("  en: Kitchen", "\u00a0\u00a0en: Kitchen", 3, "odd space"),
    "quote never closed": ("  en: Kitchen Start", '  en: "Kitchen Start', 3, "quotes"),
    "quote closed too early": ("  en: Kitchen Start", '  en: "Kitchen" Start', 3, "quotes"),
    "apostrophe inside single quotes": ("'It''s a", "'It's a", 6, "quotes"),
    "colon in a text": ("  en: Kitchen Start", "  en: Kitchen: start", 3, "colon"),
    "text that begins with a sign": ("  en: Kitchen Start", "  en: @home", 3, "quotes"),
    "line that does not line up": ("name:\n", "name:\n   xx: a\n", 4, "line up"),
}


def read(folder: Path, text: str) -> list[tuple[int, str, str]]:
    path = folder / "kitchen_start.yaml"
    path.write_text(text, encoding="utf-8")
    return [(fault.line, fault.code, fault.message) for fault in read_file(path, folder).faults]


def test_file_when_it_is_right_then_nothing_is_said(tmp_path: Path) -> None:
    assert read(tmp_path, GOOD) == []
    assert read(tmp_path, "\ufeff" + GOOD) == []
    assert read(tmp_path, GOOD.replace("\n", "\r\n")) == []


@pytest.mark.parametrize(("old", "new", "line", "word"), BROKEN.values(), ids=BROKEN)
def test_file_when_it_is_broken_then_the_line_and_the_mending_are_named(
    tmp_path: Path, old: str, new: str, line: int, word: str
) -> None:
    assert old in GOOD
    ((found, code, message),) = read(tmp_path, GOOD.replace(old, new, 1))
    assert (found, code) == (line, "yaml")
    assert word in message


def test_file_when_a_good_quote_runs_over_lines_then_a_later_mistake_is_not_blamed_on_it(tmp_path: Path) -> None:
    ((line, _, message),) = read(tmp_path, GOOD + "intake: open: now\n")
    assert line == GOOD.count("\n") + 1
    assert "colon" in message
