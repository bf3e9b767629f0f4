"""Judge intents and safeguarding signs: phrases claimed twice, unreadable patterns, short lists, dead ends."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from pathlib import Path
from typing import Any

from bot.content.faults import Fault, Level
from bot.content.files import Place, SourceFile
from bot.content.intent_library import IntentReading, build_library, read_intents
from bot.content.intent_schema import GroupsFile, OrdinaryFile, StopFile
from bot.domain.intents.library import IntentLibrary
from bot.domain.intents.normalise import TextSpeak, clean, words
from bot.domain.intents.patterns import PatternError, PatternReader
from bot.domain.intents.understanding import merge_text_speak
from bot.domain.safeguarding.clues import ClueError, read_rule

FEWEST: Mapping[str, int] = {"en": 15, "sv": 8}
"""Phrases an intent needs in each language before it can be told from the others."""

Groups = Mapping[str, Mapping[str, tuple[str, ...]]]


def lint_intents(path: Path | None = None, answered: Container[str] | None = None) -> list[Fault]:
    """Every fault of the intent, safeguarding and word files, with file and line; a short list is only a warning.

    `answered` are the intents that topics answer; without it nothing is said about where intents lead.
    """
    reading = read_intents(path)
    library = build_library(reading)
    faults = list(reading.faults)
    faults += _claimed_twice(reading, library)
    faults += _too_few(reading)
    faults += _patterns(reading)
    faults += _strays(reading, library)
    if answered is not None:
        faults += _dead_ends(reading, answered)
    return sorted(faults)


def _claimed_twice(reading: IntentReading, library: IntentLibrary) -> Iterator[Fault]:
    """The same words after short forms are spelled out, under two intents or kinds."""
    tables = {locale: merge_text_speak(library, locale) for locale in FEWEST}
    claimed: dict[tuple[str, ...], str] = {}
    for name, source, place, locale, phrase in _said(reading):
        plain = tuple(words(clean(phrase), tables.get(locale, TextSpeak())))
        other = claimed.setdefault(plain, name) if plain else name
        if other != name:
            yield source.fault(place, "two-intents", f"“{phrase}” belongs to {other} too")


_Said = Iterator[tuple[str, SourceFile, Place, str, str]]


def _said(reading: IntentReading) -> _Said:
    for name, file in reading.intents.items.items():
        yield from _listed(name, reading.intents.files[name], ("phrases",), file.phrases)
    for name, kind in reading.kinds.items.items():
        for level, lists in kind.phrases.items():
            yield from _listed(f"safeguarding_{name}", reading.kinds.files[name], ("phrases", level), lists)
    source, ordinary = reading.tables["safeguarding/ordinary.yaml"]
    for locale, examples in (ordinary.examples if isinstance(ordinary, OrdinaryFile) else {}).items():
        for intent, phrases in examples.items():
            for number, phrase in enumerate(phrases):
                yield intent, source, ("examples", locale, intent, number), locale, phrase


def _listed(name: str, source: SourceFile, place: Place, lists: Mapping[Any, tuple[str, ...]]) -> _Said:
    for locale, phrases in lists.items():
        for number, phrase in enumerate(phrases):
            yield name, source, (*place, locale, number), str(locale), phrase


def _too_few(reading: IntentReading) -> Iterator[Fault]:
    for name, file in reading.intents.items.items():
        source = reading.intents.files[name]
        for locale, fewest in FEWEST.items():
            count = len(next((texts for code, texts in file.phrases.items() if code == locale), ()))
            if count < fewest:
                message = f"{name} has {count} phrases in {locale}; {fewest} or more tell it from the others"
                yield Fault(source.shown, source.line(("phrases", locale)), "few-phrases", message, Level.WARNING)


def _patterns(reading: IntentReading) -> Iterator[Fault]:
    _, groups_file = reading.tables["safeguarding/words.yaml"]
    groups: Groups = groups_file.root if isinstance(groups_file, GroupsFile) else {}
    for name, kind in reading.kinds.items.items():
        for level, lists in kind.patterns.items():
            yield from _unreadable(reading.kinds.files[name], ("patterns", level), lists, groups)
    yield from _clue_rules(reading)
    source, ordinary = reading.tables["safeguarding/ordinary.yaml"]
    if isinstance(ordinary, OrdinaryFile):
        yield from _unreadable(source, ("expressions",), ordinary.expressions, groups)
    source, stop = reading.tables["words/stop.yaml"]
    if isinstance(stop, StopFile):
        yield from _unreadable(source, ("asks",), stop.asks, {})
        yield from _unreadable(source, ("other_things",), stop.other_things, {})
        yield from _unreadable(source, ("not_when",), stop.not_when, {})


def _clue_rules(reading: IntentReading) -> Iterator[Fault]:
    _, clues_file = reading.tables["safeguarding/clues.yaml"]
    clues: Groups = clues_file.root if isinstance(clues_file, GroupsFile) else {}
    for name, kind in reading.kinds.items.items():
        for level, lists in kind.together.items():
            for locale, rules in lists.items():
                for number, rule in enumerate(rules):
                    try:
                        read_rule(rule, clues.get(locale, {}))
                    except ClueError:
                        where = ("together", level, locale, number)
                        message = "write @group and !group, each named in safeguarding/clues.yaml"
                        yield reading.kinds.files[name].fault(where, "clues", message)


def _unreadable(
    source: SourceFile, place: Place, lists: Mapping[Any, tuple[str, ...]], groups: Groups
) -> Iterator[Fault]:
    for locale, patterns in lists.items():
        reader = PatternReader(groups.get(locale, {}))
        for number, pattern in enumerate(patterns):
            try:
                reader.read(pattern)
            except PatternError:
                where = (*place, locale, number)
                yield source.fault(where, "pattern", "this is not a pattern: look for a bracket or an unknown @group")


def _strays(reading: IntentReading, library: IntentLibrary) -> Iterator[Fault]:
    """Examples under an intent that does not exist would be dropped in silence."""
    source, ordinary = reading.tables["safeguarding/ordinary.yaml"]
    for locale, examples in (ordinary.examples if isinstance(ordinary, OrdinaryFile) else {}).items():
        for intent in examples:
            if library.intent(intent) is None:
                yield source.fault(("examples", locale, intent), "no-intent", f"there is no intent called {intent}")


def _dead_ends(reading: IntentReading, answered: Container[str]) -> Iterator[Fault]:
    for name, file in reading.intents.items.items():
        if file.leads_to == "answer" and name not in answered:
            message = f"{name} leads nowhere: name it in a topic of topics.yaml, or give it an act"
            yield reading.intents.files[name].fault(("id",), "leads-nowhere", message)
