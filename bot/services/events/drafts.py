"""Whether an event may be kept: every fault at once, each with the field it is in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bot.content.model import Content
from bot.domain.broadcasts import Fault
from bot.domain.events import Kind
from bot.domain.recurrence import BadRule, check_rule
from bot.services.languages import Languages

LONGEST_TITLE, LONGEST_SUMMARY, LONGEST_DETAIL, LONGEST_PLACE = 100, 600, 400, 200
MOST_CAPACITY, MOST_GUESTS, MOST_EMPLOYERS = 10_000, 5, 40
_LONGEST = timedelta(hours=24)
_FARTHEST = timedelta(days=366)

Words = Mapping[str, str]
"""A text by language, as staff wrote it."""


@dataclass(frozen=True, slots=True)
class Employer:
    """Who comes, and what somebody who met them does next, by language."""

    name: str
    next: Words = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EventDraft:
    """An event as staff write it; the times carry the organisation's zone and count for a new event only."""

    kind: str
    title: Words
    summary: Words
    starts_at: datetime
    ends_at: datetime
    rule: str | None = None
    place: str = ""
    councils: tuple[str, ...] = ()
    online: bool = False
    link: str = ""
    details: Mapping[str, Words] = field(default_factory=dict)
    capacity: int | None = None
    most_guests: int = 1
    min_age: int | None = None
    programmes: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    employers: tuple[Employer, ...] = ()
    contact_name: str = ""
    contact_phone: str = ""


DETAILS = ("access", "bring", "getting_there")


class EventDrafts:
    """Checks an event against what fits on a card, and what can come true."""

    def __init__(self, content: Content, languages: Languages) -> None:
        self._content = content
        self._languages = languages

    def faults(self, draft: EventDraft, country: str, now: datetime, *, is_new: bool) -> list[Fault]:
        """Everything that is wrong."""
        found = [
            *self._of_the_words(draft, country),
            *_of_the_place(draft),
            *_of_the_people(draft, self._default(country)),
        ]
        return [*found, *_of_the_times(draft, now)] if is_new else found

    def zone(self, country: str) -> ZoneInfo:
        """The clock an event of this country is read on."""
        return ZoneInfo(self._content.countries[country].zone)

    def _default(self, country: str) -> str:
        return self._content.countries[country].default_locale

    def _of_the_words(self, draft: EventDraft, country: str) -> Iterator[Fault]:
        default = self._default(country)
        if draft.kind not in set(Kind):
            yield Fault("kind", "unknown")
        for name, words, most in (
            ("headline", draft.title, LONGEST_TITLE),
            ("summary", draft.summary, LONGEST_SUMMARY),
            *((name, draft.details.get(name, {}), LONGEST_DETAIL) for name in DETAILS),
        ):
            if name in ("headline", "summary") and not words.get(default, "").strip():
                yield Fault(f"{name}-{default}", "missing")
            yield from (Fault(f"{name}-{code}", "long", str(most)) for code, text in words.items() if len(text) > most)


def _of_the_place(draft: EventDraft) -> Iterator[Fault]:
    if not draft.online and not draft.place.strip():
        yield Fault("place", "missing")
    if draft.link and not _is_secure(draft.link):
        yield Fault("link", "link")


def _of_the_people(draft: EventDraft, default: str) -> Iterator[Fault]:
    if bool(draft.contact_name) != bool(draft.contact_phone):
        yield Fault("contact_name" if not draft.contact_name else "contact_phone", "both")
    names = [employer.name for employer in draft.employers]
    if len(set(names)) != len(names):
        yield Fault(f"employers-{default}", "twice")
    if len(names) > MOST_EMPLOYERS:
        yield Fault(f"employers-{default}", "too_many", str(MOST_EMPLOYERS))


def _of_the_times(draft: EventDraft, now: datetime) -> Iterator[Fault]:
    if draft.starts_at <= now:
        yield Fault("starts_on", "past")
    if draft.starts_at > now + _FARTHEST:
        yield Fault("starts_on", "far")
    if not timedelta(0) < draft.ends_at - draft.starts_at <= _LONGEST:
        yield Fault("ends_at", "order")
    if draft.rule is not None:
        try:
            check_rule(draft.rule, draft.starts_at)
        except BadRule as bad:
            yield Fault("rule" if bad.why != "no_end" else "until", bad.why)


def _is_secure(link: str) -> bool:
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and parts.username is None and " " not in link


def as_rule(repeats: str, first: datetime, until: datetime | None) -> str | None:
    """The RFC 5545 rule of a plain choice; its end is the end of that day where the event is."""
    ends = f";UNTIL={until:%Y%m%d}" if until is not None else ""
    weekday = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[first.weekday()]
    rules: dict[str, Any] = {
        "weekly": "FREQ=WEEKLY",
        "fortnightly": "FREQ=WEEKLY;INTERVAL=2",
        "monthly": f"FREQ=MONTHLY;BYDAY={(first.day - 1) // 7 + 1}{weekday}",
        "weekdays": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
    }
    return f"{rules[repeats]}{ends}" if repeats in rules else None
