"""YAML as authors write it, read with the line of every value.

Stricter and plainer than YAML 1.1: `yes`, `no` and `18:00` stay words, only `true` and `false` are booleans, and a key
written twice is a fault, not a silent overwrite.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bot.content.faults import Fault
from bot.content.unreadable import why_unreadable

Place = tuple[str | int, ...]

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INT = re.compile(r"-?(0|[1-9]\d*)")
_FLOAT = re.compile(r"-?(0|[1-9]\d*)\.\d+")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_FIGURES = frozenset("-0123456789")
_WORDS: dict[str, Any] = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass
class SourceFile:
    """One file: its values, the line each stands on, and what was wrong already while reading."""

    path: Path
    shown: str
    value: Any = None
    lines: dict[Place, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def line(self, place: Place) -> int:
        """The line of a value, or of the nearest thing around it that is there."""
        for length in range(len(place), -1, -1):
            if place[:length] in self.lines:
                return self.lines[place[:length]]
        return 1

    def fault(self, place: Place, code: str, message: str) -> Fault:
        """An error at a value of this file."""
        return Fault(self.shown, self.line(place), code, message)


def read_file(path: Path, root: Path) -> SourceFile:
    """Read one YAML file; a broken one is a fault, never an exception."""
    source = SourceFile(path, path.relative_to(root).as_posix())
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        source.faults.append(Fault(source.shown, 1, "encoding", "this is not UTF-8 text: save it as UTF-8"))
        return source
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "not YAML"
        line, message = why_unreadable(text, mark.line + 1 if mark else 1, problem)
        source.faults.append(Fault(source.shown, line, "yaml", message))
        return source
    if node is None:
        source.faults.append(Fault(source.shown, 1, "empty", "the file is empty"))
        return source
    source.value = _value(node, (), source)
    return source


def read_folder(folder: Path, root: Path) -> Iterator[SourceFile]:
    """Every YAML file below a folder, in a fixed order."""
    for path in sorted(folder.rglob("*.yaml")):
        yield read_file(path, root)


def _value(node: yaml.Node, place: Place, source: SourceFile) -> Any:
    source.lines.setdefault(place, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, place, source)
    if isinstance(node, yaml.SequenceNode):
        return [_value(child, (*place, index), source) for index, child in enumerate(node.value)]
    return _scalar(node, place, source)


def _mapping(node: yaml.MappingNode, place: Place, source: SourceFile) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        line = key_node.start_mark.line + 1
        if key in found:
            source.faults.append(Fault(source.shown, line, "twice", f"{key} is written twice"))
        source.lines[(*place, key)] = line
        found[key] = _value(value_node, (*place, key), source)
    return found


def _scalar(node: Any, place: Place, source: SourceFile) -> Any:
    text = str(node.value)
    if node.style:  # quoted or block: always words; the C reader says "" for plain, the Python one None
        return text
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _FIGURES:
        return text
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    if _DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            source.faults.append(source.fault(place, "date", f"{text} is not a day in the calendar"))
    return text
