"""One language: its own name, its direction, how it writes dates, and every text by dotted id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from pydantic import ValidationError

from bot.content.faults import Fault
from bot.content.files import SourceFile, read_file
from bot.content.schema.locales import LocaleCard

Message = str | Mapping[str, str]
PLURALS = frozenset({"zero", "one", "two", "few", "many", "other"})


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Texts by id, `<namespace>.<key>`; a map of plural forms where the number decides."""

    code: str
    card: LocaleCard
    messages: Mapping[str, Message]

    @property
    def direction(self) -> Literal["ltr", "rtl"]:
        """Which way it is written."""
        return self.card.direction

    @property
    def is_ready(self) -> bool:
        """A draft is loaded for its translators and offered to nobody."""
        return self.card.status == "ready"


def read_catalogue(folder: Path, root: Path) -> tuple[Catalogue | None, list[Fault], dict[str, tuple[str, int]]]:
    """Read one locale folder: the catalogue, what is wrong with it, and where each text stands."""
    card_file = read_file(folder / "_locale.yaml", root) if (folder / "_locale.yaml").exists() else None
    if card_file is None:
        shown = (folder / "_locale.yaml").relative_to(root).as_posix()
        return None, [Fault(shown, 1, "missing-file", "every language needs this file")], {}
    faults, messages, places = list(card_file.faults), dict[str, Message](), dict[str, tuple[str, int]]()
    for path in sorted(folder.glob("*.yaml")):
        if path.name == "_locale.yaml":
            continue
        source = read_file(path, root)
        faults += source.faults
        for key, message, line in _flatten(source, faults):
            messages[key] = message
            places[key] = (source.shown, line)
    try:
        card = LocaleCard.model_validate(card_file.value)
    except ValidationError as error:
        for item in error.errors():
            place = tuple(part for part in item["loc"] if isinstance(part, (str, int)))
            faults.append(card_file.fault(place, "schema", f"{'.'.join(map(str, place))}: {item['msg']}"))
        return None, faults, places
    return Catalogue(folder.name, card, MappingProxyType(messages)), faults, places


def _flatten(source: SourceFile, faults: list[Fault]) -> Iterator[tuple[str, Message, int]]:
    stack: list[tuple[tuple[str, ...], Any]] = [((), source.value)]
    namespace = source.path.stem
    while stack:
        place, value = stack.pop()
        key = ".".join((namespace, *place))
        if isinstance(value, dict):
            if value and value.keys() <= PLURALS and "other" in value:
                yield key, MappingProxyType({form: str(text) for form, text in value.items()}), source.line(place)
            else:
                stack += [((*place, str(name)), inner) for name, inner in value.items()]
        elif isinstance(value, str):
            yield key, value, source.line(place)
        elif value is not None or place:
            faults.append(source.fault(place, "text", f"{key} is not a text; put quotes around it"))
