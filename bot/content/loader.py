"""Loads `bot/content` into one frozen `Content`, or says everything that is wrong with it at once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import BaseModel

from bot.content.catalogue import Catalogue, read_catalogue
from bot.content.faults import Fault, Level
from bot.content.files import read_file
from bot.content.model import Content, Sample
from bot.content.reading import Shelf, read_item, read_shelf
from bot.content.schema.answers import Answer, Topic, TopicList
from bot.content.schema.countries import CountryCard
from bot.content.schema.equality import EqualityQuestion
from bot.content.schema.feeds import FeedSource
from bot.content.schema.helplines import Helpline
from bot.content.schema.organisations import Organisation
from bot.content.schema.other_languages import OtherLanguage
from bot.content.schema.pathways import Pathway
from bot.content.schema.pay import PayTable
from bot.content.schema.places import PlaceTable
from bot.content.schema.programmes import Programme
from bot.content.schema.questions import Question
from bot.content.schema.replies import Reply
from bot.content.schema.samples import SampleEvent, SampleOpportunity
from bot.content.schema.services import Service
from bot.content.schema.skills import SkillLine
from bot.content.tables import build_places, groups_of, read_outcodes
from bot.errors import ContentError

CONTENT = Path(__file__).parent
KINDS: Mapping[str, type[BaseModel]] = MappingProxyType(
    {
        "countries": CountryCard,
        "questions": Question,
        "equality": EqualityQuestion,
        "programmes": Programme,
        "services": Service,
        "helplines": Helpline,
        "feeds": FeedSource,
        "answers": Answer,
        "organisations": Organisation,
        "pathways": Pathway,
        "pay": PayTable,
        "skills": SkillLine,
        "replies": Reply,
        "other_languages": OtherLanguage,
        "sample/organisations": Organisation,
        "sample/opportunities": SampleOpportunity,
        "sample/events": SampleEvent,
    }
)
"""Every folder of items and the type its files have; places and locales are read by themselves."""

ItemT = TypeVar("ItemT", bound=BaseModel)


@dataclass
class Reading:
    """What was read, right and wrong: the lint looks further into it, `load_content` refuses if anything is wrong."""

    root: Path
    shelves: dict[str, Shelf[Any]] = field(default_factory=dict)
    locales: dict[str, Catalogue] = field(default_factory=dict)
    text_places: dict[str, dict[str, tuple[str, int]]] = field(default_factory=dict)
    topics: tuple[Topic, ...] = ()
    content: Content | None = None
    faults: list[Fault] = field(default_factory=list)

    @property
    def errors(self) -> list[Fault]:
        """Faults that stop start-up."""
        return sorted(fault for fault in self.faults if fault.level is Level.ERROR)


def load_content(path: Path | None = None) -> Content:
    """Everything we know; raises with every structural fault at once."""
    reading = read_content(path)
    if reading.errors or reading.content is None:
        raise ContentError(reading.errors)
    return reading.content


def read_content(path: Path | None = None) -> Reading:
    """Read all files; never raises over what is in them."""
    reading = Reading(path or CONTENT)
    root = reading.root
    tables = read_shelf(root / "places", root, PlaceTable, lambda table: table.country)
    reading.shelves["places"] = tables
    groups = groups_of(list(tables.items.values()))
    for kind, model in KINDS.items():
        reading.shelves[kind] = read_shelf(root / kind, root, model, _name_of, {"groups": groups})
    _read_locales(reading)
    _read_topics(reading)
    reading.faults += [fault for shelf in reading.shelves.values() for fault in shelf.faults]
    reading.content = _content(reading, tables)
    return reading


def revision_of(root: Path) -> str:
    """A short hash over every content file."""
    digest = hashlib.sha256()
    for path in sorted([*root.rglob("*.yaml"), *root.rglob("*.json")]):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def _name_of(item: Any) -> str:
    return str(item.country if isinstance(item, PayTable) else item.id)


def _read_locales(reading: Reading) -> None:
    for folder in sorted((reading.root / "locales").glob("*/")):
        catalogue, faults, places = read_catalogue(folder, reading.root)
        reading.faults += faults
        reading.text_places[folder.name] = places
        if catalogue is not None:
            reading.locales[folder.name] = catalogue


def _read_topics(reading: Reading) -> None:
    path = reading.root / "topics.yaml"
    if not path.exists():
        reading.faults.append(Fault("topics.yaml", 1, "missing-file", "this file lists what must have an answer"))
        return
    source = read_file(path, reading.root)
    reading.faults += source.faults
    topics = read_item(source, TopicList, reading.faults)
    reading.topics = topics.topics if topics else ()


def _content(reading: Reading, tables: Shelf[PlaceTable]) -> Content:
    outcodes, attribution = read_outcodes(reading.root / "places")
    place_tables = [tables.items[name] for name in sorted(tables.items)]

    def items(kind: str, model: type[ItemT]) -> Mapping[str, ItemT]:
        shelf: Shelf[ItemT] = reading.shelves[kind]
        return MappingProxyType(dict(sorted(shelf.items.items())))

    return Content(
        revision=revision_of(reading.root),
        countries=items("countries", CountryCard),
        locales=MappingProxyType(reading.locales),
        places=build_places(place_tables, outcodes),
        place_entries=MappingProxyType({place.id: place for table in place_tables for place in table.places}),
        programmes=items("programmes", Programme),
        questions=items("questions", Question),
        equality=items("equality", EqualityQuestion),
        services=items("services", Service),
        helplines=items("helplines", Helpline),
        feeds=items("feeds", FeedSource),
        topics=MappingProxyType({topic.id: topic for topic in reading.topics}),
        answers=items("answers", Answer),
        organisations=items("organisations", Organisation),
        pathways=items("pathways", Pathway),
        pay=items("pay", PayTable),
        skills=items("skills", SkillLine),
        replies=items("replies", Reply),
        other_languages=items("other_languages", OtherLanguage),
        sample=Sample(
            items("sample/organisations", Organisation),
            items("sample/opportunities", SampleOpportunity),
            items("sample/events", SampleEvent),
        ),
        attributions=(attribution,) if attribution else (),
    )
