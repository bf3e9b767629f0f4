"""What a message names besides its intent: sector, role, place, programme, day and time, hours, language, situation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import time, timedelta

from bot.domain.intents.library import Name, Names
from bot.domain.intents.normalise import TextSpeak, clean, words
from bot.domain.slots.age import find_age
from bot.domain.slots.clock import find_time
from bot.domain.slots.names import NameBook, Spelling
from bot.domain.slots.when import When, find_day, find_lead_time

_MOST_WORDS = 120
_READ = 600
"""So many characters are searched for a time."""


@dataclass(frozen=True)
class Slots:
    """Ids of what was named, in the order said; nothing here is ever gender, ethnicity, religion or health."""

    sectors: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    hours: tuple[str, ...] = ()
    situation: str | None = None
    age: int | None = None
    day: When | None = None
    time: time | None = None
    lead_time: timedelta | None = None


class SlotFiller:
    """Holds the vocabularies; `known` says which words are never a misspelt name."""

    def __init__(self, names: Names, known: Callable[[str], bool]) -> None:
        self._roles = _book(names.roles)
        self._sectors = _book(names.sectors)
        self._sector_of = {role.id: role.belongs_to for role in names.roles}
        places = [name for listed in names.places.values() for name in listed]
        self._places = NameBook(places, _split, names.common_words)
        self._programmes = NameBook(names.programmes, _split, names.common_words)
        self._languages = _book(names.languages)
        self._hours = _book(names.hours)
        self._situations = _book(names.situations)
        self._lead = frozenset(names.prepositions)
        plain = [self._roles, self._sectors, self._languages, self._hours, self._situations]
        self._spelling = Spelling([*plain, self._places, self._programmes], known)

    def fill(self, cleaned: str, tokens: Sequence[str]) -> Slots:
        """Fill every slot from one message, given as cleaned text and as plain words."""
        said = tokens[:_MOST_WORDS]
        spelled = self._spelling.mend(said)
        roles = self._roles.find(spelled)
        sectors = [sector for role in roles if (sector := self._sector_of[role])]
        sectors += [sector for sector in self._sectors.find(spelled) if sector not in sectors]
        situations = self._situations.find(spelled)
        return Slots(
            sectors=tuple(dict.fromkeys(sectors)),
            roles=tuple(roles),
            places=tuple(self._places.find(spelled, self._lead)),
            programmes=tuple(self._programmes.find(spelled, self._lead)),
            languages=tuple(self._languages.find(spelled)),
            hours=tuple(self._hours.find(spelled)),
            situation=situations[0] if len(situations) == 1 else None,
            age=find_age(said),
            day=find_day(said),
            time=find_time(cleaned[:_READ]),
            # As typed: spelled out, the 2 of "2 hours before" is "to".
            lead_time=find_lead_time(_split(cleaned[:_READ])),
        )


def _book(names: Sequence[Name]) -> NameBook:
    return NameBook(names, _split)


def _split(text: str) -> list[str]:
    return words(clean(text), TextSpeak())
