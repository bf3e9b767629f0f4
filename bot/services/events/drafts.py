"""Whether an event may be kept: every fault at once, each with the field it is in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
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
LONGEST = timedelta(hours=24)
"""How long one date may be."""

_FARTHEST = timedelta(days=366)

Words = Mapping[str, str]
"""A text by language, as staff wrote it."""


@dataclass(frozen=True, slots=True)
class Employer:
    """Who comes, what somebody who met them does next, by language, and where they hear how many did."""

    name: str
    next: Words = field(default_factory=dict)
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Times:
    """When an event takes place: from when to when the first time, in its own zone, and the rule after that."""

    starts_at: datetime
    ends_at: datetime
    rule: str | None = None


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


REPEATS = ("never", "weekly", "fortnightly", "monthly", "weekdays", "rule")
"""How often, in plain choices; the last is for whoever knows RFC 5545."""

_ADDRESS = re.compile(r"[^@\s<>]{1,64}@[^@\s<>]+\.[^@\s<>]{2,63}")
_UNTIL = re.compile(r";UNTIL=(\d{8})$")

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
        if not is_new:
            return found
        return [*found, *faults_of_times(Times(draft.starts_at, draft.ends_at, draft.rule), now)]

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
    for employer in draft.employers:
        if employer.contact and not _ADDRESS.fullmatch(employer.contact):
            yield Fault(f"employers-{default}", "address", employer.name)
    if len(names) > MOST_EMPLOYERS:
        yield Fault(f"employers-{default}", "too_many", str(MOST_EMPLOYERS))


def faults_of_times(times: Times, now: datetime) -> Iterator[Fault]:
    """What is wrong with when an event takes place."""
    if times.starts_at <= now:
        yield Fault("starts_on", "past")
    if times.starts_at > now + _FARTHEST:
        yield Fault("starts_on", "far")
    if not timedelta(0) < times.ends_at - times.starts_at <= LONGEST:
        yield Fault("ends_at", "order")
    if times.rule is not None:
        try:
            check_rule(times.rule, times.starts_at)
        except BadRule as bad:
            yield Fault("rule" if bad.why != "no_end" else "until", bad.why)


def _is_secure(link: str) -> bool:
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and parts.username is None and " " not in link


def repeats_of(rule: str | None, first: datetime) -> tuple[str, date | None]:
    """The plain choice that made a rule, and its last day; `rule` where it is one of its own."""
    if rule is None:
        return "never", None
    found = _UNTIL.search(rule)
    until = datetime.strptime(found[1], "%Y%m%d").replace(tzinfo=UTC) if found else None
    plain = (name for name in REPEATS if until is not None and as_rule(name, first, until) == rule)
    name = next(plain, "rule")
    return name, until.date() if until is not None and name != "rule" else None


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
