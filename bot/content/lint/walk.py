"""Walks authored files: every text in several languages with the place it stands at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.content.faults import Fault, Level
from bot.content.files import Place, SourceFile
from bot.content.loader import Reading

CORE = frozenset({"en", "sv"})


@dataclass(frozen=True, slots=True)
class ItemText:
    """One text of an item, `{en: ..., sv: ...}`, and where it is written."""

    kind: str
    source: SourceFile
    place: Place
    texts: dict[str, str]

    @property
    def name(self) -> str:
        """The key it stands under, list positions left out."""
        return ".".join(part for part in self.place if isinstance(part, str))

    def fault(self, code: str, message: str, locale: str | None = None, level: Level = Level.ERROR) -> Fault:
        """A fault at this text, at one of its languages where that is named."""
        place = (*self.place, locale) if locale else self.place
        return Fault(self.source.shown, self.source.line(place), code, f"{self.name}: {message}", level)


def item_texts(reading: Reading) -> Iterator[ItemText]:
    """Every localised text of every item that could be read."""
    for kind, shelf in reading.shelves.items():
        for source in shelf.files.values():
            yield from _texts(kind, source, (), source.value)


def sources(reading: Reading) -> Iterator[tuple[str, str, SourceFile]]:
    """Every item file with its kind and id."""
    for kind, shelf in reading.shelves.items():
        for name, source in shelf.files.items():
            yield kind, name, source


def _texts(kind: str, source: SourceFile, place: Place, value: Any) -> Iterator[ItemText]:
    if isinstance(value, dict):
        if CORE & value.keys() and all(isinstance(text, str) for text in value.values()):
            yield ItemText(kind, source, place, value)
            return
        for key, inner in value.items():
            yield from _texts(kind, source, (*place, key), inner)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _texts(kind, source, (*place, index), inner)
