"""Load the intents, word tables, safeguarding signs and vocabularies into one `IntentLibrary`, with every fault."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from bot.content.faults import Fault
from bot.content.files import SourceFile, read_file, read_folder
from bot.content.intent_schema import (
    AlwaysFile,
    DetailsFile,
    GroupsFile,
    HarmlessFile,
    IntentFile,
    KindFile,
    KnownWordsFile,
    LanguagesFile,
    MeaningsFile,
    OrdinaryFile,
    SectorsFile,
    StopFile,
    TextSpeakFile,
)
from bot.content.reading import Shelf, read_item, read_shelf
from bot.content.schema.places import PlaceTable
from bot.domain.countries import Country
from bot.domain.intents.library import Intent, IntentLibrary, Kind, Name, Names, SafeguardingLibrary, StopSigns
from bot.errors import ContentError

CONTENT = Path(__file__).parent

FileT = TypeVar("FileT", bound=BaseModel)


@dataclass
class IntentReading:
    """The files of one content folder, right and wrong; wrong ones are left out of the shelves."""

    root: Path
    intents: Shelf[IntentFile]
    kinds: Shelf[KindFile]
    tables: dict[str, tuple[SourceFile, Any]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def table(self, name: str, model: type[FileT]) -> FileT | None:
        """One single file by its path under the content folder; read once."""
        if name not in self.tables:
            source = read_file(self.root / name, self.root)
            self.faults += source.faults
            item = read_item(source, model, self.faults) if source.value is not None else None
            self.tables[name] = (source, item)
        found = self.tables[name][1]
        return found if isinstance(found, model) else None


def load_intents(path: Path | None = None) -> IntentLibrary:
    """Everything the matcher is built from; raises with every structural fault at once."""
    reading = read_intents(path)
    library = build_library(reading)
    if reading.faults:
        raise ContentError(sorted(reading.faults))
    return library


def read_intents(path: Path | None = None) -> IntentReading:
    """Read the item folders; never raises over what is in them."""
    root = path or CONTENT
    intents = read_shelf(root / "intents", root, IntentFile, lambda file: file.id)
    kinds = read_shelf(root / "safeguarding" / "kinds", root, KindFile, lambda file: file.id)
    return IntentReading(root, intents, kinds, faults=intents.faults + kinds.faults)


def build_library(reading: IntentReading) -> IntentLibrary:
    """Put what was read together as the plain values the domain takes."""
    ordinary = reading.table("safeguarding/ordinary.yaml", OrdinaryFile)
    groups = reading.table("safeguarding/words.yaml", GroupsFile)
    clues = reading.table("safeguarding/clues.yaml", GroupsFile)
    harmless = reading.table("safeguarding/harmless.yaml", HarmlessFile)
    always = reading.table("words/always.yaml", AlwaysFile)
    stop = reading.table("words/stop.yaml", StopFile)
    text_speak = reading.table("words/text_speak.yaml", TextSpeakFile)
    known = reading.table("words/known_words.yaml", KnownWordsFile)
    meanings = reading.table("words/meanings.yaml", MeaningsFile)
    return IntentLibrary(
        intents=tuple(_intent(file, ordinary) for file in reading.intents.items.values()),
        always={word: _lists(phrases) for word, phrases in always.root.items()} if always else {},
        stop=_stop(stop),
        text_speak=text_speak.root if text_speak else {},
        known_words=frozenset(" ".join(known.root.values()).split()) if known else frozenset(),
        meanings=_meanings(meanings),
        safeguarding=SafeguardingLibrary(
            kinds=tuple(_kind(file) for file in reading.kinds.items.values()),
            groups=groups.root if groups else {},
            ordinary_expressions=_lists(ordinary.expressions) if ordinary else {},
            clues=clues.root if clues else {},
            harmless=_lists(harmless.root) if harmless else {},
        ),
        names=_names(reading),
    )


def _stop(file: StopFile | None) -> StopSigns:
    return StopSigns(_lists(file.asks), _lists(file.not_when), _lists(file.other_things)) if file else StopSigns()


def _intent(file: IntentFile, ordinary: OrdinaryFile | None) -> Intent:
    phrases: dict[str, tuple[str, ...]] = _lists(file.phrases)
    for locale, examples in (ordinary.examples if ordinary else {}).items():
        phrases[locale] = phrases.get(locale, ()) + examples.get(file.id, ())
    return Intent(file.id, file.about, phrases)


def _kind(file: KindFile) -> Kind:
    patterns = {str(level): _lists(lists) for level, lists in file.patterns.items()}
    phrases = {str(level): _lists(lists) for level, lists in file.phrases.items()}
    together = {str(level): _lists(lists) for level, lists in file.together.items()}
    return Kind(file.id, file.about, file.pauses_messages, patterns, phrases, together, file.urgent_now)


def _lists(lists: Mapping[Any, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {str(locale): texts for locale, texts in lists.items()}


def _meanings(file: MeaningsFile | None) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for meaning, words in (file.root if file else {}).items():
        for word in words.split():
            found[word] = (*found.get(word, ()), meaning)
    return found


def _names(reading: IntentReading) -> Names:
    sectors = reading.table("words/sectors.yaml", SectorsFile)
    languages = reading.table("words/languages.yaml", LanguagesFile)
    details = reading.table("words/details.yaml", DetailsFile)
    found = sectors.root if sectors else {}
    return Names(
        sectors=tuple(Name(sector, _flat(words.words)) for sector, words in found.items()),
        roles=tuple(
            Name(role, (*names.en, *names.sv), sector)
            for sector, words in found.items()
            for role, names in words.roles.items()
        ),
        programmes=_programmes(reading),
        languages=tuple(Name(code, names) for code, names in (languages.languages if languages else {}).items()),
        hours=_listed(details.hours) if details else (),
        situations=_listed(details.situations) if details else (),
        places=_places(reading),
        common_words=_flat(details.common_words) if details else (),
        elsewhere=_flat(details.elsewhere) if details else (),
        prepositions=_flat(details.prepositions) if details else (),
    )


def _listed(table: Mapping[str, Mapping[Any, Sequence[str]]]) -> tuple[Name, ...]:
    return tuple(Name(one, _flat(lists)) for one, lists in table.items())


def _flat(lists: Mapping[Any, Sequence[str]]) -> tuple[str, ...]:
    return tuple(name for names in lists.values() for name in names)


def _programmes(reading: IntentReading) -> tuple[Name, ...]:
    """Names only: the programmes themselves are read and judged with the rest of the content."""
    found = []
    for source in read_folder(reading.root / "programmes", reading.root):
        value = source.value if isinstance(source.value, dict) else {}
        names = value.get("name")
        called = [*(names.values() if isinstance(names, dict) else ()), *(value.get("also_called") or ())]
        called.append(source.path.stem.replace("_", " "))
        # Nobody types what stands in brackets after a name, such as "(sample)".
        plain = [re.sub(r"\s*\([^)]*\)$", "", str(name)) for name in called]
        found.append(Name(str(value.get("id", source.path.stem)), tuple(dict.fromkeys([*map(str, called), *plain]))))
    return tuple(found)


def _places(reading: IntentReading) -> Mapping[Country, tuple[Name, ...]]:
    """Place files have their own lint; a wrong one is only missing here."""
    found: dict[Country, tuple[Name, ...]] = {}
    for source in read_folder(reading.root / "places", reading.root):
        table = read_item(source, PlaceTable, [])
        if table is not None:
            country = Country(table.country)
            names = tuple(Name(place.id, (place.name, *place.aliases)) for place in table.places)
            found[country] = found.get(country, ()) + names
    return found
