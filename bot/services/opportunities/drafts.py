"""Whether an opportunity that staff wrote may be kept: every fault at once, each with the field it is in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from urllib.parse import urlsplit

from bot.content.model import Content
from bot.domain.broadcasts import Fault
from bot.domain.criteria import Criteria
from bot.domain.holds import Holding
from bot.messages.emails import is_address
from bot.services.written import Words

LONGEST_TITLE, LONGEST_SUMMARY, LONGEST_NEEDS, LONGEST_LINE = 100, 500, 400, 120
MOST_EMPLOYERS, MOST_PLACES = 12, 10_000
_FARTHEST = timedelta(days=800)
_FARTHEST_CHECK = timedelta(days=366)
_WAYS = ("url", "email", "phone", "text")


@dataclass(frozen=True, slots=True)
class PayDraft:
    """What it pays: amounts for a period, or a basis without an amount; `says` are words by language."""

    low: Decimal | None = None
    high: Decimal | None = None
    per: str = ""
    basis: str = ""
    pro_rata: bool = False
    says: Words = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HoursDraft:
    """Hours a week, when they are, and how many are promised."""

    low: Decimal | None = None
    high: Decimal | None = None
    patterns: tuple[str, ...] = ()
    text: str = ""
    guaranteed: Decimal | None = None


@dataclass(frozen=True, slots=True)
class OpportunityDraft:
    """An opportunity as staff write it. `criteria` is None where its rules say more than a form can show.

    `called` are the words for the job where the title has none; `contact` reads what people send about themselves.
    """

    kind: str
    title: Words
    summary: Words
    organisation: str
    sector: str
    check_by: date | None
    called: str = ""
    employers: tuple[str, ...] = ()
    place: str = ""
    councils: tuple[str, ...] = ()
    online: bool = False
    starts_on: date | None = None
    ends_on: date | None = None
    closes_on: date | None = None
    length: str = ""
    hours: HoursDraft = field(default_factory=HoursDraft)
    pay: PayDraft = field(default_factory=PayDraft)
    contract: str = ""
    has_training: bool | None = None
    disability_confident: bool | None = None
    needs: Words = field(default_factory=dict)
    bring: str = ""
    places: int | None = None
    criteria: Criteria | None = field(default_factory=Criteria)
    apply: Mapping[str, str] = field(default_factory=dict)
    link: str = ""
    programmes: tuple[str, ...] = ()
    ring_fenced_for: tuple[str, ...] = ()
    holding: Holding | None = None
    contact: str = ""
    prepares_for: tuple[str, ...] = ()
    guarantees_interview: bool = False


@dataclass(frozen=True, slots=True)
class Around:
    """What is true around a draft: today, whether it is new, how many have a place, who stands in line."""

    today: date
    is_new: bool = True
    used: int = 0
    what_is_held: str | None = None


class OpportunityDrafts:
    """Checks an opportunity against what a card can show, and what can come true."""

    def __init__(self, content: Content) -> None:
        self._content = content

    def faults(self, draft: OpportunityDraft, country: str, around: Around) -> list[Fault]:
        """Everything that is wrong."""
        default = self._content.countries[country].default_locale
        return [
            *_of_the_words(draft, default),
            *_of_the_days(draft, around),
            *_of_the_numbers(draft),
            *_of_the_ways(draft),
            *_of_what_is_held(draft, around),
            *_of_the_criteria(draft.criteria),
        ]


def _of_the_words(draft: OpportunityDraft, default: str) -> Iterator[Fault]:
    limits = (("headline", draft.title, LONGEST_TITLE), ("summary", draft.summary, LONGEST_SUMMARY))
    for name, words, most in (*limits, ("needs", draft.needs, LONGEST_NEEDS), ("pay_says", draft.pay.says, 200)):
        if name in ("headline", "summary") and not words.get(default, "").strip():
            yield Fault(f"{name}-{default}", "missing")
        yield from (Fault(f"{name}-{code}", "long", str(most)) for code, text in words.items() if len(text) > most)
    if len(draft.employers) > MOST_EMPLOYERS:
        yield Fault("employers", "too_many", str(MOST_EMPLOYERS))


def _of_the_days(draft: OpportunityDraft, around: Around) -> Iterator[Fault]:
    far = around.today + _FARTHEST
    for name in ("starts_on", "ends_on", "closes_on"):
        day = getattr(draft, name)
        if day is not None and day > far:
            yield Fault(name, "far")
    if draft.starts_on and draft.ends_on and draft.ends_on < draft.starts_on:
        yield Fault("ends_on", "order")
    if around.is_new and draft.closes_on is not None and draft.closes_on < around.today:
        yield Fault("closes_on", "past")
    if draft.check_by is not None and not around.today <= draft.check_by <= around.today + _FARTHEST_CHECK:
        yield Fault("check_by", "past" if draft.check_by < around.today else "far")


def _of_the_numbers(draft: OpportunityDraft) -> Iterator[Fault]:
    pay, hours = draft.pay, draft.hours
    if pay.low is not None and pay.high is not None and pay.high < pay.low:
        yield Fault("pay_high", "order")
    if hours.low is not None and hours.high is not None and hours.high < hours.low:
        yield Fault("hours_high", "order")
    if (pay.low is not None or pay.high is not None) and not pay.per:
        yield Fault("pay_per", "missing")
    if pay.basis and (pay.low is not None or pay.high is not None):
        yield Fault("pay_basis", "both")


def _of_the_ways(draft: OpportunityDraft) -> Iterator[Fault]:
    url, email = draft.apply.get("url", ""), draft.apply.get("email", "")
    if url and not _is_web(url):
        yield Fault("apply_url", "link")
    if draft.link and not _is_web(draft.link):
        yield Fault("link", "link")
    if email and not is_address(email):
        yield Fault("apply_email", "address")
    if draft.contact and not is_address(draft.contact):
        yield Fault("contact", "address")
    if not any(draft.apply.get(way) for way in _WAYS) and not draft.link and draft.holding is None:
        yield Fault("apply_url", "no_way")


def _of_what_is_held(draft: OpportunityDraft, around: Around) -> Iterator[Fault]:
    """What people hold already stays held: it cannot become something else, nor fewer than they are."""
    holding = draft.holding
    if around.what_is_held is not None and (holding is None or holding.what != around.what_is_held):
        yield Fault("held", "standing")
    if holding is None:
        return
    if not draft.ring_fenced_for:
        yield Fault("ring_fenced_for", "needed")
    if holding.candidates < max(around.used, 1):
        yield Fault("candidates", "used", str(around.used))
    if holding.allot == "by_date" and draft.closes_on is None:
        yield Fault("closes_on", "needed")


def _of_the_criteria(criteria: Criteria | None) -> Iterator[Fault]:
    if criteria is None or criteria.age_from is None or criteria.age_to is None:
        return
    if criteria.age_to < criteria.age_from:
        yield Fault("age_to", "order")


def _is_web(link: str) -> bool:
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme in ("https", "http") and bool(parts.hostname) and parts.username is None and " " not in link
