"""What a page of something open is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.domain.suggestions import About
from bot.messages.texts import Html
from bot.services.feeds.contacts import Contact


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list."""

    about: About
    slug: str
    title: Html
    kind: str
    organisation: str
    where: str
    when: Html | None
    sample: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """One page: `facts` are label and value, `notes` a sentence each, `dates` those of an event."""

    about: About
    slug: str
    title: Html
    kind: str
    organisation: str
    summary: Html
    facts: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    dates: tuple[str, ...]
    contacts: tuple[Contact, ...]
    telegram: str | None
    json_ld: str
    checked_on: date
    sample: bool
    country: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """One page of the list."""

    country: str
    events: tuple[Entry, ...]
    opportunities: tuple[Entry, ...]
    number: int
    has_more: bool


class Gone(Exception):
    """It was open once and is not any more."""
