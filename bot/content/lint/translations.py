"""What is missing in a language: keys, plural forms, placeholders, texts of items.

In a ready language that is an error; in a draft it is a warning, and so the translator's list of what is left.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from string import Formatter

from babel import Locale, UnknownLocaleError

from bot.content.catalogue import Catalogue, Message
from bot.content.faults import Fault, Level
from bot.content.lint.walk import item_texts
from bot.content.loader import Reading


def translations(reading: Reading, today: date) -> Iterator[Fault]:
    """Every missing or odd text, in catalogues and in items."""
    ready = {code for code, catalogue in reading.locales.items() if catalogue.is_ready}
    wanted: dict[str, Message] = {}
    for code in sorted(ready):
        wanted |= {key: text for key, text in reading.locales[code].messages.items() if key not in wanted}
    for catalogue in reading.locales.values():
        yield from _card(catalogue, ready)
        yield from _keys(reading, catalogue, wanted)
        yield from _forms(reading, catalogue, wanted)
    yield from _items(reading, ready)


def _level(catalogue: Catalogue) -> Level:
    return Level.ERROR if catalogue.is_ready else Level.WARNING


def _card(catalogue: Catalogue, ready: set[str]) -> Iterator[Fault]:
    path = f"locales/{catalogue.code}/_locale.yaml"
    try:
        Locale.parse(catalogue.card.babel)
    except (UnknownLocaleError, ValueError):
        yield Fault(path, 1, "babel", f"Babel knows no locale {catalogue.card.babel}")
    if not catalogue.is_ready and catalogue.card.fallback not in ready:
        yield Fault(path, 1, "fallback", "a draft needs the fallback of a ready language")


def _keys(reading: Reading, catalogue: Catalogue, wanted: Mapping[str, Message]) -> Iterator[Fault]:
    for key in wanted.keys() - catalogue.messages.keys():
        path, line = _where(reading, catalogue.code, key)
        yield Fault(path, line, "untranslated", f"{key} is missing in {catalogue.code}", _level(catalogue))
    if not catalogue.is_ready:
        for key in catalogue.messages.keys() - wanted.keys():
            path, line = reading.text_places[catalogue.code][key]
            yield Fault(path, line, "unknown-key", f"{key} is in no ready language", Level.WARNING)


def _where(reading: Reading, code: str, key: str) -> tuple[str, int]:
    """The file the key belongs in, at the nearest key that is there."""
    places = reading.text_places[code]
    parts = key.split(".")
    for length in range(len(parts) - 1, 0, -1):
        start = ".".join(parts[:length]) + "."
        near = [places[other] for other in places if other.startswith(start)]
        if near:
            return min(near)
    return f"locales/{code}/{parts[0]}.yaml", 1


def _forms(reading: Reading, catalogue: Catalogue, wanted: Mapping[str, Message]) -> Iterator[Fault]:
    for key, message in catalogue.messages.items():
        path, line = reading.text_places[catalogue.code][key]
        if not isinstance(message, str):
            yield from _plurals(path, line, key, message, catalogue)
        try:
            odd = _names(message) ^ _names(wanted.get(key, message))
        except ValueError:
            yield Fault(path, line, "placeholder", f"{key}: a {{ or }} stands alone")
            continue
        if odd:
            shown = ", ".join(f"{{{name}}}" for name in sorted(odd))
            yield Fault(path, line, "placeholder", f"{key}: {shown} is not in every language", _level(catalogue))


def _plurals(path: str, line: int, key: str, message: Mapping[str, str], catalogue: Catalogue) -> Iterator[Fault]:
    try:
        needed = set(Locale.parse(catalogue.card.babel).plural_form.tags) | {"other"}
    except (UnknownLocaleError, ValueError):
        return
    missing = sorted(needed - message.keys())
    if missing:
        shown = ", ".join(missing)
        yield Fault(path, line, "plural", f"{key}: the form {shown} is missing", _level(catalogue))


def _names(message: Message) -> set[str]:
    texts = (message,) if isinstance(message, str) else tuple(message.values())
    return {name for text in texts for _, name, _, _ in Formatter().parse(text) if name is not None} - {"count"}


def _items(reading: Reading, ready: set[str]) -> Iterator[Fault]:
    for item in item_texts(reading):
        for code in sorted(ready - item.texts.keys()):
            yield item.fault("untranslated", f"the {code} text is missing")
        for code in sorted(item.texts.keys() - reading.locales.keys()):
            yield item.fault("unknown-language", f"there is no language {code}", code)
        for code in sorted(reading.locales.keys() - ready - item.texts.keys()):
            yield item.fault("untranslated", f"the {code} text is missing", level=Level.WARNING)
