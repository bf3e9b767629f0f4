"""What the matcher is built from, as plain values: intents with phrases, words, safeguarding signs, names of things."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from bot.domain.countries import Country
from bot.domain.intents.normalise import vocabulary

Phrases = Mapping[str, tuple[str, ...]]
"""Phrases by locale."""


@dataclass(frozen=True)
class Intent:
    """One thing people want, with ways of saying it in each language."""

    id: str
    about: str
    phrases: Phrases


@dataclass(frozen=True)
class Kind:
    """One kind of safeguarding concern: its certain signs and its ways of being said, by level and then locale."""

    id: str
    about: str
    pauses_messages: bool
    patterns: Mapping[str, Phrases]
    phrases: Mapping[str, Phrases]
    together: Mapping[str, Phrases] = field(default_factory=dict)
    """Rules of clues by level and locale, tried like the patterns."""

    is_urgent_now: bool = False
    """Whether a word for this very moment turns a concern into danger."""


@dataclass(frozen=True)
class SafeguardingLibrary:
    """All kinds, the word groups their patterns name, and the ordinary sayings that only sound alarming."""

    kinds: tuple[Kind, ...] = ()
    groups: Mapping[str, Phrases] = field(default_factory=dict)
    ordinary_expressions: Phrases = field(default_factory=dict)
    clues: Mapping[str, Phrases] = field(default_factory=dict)
    """By locale the groups that rules of clues name, and their words."""

    harmless: Phrases = field(default_factory=dict)
    """Ordinary messages that share words with grave ones, and belong to no intent."""

    @cached_property
    def spoken(self) -> Mapping[str, Counter[str]]:
        """How often each plain word is in the sentences of all kinds and in harmless ones, by locale."""
        return _spoken([*(lists for kind in self.kinds for lists in kind.phrases.values()), self.harmless])


@dataclass(frozen=True)
class Name:
    """Something a person may name, such as a council or a role, and every name it goes by."""

    id: str
    names: tuple[str, ...]
    belongs_to: str | None = None


@dataclass(frozen=True)
class Names:
    """The vocabularies that slots are filled from."""

    sectors: tuple[Name, ...] = ()
    roles: tuple[Name, ...] = ()
    programmes: tuple[Name, ...] = ()
    languages: tuple[Name, ...] = ()
    hours: tuple[Name, ...] = ()
    situations: tuple[Name, ...] = ()
    places: Mapping[Country, tuple[Name, ...]] = field(default_factory=dict)
    common_words: tuple[str, ...] = ()
    """Place names that are also ordinary words: they count only after one of the prepositions."""
    elsewhere: tuple[str, ...] = ()
    """Towns and countries outside what is served."""
    prepositions: tuple[str, ...] = ()


@dataclass(frozen=True)
class StopSigns:
    """Patterns that ask for no more messages, and those that show something else was meant."""

    asks: Phrases = field(default_factory=dict)
    not_when: Phrases = field(default_factory=dict)
    other_things: Phrases = field(default_factory=dict)
    """Expressions such as "bus stop" and "do not stop" that are taken out before anything is looked for."""


@dataclass(frozen=True)
class IntentLibrary:
    """Everything `Understanding` needs; `load_intents` makes one from the content folders."""

    intents: tuple[Intent, ...]
    always: Mapping[str, Phrases] = field(default_factory=dict)
    stop: StopSigns = field(default_factory=StopSigns)
    text_speak: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    known_words: frozenset[str] = frozenset()
    meanings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    safeguarding: SafeguardingLibrary = field(default_factory=SafeguardingLibrary)
    names: Names = field(default_factory=Names)

    @cached_property
    def spoken(self) -> Mapping[str, Counter[str]]:
        """How often each plain word is in the phrases of all intents, by locale."""
        return _spoken(intent.phrases for intent in self.intents)

    def intent(self, intent_id: str) -> Intent | None:
        """The intent with an id, if there is one."""
        return next((intent for intent in self.intents if intent.id == intent_id), None)


def _spoken(lists: Iterable[Phrases]) -> Mapping[str, Counter[str]]:
    texts: dict[str, list[str]] = {}
    for phrases in lists:
        for locale, listed in phrases.items():
            texts.setdefault(locale, []).extend(listed)
    return {locale: vocabulary(listed) for locale, listed in texts.items()}
