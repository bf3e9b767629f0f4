"""YAML as authors write it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.content.files import SourceFile, read_file, read_folder


def read(tmp_path: Path, text: str) -> SourceFile:
    path = tmp_path / "item.yaml"
    path.write_text(text, encoding="utf-8")
    return read_file(path, tmp_path)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("18:00", "18:00"),
        ("0800 1111", "0800 1111"),
        ("0800", "0800"),
        ("true", True),
        ("false", False),
        ("", None),
        ("16", 16),
        ("-3", -3),
        ("12.71", 12.71),
        ("2026-11-22", date(2026, 11, 22)),
        ("'2026-11-22'", "2026-11-22"),
        ('"16"', "16"),
        ('"true"', "true"),
        ("2007-04", "2007-04"),
    ],
)
def test_plain_words_stay_words_and_only_clear_values_are_more(tmp_path: Path, written: str, value: object) -> None:
    assert read(tmp_path, f"key: {written}\n").value == {"key": value}


def test_every_value_knows_its_line(tmp_path: Path) -> None:
    source = read(tmp_path, "# a comment\nname: x\nlist:\n  - a\n  - deep:\n      key: b\n")
    assert source.line(("name",)) == 2
    assert source.line(("list", 1)) == 5
    assert source.line(("list", 1, "deep", "key")) == 6
    assert source.line(("list", 1, "deep", "not there")) == 5
    assert source.line(("nowhere",)) == 2


def test_key_written_twice_is_a_fault_at_the_second(tmp_path: Path) -> None:
    source = read(tmp_path, "a: 1\nb: 2\na: 3\n")
    assert [(fault.line, fault.code) for fault in source.faults] == [(3, "twice")]


@pytest.mark.parametrize(("text", "code"), [("a: [", "yaml"), ("", "empty"), ("# only a comment\n", "empty")])
def test_file_that_cannot_be_read_is_a_fault_and_no_exception(tmp_path: Path, text: str, code: str) -> None:
    source = read(tmp_path, text)
    assert [fault.code for fault in source.faults] == [code]
    assert source.value is None


def test_file_in_another_encoding_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "item.yaml"
    path.write_bytes("namn: Södertälje".encode("latin-1"))
    assert [fault.code for fault in read_file(path, tmp_path).faults] == ["encoding"]


def test_day_that_is_not_in_the_calendar_is_a_fault(tmp_path: Path) -> None:
    assert [fault.code for fault in read(tmp_path, "day: 2026-02-30\n").faults] == ["date"]


def test_folder_is_read_in_a_fixed_order(tmp_path: Path) -> None:
    for name in ("b", "a", "c"):
        (tmp_path / f"{name}.yaml").write_text("x: 1\n", encoding="utf-8")
    assert [source.shown for source in read_folder(tmp_path, tmp_path)] == ["a.yaml", "b.yaml", "c.yaml"]
