"""Invented opportunities and events for the demo and the tests; every date counts from the day they are loaded."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal

from pydantic import ConfigDict, Field, PrivateAttr

from bot.content.schema.base import CountryCode, Item, Localised, Slug, Url
from bot.content.schema.rules import RuleSpec
from bot.domain.rules import Rule

Kind = Literal["course", "placement", "apprenticeship", "vacancy", "pre_employment", "mentoring", "volunteering"]

HoursPattern = Literal[
    "full_time",
    "part_time",
    "flexible",
    "daytime",
    "evening",
    "night",
    "weekend",
    "block_release",
    "term_time",
    "shifts",
]
Contract = Literal[
    "permanent",
    "fixed_term",
    "temporary",
    "bank",
    "zero_hours",
    "apprenticeship",
    "self_employed",
    "voluntary",
    "other",
]


class SampleHolding(Item):
    """What is held for the people of a programme: 12 posts and 36 interviews for them, say."""

    what: Literal["interview", "seat", "post"]
    posts: int = Field(ge=1)
    candidates: int | None = Field(default=None, ge=1)
    allot: Literal["by_date", "first_come"] = "by_date"
    confirm: bool = False


class SampleApply(Item):
    """How to apply; the address or number of nobody real."""

    url: Url | None = None
    email: str | None = None
    phone: str | None = None


class SamplePay(Item):
    """What it pays: an amount each period, or nothing with the reason in words."""

    amount: Decimal | None = None
    per: Literal["hour", "week", "month", "year"] | None = None
    says: Localised | None = None
    basis: Literal["unpaid", "apprentice_minimum", "national_minimum"] | None = None


class _Sample(Item):
    model_config = ConfigDict(populate_by_name=True)

    id: Slug
    country: CountryCode
    sample: Literal[True] = True
    title: Localised
    summary: Localised
    organisation: Slug
    councils: tuple[Slug, ...] = ()
    online: bool = False
    programmes: tuple[Slug, ...] = ()
    rule_spec: RuleSpec | None = Field(default=None, alias="rules")
    _rules: Rule | None = PrivateAttr(default=None)

    def model_post_init(self, context: Any) -> None:
        """Compile the rules once, with the groups of places the loader passes."""
        if self.rule_spec is not None:
            self._rules = self.rule_spec.compile((context or {}).get("groups", {}))

    @property
    def rules(self) -> Rule | None:
        """The rules as the engine takes them; None is open to everyone."""
        return self._rules


class SampleOpportunity(_Sample):
    """Something to say yes to, one file in `sample/opportunities/`."""

    kind: Kind
    sector: Slug
    role: Slug
    place_name: str | None = None
    starts_in_days: int | None = None
    closes_in_days: int | None = None
    hours_per_week: Decimal | None = None
    weeks: int | None = None
    pay: SamplePay | None = None
    ring_fenced_for: tuple[Slug, ...] = ()
    holding: SampleHolding | None = None
    places: int | None = None
    steps: Localised | None = None
    link: Url | None = None
    employers: tuple[Slug, ...] = ()
    hours_patterns: tuple[HoursPattern, ...] = ()
    needs: Localised | None = None
    contract: Contract | None = None
    guaranteed_hours: Decimal | None = None
    has_training: bool | None = None
    disability_confident: bool | None = None
    apply: SampleApply | None = None
    prepares_for: tuple[Slug, ...] = ()
    guarantees_interview: bool = False


class SampleEvent(_Sample):
    """An event or recruitment fair, one file in `sample/events/`."""

    kind: Literal["open_day", "recruitment_fair", "workshop", "drop_in", "celebration"]
    starts_in_days: int
    at: str = Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")
    minutes: int = Field(gt=0)
    repeats: Literal["never", "weekly"] = "never"
    venue: str | None = None
    address: str | None = None
    capacity: int | None = None
    getting_there: Localised | None = None
    access: Localised
    bring: Localised
