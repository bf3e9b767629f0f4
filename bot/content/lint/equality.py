"""Equality questions that could not be answered, or that must not be asked where they are asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from bot.content.faults import Fault
from bot.content.files import Place, SourceFile
from bot.content.loader import Reading
from bot.content.schema.base import Localised
from bot.content.schema.equality import EqualityOption, EqualityQuestion
from bot.domain.equality import OWN_WORDS, PREFER_NOT

BUTTON_LIMIT = 64
RESERVED = frozenset({PREFER_NOT, OWN_WORDS, "skip", "back", "stop"})
NOT_IN_SWEDEN = frozenset({"ethnic", "ethnicity", "race", "religion", "belief", "nationality", "origin", "skin"})
"""Words in a question's name: neither custom nor law there lets these be recorded."""


def equality(reading: Reading, today: date) -> Iterator[Fault]:
    """Every fault of every equality question."""
    shelf = reading.shelves["equality"]
    for name, question in shelf.items.items():
        source = shelf.files[name]
        if "se" in question.countries and NOT_IN_SWEDEN & set(name.split("_")):
            yield source.fault(("id",), "not-in-sweden", f"{name} is never asked in Sweden")
        yield from _options(source, ("options",), question.options)
        for index, option in enumerate(question.options):
            if option.then is not None:
                yield from _options(source, ("options", index, "then", "options"), option.then.options)
    yield from _orders(reading)


def _options(source: SourceFile, place: Place, options: Sequence[EqualityOption]) -> Iterator[Fault]:
    seen: set[str] = set()
    for index, option in enumerate(options):
        at = (*place, index)
        if option.id in seen:
            yield source.fault((*at, "id"), "same-id", f"{option.id} stands twice")
        if option.id in RESERVED:
            yield source.fault((*at, "id"), "reserved", f"{option.id} is added to every question by itself")
        seen.add(option.id)
        yield from _label(source, (*at, "label"), option.label)


def _label(source: SourceFile, place: Place, label: Localised) -> Iterator[Fault]:
    for code, text in label.items():
        if len(text) > BUTTON_LIMIT:
            yield source.fault((*place, code), "too-long", f"{len(text)} letters do not fit a button")
        if "<" in text:
            yield source.fault((*place, code), "markup", "no markup here: it becomes a button")


def _orders(reading: Reading) -> Iterator[Fault]:
    seen: dict[tuple[str, int], EqualityQuestion] = {}
    shelf = reading.shelves["equality"]
    for name, question in shelf.items.items():
        for country in question.countries:
            other = seen.setdefault((country, question.order), question)
            if other is not question:
                yield shelf.files[name].fault(("order",), "same-order", f"{other.id} has this order in {country} too")
