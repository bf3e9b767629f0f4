"""A row of a feed in our own words: councils, sector, role and programmes by id, and texts made safe."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from bot.content.model import Content
from bot.domain.countries import Country
from bot.domain.intents.library import Names
from bot.domain.intents.normalise import TextSpeak, clean, words
from bot.domain.places import PlaceMatch, fold, resolve
from bot.domain.slots.filling import SlotFiller
from bot.feeds.faults import RowError
from bot.feeds.rows import Location, OpportunityRow, Row, fingerprint, full_text
from bot.feeds.vocabulary import OrganisationRole, Topic
from bot.messages.texts import escape

NO_SECTOR = "other"
_FRESH_DAYS: Mapping[str, int] = {"ncs-csv": 90, "nhs-jobs-xml": 30, "dfe-adverts-json": 30}
_USUAL_FRESH_DAYS = 60
LONGEST_SUMMARY, LONGEST_NAME = 500, 120
_LONGEST_NEEDS = 400
_MOST_COUNCILS = 12
# What only our own table can say, and what no table can.
_OURS_ALONE = frozenset({"programmes", "ring_fenced_for", "holding", "prepares_for", "guarantees_interview"})
_NEVER_SAID = frozenset({"rules"})
_SECTOR_OF_FORMAT = {"nhs-jobs-xml": "health"}


class Unknown(Exception):
    """A row that must not be let in: what it is held for has no meaning here."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(field)
        self.field = field
        self.reason = reason


class Imported:
    """Understands names; what cannot be understood narrows nothing, except a ring-fence, which must be right."""

    def __init__(
        self,
        content: Content,
        names: Names,
        country: Country,
        organiser: str | None = None,
        fresh_days: int | None = None,
    ) -> None:
        self._content = content
        self._country = country
        self.organiser = organiser
        self._fresh_days = fresh_days
        self._filler = SlotFiller(names, _is_a_word)
        self._sectors = {option.id for option in content.questions["interests"].options}
        self._groups = {fold(alias): ids for alias, ids in content.places.aliases[country].items()}
        self._programmes = {
            fold(name): item.id
            for item in content.programmes.values()
            if item.country == country
            for name in (item.id.replace("_", " "), item.id, *(text for _, text in item.name.items()))
        }

    @property
    def country(self) -> Country:
        """Where it is all meant to be."""
        return self._country

    @property
    def locale(self) -> str:
        """The language a feed of this country is taken to be in."""
        return self._content.countries[self._country].default_locale

    def values(
        self, format_name: str, source: str, row: OpportunityRow, today: date, organisation: str | None
    ) -> dict[str, Any]:
        """The columns of an opportunity. Raises Unknown."""
        said = self.said(f"{row.sector or ''} {row.role or ''} {row.title}")
        offers, employers = _organisations(row, organisation)
        locale = self.locale
        return {
            "kind": str(row.kind),
            "country": str(self._country),
            "state": str(row.status),
            "title": {locale: escape(row.title)},
            "summary": {locale: escape(short(full_text(row), LONGEST_SUMMARY))},
            "organisation": offers[:LONGEST_NAME],
            "employers": [name[:LONGEST_NAME] for name in employers],
            "sector": self._sector(format_name, row, said.sectors),
            "role": said.roles[0] if said.roles else None,
            "councils": self.councils(row),
            "online": row.online,
            "programmes": self.known_programmes("programmes", (*row.programmes, *row.ring_fenced_for)),
            "ring_fenced_for": self.known_programmes("ring_fenced_for", row.ring_fenced_for),
            "holding": _holding(row),
            "rules": None,
            "details": _details(row),
            "needs": {locale: escape(short(row.entry_requirements, _LONGEST_NEEDS))}
            if row.entry_requirements
            else None,
            "hours": _hours(row),
            "pay": _pay(row),
            "contract": None if row.contract is None else str(row.contract),
            "has_training": row.has_training,
            "disability_confident": row.disability_confident,
            "apply": _apply(row),
            "prepares_for": [slug_of(source, one) for one in row.prepares_for],
            "guarantees_interview": bool(row.interview_guaranteed),
            "starts_on": row.starts.day if row.starts else None,
            "ends_on": row.ends.day if row.ends else None,
            "closes_on": row.closes.day if row.closes else None,
            "checked_on": today,
            "check_by": today + timedelta(days=self._fresh_days or _FRESH_DAYS.get(format_name, _USUAL_FRESH_DAYS)),
            "fingerprint": fingerprint(row),
            **({"organiser": self.organiser} if self.organiser else {}),
        }

    def said(self, text: str) -> Any:
        """The sectors and roles that a text names."""
        cleaned = clean(text)
        return self._filler.fill(cleaned, words(cleaned, TextSpeak()))

    def _sector(self, format_name: str, row: OpportunityRow, named: tuple[str, ...]) -> str:
        own = (row.sector or "").strip().lower().replace(" ", "_")
        found = own if own in self._sectors else next((name for name in named if name in self._sectors), None)
        return found or _SECTOR_OF_FORMAT.get(format_name, NO_SECTOR)

    def councils(self, row: Row) -> list[str]:
        """Where it is, by our own ids; nothing for what is meant for the whole country."""
        found: dict[str, None] = {}
        for area in row.areas:
            found.update(dict.fromkeys(self._named(area)))
        for location in row.locations:
            found.update(dict.fromkeys(self._located(location)))
        is_national = isinstance(row, OpportunityRow) and row.national
        return list(found)[:_MOST_COUNCILS] if not is_national else []

    def _located(self, location: Location) -> Iterable[str]:
        """The likeliest council of an outcode; where that says nothing, what the town's name says."""
        known = self._content.places.outcodes.get(location.outcode or "", ())
        return known[:1] or self._named(location.outcode or location.town or "")

    def _named(self, text: str) -> Iterable[str]:
        group = self._groups.get(fold(text))
        if group is not None:
            return sorted(group)
        found = resolve(text, self._country, self._content.places) if text else None
        return found.councils if isinstance(found, PlaceMatch) and not found.is_guess else ()

    def known_programmes(self, field: str, names: Iterable[str]) -> list[str]:
        """The programmes of these names. Raises Unknown where an unknown one would let everybody in."""
        found = {name: self._programmes.get(fold(name.replace("_", " "))) for name in names}
        if field == "ring_fenced_for" and None in found.values():
            raise Unknown(field, "There is no programme of this name, so nobody could be let in.")
        return list(dict.fromkeys(known for known in found.values() if known is not None))


