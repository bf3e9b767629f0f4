"""The cells of one row by name: read, needed or left out, with every fault noted under its column."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from bot.feeds.collecting import Reading
from bot.feeds.dates import day_only, when
from bot.feeds.faults import RowFaults
from bot.feeds.rows import Apply, Detail, When
from bot.feeds.texts import identifier, line, long_text, title
from bot.feeds.values import email, link, phone
from bot.feeds.vocabulary import Topic

Value = TypeVar("Value")


class Fields:
    """One row while it is read."""

    def __init__(
        self, values: Mapping[str, str], reading: Reading, faults: RowFaults, shown: Mapping[str, str] | None = None
    ) -> None:
        """`shown` has the names as the file writes them, where they are looked up in another way."""
        self._shown = shown or {}
        self.values = values
        self.reading = reading
        self.faults = faults

    def raw(self, name: str) -> str:
        """The cell as it is; empty when it is not there."""
        return self.values.get(name, "").strip()

    def read(self, name: str, parse: Callable[[str], Value]) -> Value | None:
        """The cell parsed; None when it is empty or wrong."""
        return self.faults.read(self._shown.get(name, name), parse, self.raw(name))

    def need(self, name: str, parse: Callable[[str], Value]) -> Value:
        """The cell parsed; without it the row is left out."""
        return self.faults.need(self._shown.get(name, name), self.read(name, parse))

    def line(self, name: str) -> str | None:
        """Words in one line."""
        return line(self.raw(name)) or None

    def text(self, name: str) -> str | None:
        """Words in as many lines as they have."""
        return long_text(self.raw(name)) or None

    def title(self, name: str) -> str:
        """What it is called."""
        return self.need(name, title)

    def id(self, name: str) -> str:
        """The row's own id; from here on every fault carries it."""
        self.faults.source_id = self.need(name, identifier)
        return self.faults.source_id

    def when(self, name: str) -> When | None:
        """A day, with a time where there is one."""
        return self.read(name, lambda text: when(text, self.reading.zone))

    def day(self, name: str) -> When | None:
        """A day whose time means nothing."""
        return self.read(name, lambda text: day_only(text, self.reading.zone))

    def apply(
        self, url: str, mail: str | None = None, call: str | None = None, words: str | None = None
    ) -> Apply | None:
        """Every way to apply that these cells give."""
        found = Apply(
            url=self.read(url, link),
            email=self.read(mail, email) if mail else None,
            phone=self.read(call, lambda text: phone(text, self.reading.country)) if call else None,
            text=self.text(words) if words else None,
        )
        return found if found != Apply() else None

    def details(self, *texts: tuple[Topic, str], beyond: str | None = None) -> tuple[Detail, ...]:
        """The longer texts that are filled in and say more than `beyond`, the summary."""
        found = ((topic, self.text(name)) for topic, name in texts)
        return tuple(Detail(topic, words) for topic, words in found if words and words != beyond)
