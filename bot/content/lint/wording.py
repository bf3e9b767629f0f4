"""Texts too long, with markup Telegram refuses, or harder to read than they need be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from bot.content.catalogue import Message
from bot.content.faults import Fault, Level
from bot.content.files import read_file
from bot.content.lint.markup import markup_faults
from bot.content.lint.readability import lix, reading_age, word_count
from bot.content.lint.walk import ItemText, item_texts
from bot.content.loader import Reading

MESSAGE_LIMIT = 4096
BUTTON_LIMIT = 64
OLDEST_READER = 11.0
HARDEST_LIX = 30.0
WORDS_TO_JUDGE = 25
"""Shorter texts give the formulas too little to stand on."""

WORD_LIMITS: Mapping[tuple[str, str], int] = {
    ("answers", "says"): 60,
    ("answers", "next.says"): 25,
    ("programmes", "summary"): 60,
    ("programmes", "focus"): 60,
    ("programmes", "intake_note"): 60,
    ("services", "what"): 40,
    ("services", "do_now"): 30,
    ("questions", "ask"): 25,
    ("questions", "why"): 20,
    ("helplines", "what"): 30,
    ("sample/opportunities", "summary"): 40,
    ("sample/events", "summary"): 40,
}
PLAIN = frozenset({"options.label", "title", "name"})
"""Texts that become buttons and headings: no markup in them."""


def wording(reading: Reading, today: date) -> Iterator[Fault]:
    """Every text of every item and every catalogue."""
    known = _known_words(reading)
    for item in item_texts(reading):
        yield from _item(item, known)
    yield from _readable_items(reading, known)
    for code, catalogue in reading.locales.items():
        for key, message in catalogue.messages.items():
            path, line = reading.text_places[code][key]
            for text in (message,) if isinstance(message, str) else message.values():
                yield from _catalogue_text(Fault(path, line, "", key), text, code, known)


def _known_words(reading: Reading) -> frozenset[str]:
    """Proper names, and the terms nobody can write around, from `known_terms.yaml`."""
    path = reading.root / "known_terms.yaml"
    terms = read_file(path, reading.root).value if path.exists() else {}
    texts = [str(word) for words in terms.values() for word in words]
    for kind in ("services", "helplines", "organisations", "sample/organisations"):
        texts += [item.name for item in reading.shelves[kind].items.values()]
    texts += [place.name for table in reading.shelves["places"].items.values() for place in table.places]
    return frozenset(word for text in texts for word in text.casefold().replace("'", " ").replace(",", " ").split())


def _item(item: ItemText, known: frozenset[str]) -> Iterator[Fault]:
    limit = WORD_LIMITS.get((item.kind, item.name))
    for code, text in item.texts.items():
        if limit is not None and word_count(text) > limit:
            yield item.fault("too-long", f"{word_count(text)} words, {limit} is the limit", code)
        if item.name == "options.label" and len(text) > BUTTON_LIMIT:
            yield item.fault("too-long", f"{len(text)} letters do not fit a button", code)
        if item.name in PLAIN and "<" in text:
            yield item.fault("markup", "no markup here: it becomes a button or a heading", code)
        for problem in markup_faults(text):
            yield item.fault("markup", problem, code)


def _readable_items(reading: Reading, known: frozenset[str]) -> Iterator[Fault]:
    """An item is judged as a whole: its short texts are read together."""
    together: dict[tuple[str, str], list[ItemText]] = {}
    for item in item_texts(reading):
        together.setdefault((item.kind, item.source.shown), []).append(item)
    for items in together.values():
        if items[0].source.value.get("standard"):
            continue  # its words are an official standard's, and are not ours to make easier
        for code in ("en", "sv"):
            texts = [item.texts[code] for item in items if code in item.texts and word_count(item.texts[code]) > 4]
            problem = _too_hard(". ".join(texts), code, known)
            if problem:
                source = items[0].source
                yield Fault(source.shown, 1, "hard-to-read", f"{code}: {problem}", Level.WARNING)


def _too_hard(text: str, code: str, known: frozenset[str]) -> str | None:
    if word_count(text) < WORDS_TO_JUDGE:
        return None
    if code == "en" and reading_age(text, known) > OLDEST_READER:
        return f"reading age {reading_age(text, known):.1f} (Flesch-Kincaid), {OLDEST_READER:.0f} is the aim"
    if code == "sv" and lix(text, known) > HARDEST_LIX:
        return f"LIX {lix(text, known):.0f}, {HARDEST_LIX:.0f} is the aim"
    return None


def _catalogue_text(where: Fault, text: Message, code: str, known: frozenset[str]) -> Iterator[Fault]:
    key, words = where.message, str(text)

    def fault(kind: str, message: str, level: Level = Level.ERROR) -> Fault:
        return Fault(where.path, where.line, kind, f"{key}: {message}", level)

    if len(words) > MESSAGE_LIMIT:
        yield fault("too-long", f"{len(words)} letters; Telegram takes {MESSAGE_LIMIT}")
    if ".button" in key and len(words) > BUTTON_LIMIT:
        yield fault("too-long", f"{len(words)} letters do not fit a button")
    for problem in markup_faults(words):
        yield fault("markup", problem)
    hard = _too_hard(words, code, known)
    if hard:
        yield fault("hard-to-read", hard, Level.WARNING)