def slug_of(source: str, source_id: str) -> str:
    """The short name of something from a feed: the same each time, and nothing anybody wrote."""
    return "f" + hashlib.sha256(f"{source}\0{source_id}".encode()).hexdigest()[:18]


def error_of(row: Row, fault: Unknown) -> RowError:
    """As a feed's own errors are told."""
    return RowError(row.row, fault.field, fault.reason, row.source_id)


def _is_a_word(_token: str) -> bool:
    """A feed spells its names; what it does not name is not guessed."""
    return True


def _organisations(row: OpportunityRow, organisation: str | None) -> tuple[str, list[str]]:
    offers = [one.name for one in row.organisations if one.role is OrganisationRole.OFFERS]
    employers = [one.name for one in row.organisations if one.role is OrganisationRole.EMPLOYER]
    first = organisation or next(iter((*offers, *employers)), None)
    if first is None:
        raise Unknown("organisation", "Nothing says who offers this.")
    return first, employers


def _details(row: OpportunityRow) -> dict[str, Any]:
    first = next(iter(row.locations), Location())
    place = ", ".join(part for part in (first.venue, first.town) if part)
    found = {"place_name": place, "link": row.link, "length": row.length, "places": row.positions}
    bring = next((detail.text for detail in row.details if detail.topic is Topic.BRING), None)
    return {name: value for name, value in {**found, "bring": bring}.items() if value}


def unsaid_by(format_name: str) -> frozenset[str]:
    """Columns a format has no words for: it never takes away what staff wrote there."""
    return _NEVER_SAID if format_name == "way-in-csv" else _NEVER_SAID | _OURS_ALONE


def _holding(row: OpportunityRow) -> dict[str, Any] | None:
    if row.held is None:
        return None
    if not row.ring_fenced_for:
        raise Unknown("held", "Say in ring_fenced_for whom it is held for.")
    if not row.positions:
        raise Unknown("positions", "Say how many there are, to hold some.")
    return {
        "what": str(row.held.what),
        "posts": row.positions,
        "candidates": row.held.candidates or row.positions,
        "allot": "first_come" if row.held.first_come else "by_date",
        "confirm": row.held.adviser_confirms,
    }


def _hours(row: OpportunityRow) -> dict[str, Any] | None:
    hours = row.hours
    given: dict[str, Any] = {}
    if hours is not None:
        given = {"low": _text(hours.weekly_low), "high": _text(hours.weekly_high), "text": hours.text}
        given["patterns"] = [str(pattern) for pattern in hours.patterns]
    given["guaranteed"] = _text(row.guaranteed_hours)
    return {name: value for name, value in given.items() if value} or None


def _pay(row: OpportunityRow) -> dict[str, Any] | None:
    pay = row.pay
    if pay is None:
        return None
    found = {
        "low": _text(pay.low),
        "high": _text(pay.high),
        "per": None if pay.period is None else str(pay.period),
        "currency": pay.currency,
        "basis": None if pay.basis is None else str(pay.basis),
        "text": pay.text,
        "guessed": pay.period_is_guessed,
        "pro_rata": pay.pro_rata,
    }
    return {name: value for name, value in found.items() if value}


def _apply(row: OpportunityRow) -> dict[str, Any] | None:
    given = asdict(row.apply) if row.apply is not None else {}
    if row.link and not any(given.get(name) for name in ("url", "email")):
        given["url"] = row.link
    return {name: value for name, value in given.items() if value} or None


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def short(text: str | None, longest: int) -> str:
    """Whole words, and a sign that there is more."""
    given = " ".join((text or "").split())
    return given if len(given) <= longest else given[:longest].rsplit(" ", 1)[0] + "…"
