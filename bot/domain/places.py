"""From a postcode or a place name to the councils or municipalities somebody may live in.

Pure: the tables come in as `Places`. Nothing typed is kept except the outward half of a postcode.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz, process

from bot.domain.countries import Country
from bot.domain.postcodes import area_of, outcodes_in

CLOSE_ENOUGH = 84.0
"""Below this a spelling is not taken for a place: two letters wrong in twelve still pass, in four not one."""
TOO_CLOSE_TO_CALL = 4.0
_SWEDISH_POSTCODE = re.compile(r"\b\d{3} ?\d{2}\b")
_WORD = re.compile(r"[^\W_]+")
_LONGEST_NAME = 5


class Certainty(StrEnum):
    """Whether somebody lives inside a group of places."""

    YES = "yes"
    NO = "no"
    ASK = "ask"


class Unclear(StrEnum):
    """Why a place has to be asked for once more."""

    WHICH_ONE = "which_one"
    TWO_PLACES = "two_places"
    NO_FIXED_ADDRESS = "no_fixed_address"
    NAME_NOT_NUMBER = "name_not_number"
    WRONG_COUNTRY = "wrong_country"


@dataclass(frozen=True, slots=True)
class Place:
    """A council or municipality; `sub_region` is who it plans jobs help with."""

    id: str
    name: str
    country: Country
    sub_region: str | None = None
    neighbours: tuple[str, ...] = ()


@dataclass(frozen=True)
class Places:
    """Every table `resolve` needs. Aliases and phrases are folded already."""

    places: Mapping[str, Place]
    outcodes: Mapping[str, tuple[str, ...]]
    aliases: Mapping[Country, Mapping[str, frozenset[str]]]
    groups: Mapping[str, frozenset[str]]
    postcode_areas: Mapping[str, bool]
    homeless_phrases: frozenset[str]

    def certainty(self, possible: frozenset[str] | None, group: str) -> Certainty:
        """Whether a person with these possible places lives in a group such as `nel` or `london`."""
        inside = self.groups[group]
        if possible is None:
            return Certainty.ASK
        if possible <= inside:
            return Certainty.YES
        return Certainty.NO if possible.isdisjoint(inside) else Certainty.ASK

    def names(self, places: frozenset[str] | tuple[str, ...]) -> tuple[str, ...]:
        """Names as people say them, in the order given, a set by name."""
        ordered = places if isinstance(places, tuple) else sorted(places, key=lambda place: self.places[place].name)
        return tuple(self.places[place].name for place in ordered)


@dataclass(frozen=True, slots=True)
class PlaceMatch:
    """Where somebody may live, likeliest first; `is_guess` when the spelling was corrected."""

    councils: tuple[str, ...]
    kept: str | None = None
    is_guess: bool = False

    @property
    def possible(self) -> frozenset[str]:
        """As the rules take it."""
        return frozenset(self.councils)


@dataclass(frozen=True, slots=True)
class PlaceQuestion:
    """One more question, with the places to choose between where there are some."""

    why: Unclear
    options: tuple[str, ...] = ()


def fold(text: str) -> str:
    """Lower case, no accents, no punctuation: "Södertälje" and "sodertalje" are one name."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("&", " and ").replace("'", "").replace("\u2019", ""))
    return " ".join(_WORD.findall("".join(mark for mark in plain if not unicodedata.combining(mark))))


def resolve(text: str, country: Country, places: Places) -> PlaceMatch | PlaceQuestion | None:
    """Understand a place typed by somebody in that country; None when it is no place we know."""
    folded = fold(text)
    if any(f" {phrase} " in f" {folded} " for phrase in places.homeless_phrases):
        return PlaceQuestion(Unclear.NO_FIXED_ADDRESS)
    outcodes = outcodes_in(text, places.outcodes, places.postcode_areas) if country is Country.UK else []
    found = [_of_outcode(outcode, places) for outcode in outcodes]
    found += [PlaceMatch(_ordered(ids)) for ids in _named(folded, places.aliases[country])]
    found = [match for match in found if match.councils]
    if found:
        return _together(found)
    return _unnamed(folded, country, places)


def _unnamed(folded: str, country: Country, places: Places) -> PlaceMatch | PlaceQuestion | None:
    if any(True for other in Country if other != country for _ in _named(folded, places.aliases[other])):
        return PlaceQuestion(Unclear.WRONG_COUNTRY)
    if country is Country.SE and _SWEDISH_POSTCODE.search(folded):
        return PlaceQuestion(Unclear.NAME_NOT_NUMBER)
    return _misspelt(folded, places.aliases[country])


def _of_outcode(outcode: str, places: Places) -> PlaceMatch:
    known = places.outcodes.get(outcode)
    if known:
        return PlaceMatch(known, outcode)
    is_london_only = places.postcode_areas.get(area_of(outcode), True)
    return PlaceMatch(() if is_london_only else ("elsewhere_uk",), outcode)


def _named(folded: str, aliases: Mapping[str, frozenset[str]]) -> Iterator[frozenset[str]]:
    """Names inside a sentence, longest first, so that "West Ham" is not also "Ham"."""
    words = folded.split()
    used = [False] * len(words)
    for size in range(min(_LONGEST_NAME, len(words)), 0, -1):
        for start in range(len(words) - size + 1):
            name = " ".join(words[start : start + size])
            if name in aliases and not any(used[start : start + size]):
                used[start : start + size] = [True] * size
                yield aliases[name]


def _together(found: list[PlaceMatch]) -> PlaceMatch | PlaceQuestion:
    """ "Plaistow, E13" is one place said twice; "E13, sometimes IG1" is two."""
    possible = frozenset.intersection(*(match.possible for match in found))
    if not possible:
        options = tuple(dict.fromkeys(match.councils[0] for match in found))
        return PlaceQuestion(Unclear.TWO_PLACES, options)
    narrowest = min(found, key=lambda match: len(match.councils))
    kept = next((match.kept for match in found if match.kept), None)
    order = next((match.councils for match in found if match.kept), narrowest.councils)
    return PlaceMatch(tuple(council for council in order if council in possible), kept)


def _misspelt(folded: str, aliases: Mapping[str, frozenset[str]]) -> PlaceMatch | PlaceQuestion | None:
    close: dict[frozenset[str], float] = {}
    for piece in _pieces(folded):
        for name, score, _ in process.extract(piece, aliases.keys(), scorer=fuzz.ratio, score_cutoff=CLOSE_ENOUGH):
            if abs(len(name) - len(piece)) <= 2:
                close[aliases[name]] = max(score, close.get(aliases[name], 0.0))
    if not close:
        return None
    best = max(close.values())
    near = [ids for ids, score in close.items() if score >= best - TOO_CLOSE_TO_CALL]
    if len(near) == 1:
        return PlaceMatch(_ordered(near[0]), is_guess=True)
    return PlaceQuestion(Unclear.WHICH_ONE, tuple(dict.fromkeys(council for ids in near for council in _ordered(ids))))


def _pieces(folded: str) -> Iterator[str]:
    """Runs of words long enough that a misspelling can still be told from another word."""
    words = folded.split()[:12]
    for size in range(1, 4):
        for start in range(len(words) - size + 1):
            piece = " ".join(words[start : start + size])
            if len(piece) >= 5:
                yield piece


def _ordered(ids: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(ids))
