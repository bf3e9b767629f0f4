"""What can be wrong with a file: one row of it, or all of it. Neither ever repeats what was in the file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from bot.errors import WayInError

Value = TypeVar("Value")


class FeedRefused(WayInError):
    """A file that is not read at all; `sentence` says why and what to do, for the person who sent it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Unreadable(Exception):
    """One cell that cannot be read; `reason` is in plain words and without the cell's text."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class RowError:
    """A row that was left out. `source_id` is there when it could be read: what is known must not be closed for it."""

    row: int
    field: str
    reason: str
    source_id: str | None = None


class RowFaults:
    """Collects everything wrong with one row, so that it is all named at once."""

    def __init__(self, row: int) -> None:
        self.row = row
        self.source_id: str | None = None
        self._found: list[tuple[str, str]] = []

    def add(self, field: str, reason: str) -> None:
        """One more fault."""
        self._found.append((field, reason))

    def read(self, field: str, parse: Callable[[str], Value], text: str | None) -> Value | None:
        """The cell parsed; None when it is empty, or wrong and then noted."""
        if not text:
            return None
        try:
            return parse(text)
        except Unreadable as fault:
            self.add(field, fault.reason)
            return None

    def need(self, field: str, value: Value | None, reason: str = "This is empty and has to be filled in.") -> Value:
        """A value the row cannot do without. The stand-in for a missing one is never seen: the row is left out."""
        if not value:
            if not any(name == field for name, _ in self._found):
                self.add(field, reason)
            raise RowBroken
        return value

    def has_any(self, fields: Iterable[str]) -> bool:
        """Whether any of these is wrong."""
        return bool({name for name, _ in self._found} & set(fields))

    def check(self) -> None:
        """Leave the row out when anything is wrong with it."""
        if self._found:
            raise RowBroken

    def errors(self) -> list[RowError]:
        """What was found, with the row and, where known, its id."""
        return [RowError(self.row, field, reason, self.source_id) for field, reason in self._found]


class RowBroken(Exception):
    """Ends the reading of one row whose faults are collected."""
