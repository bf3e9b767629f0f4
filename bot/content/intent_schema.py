"""The shape of the files that intents, safeguarding signs and word tables are written in."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, RootModel, StringConstraints

from bot.content.schema.base import Item, Slug

Phrase = Annotated[str, StringConstraints(min_length=1, max_length=160, strip_whitespace=True)]
Pattern = Annotated[str, StringConstraints(min_length=3, max_length=1000)]
LocaleCode = Literal["en", "sv"]
PhraseLists = dict[LocaleCode, tuple[Phrase, ...]]
PatternLists = dict[LocaleCode, tuple[Pattern, ...]]
Level = Literal["imminent", "concern"]
LeadsTo = Literal["answer", "act", "rewording"]
"""A topic's answer, an act of the service, or being asked again in other words."""


class IntentFile(Item):
    """One thing people want, one file in `intents/`.

    id: set_reminder
    about: Wants to be reminded.
    leads_to: act
    phrases:
      en:
        - remind me tomorrow
      sv:
        - påminn mig imorgon
    """

    id: Slug
    about: str
    leads_to: LeadsTo = "answer"
    phrases: PhraseLists


class KindFile(Item):
    """One kind of safeguarding concern, one file in `safeguarding/kinds/`.

    id: homeless
    about: Nowhere to live or sleep.
    pauses_messages: false
    urgent_now: false
    patterns:
      concern:
        en: ["(nowhere|no place) to (sleep|stay)"]
    together:
      concern:
        en: ["@sleeping @outdoors"]
    phrases:
      concern:
        en: [i have nowhere to sleep tonight]
    """

    id: Slug
    about: str
    pauses_messages: bool
    urgent_now: bool = False
    patterns: dict[Level, PatternLists] = Field(default_factory=dict)
    together: dict[Level, PatternLists] = Field(default_factory=dict)
    phrases: dict[Level, PhraseLists]


class OrdinaryFile(Item):
    """Sayings and job words that only sound alarming, and examples under the intent they belong to."""

    expressions: PatternLists
    examples: dict[LocaleCode, dict[Slug, tuple[Phrase, ...]]]


class HarmlessFile(RootModel[PhraseLists]):
    """`safeguarding/harmless.yaml`: ordinary messages with words that alarm elsewhere, by locale."""


class RoleNames(Item):
    """What a role is called in each language."""

    en: tuple[str, ...] = ()
    sv: tuple[str, ...] = ()


class SectorWords(Item):
    """One sector: its own words and its roles."""

    words: PhraseLists
    roles: dict[Slug, RoleNames]


class _Table(RootModel[dict[str, str]]):
    model_config = ConfigDict(frozen=True)


class MeaningsFile(_Table):
    """`words/meanings.yaml`: words that mean the same here, divided by spaces, under one name."""


class KnownWordsFile(_Table):
    """`words/known_words.yaml`: ordinary words by locale, divided by spaces."""


class StopFile(Item):
    """`words/stop.yaml`: ways of asking for no more messages, and signs that something else is meant."""

    asks: PatternLists
    other_things: PatternLists
    not_when: PatternLists


class DetailsFile(Item):
    """`words/details.yaml`: situations, hours, and place names that are also ordinary words."""

    situations: dict[Slug, PhraseLists]
    hours: dict[Slug, PhraseLists]
    common_words: PhraseLists
    elsewhere: PhraseLists
    prepositions: PhraseLists


class AlwaysFile(RootModel[dict[str, PhraseLists]]):
    """`words/always.yaml`: the words that work in any state."""


class TextSpeakFile(RootModel[dict[str, dict[str, str]]]):
    """`words/text_speak.yaml`: short forms by locale."""


class SectorsFile(RootModel[dict[str, SectorWords]]):
    """`words/sectors.yaml`: sectors with their words and roles."""


class LanguagesFile(Item):
    """`words/languages.yaml`: what languages are called."""

    languages: dict[str, tuple[str, ...]]


class GroupsFile(RootModel[dict[str, dict[str, tuple[str, ...]]]]):
    """`safeguarding/words.yaml`: the word groups that patterns name, by locale."""
