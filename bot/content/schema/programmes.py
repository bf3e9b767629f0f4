"""A programme: who we help and on what terms. What one can say yes to is an opportunity, kept elsewhere."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any, Literal, Self

from pydantic import ConfigDict, Field, PrivateAttr, model_validator

from bot.content.schema.base import Checked, CountryCode, Item, Localised, Slug, Url
from bot.content.schema.rules import RuleSpec
from bot.domain.rules import Rule


class Intake(StrEnum):
    """Whether people are taken in now."""

    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


class Offer(Item):
    """One thing the programme gives, and how to get hold of it."""

    id: Slug
    kind: Literal[
        "course",
        "placement",
        "apprenticeship",
        "vacancy",
        "pre_employment",
        "mentoring",
        "peer_ambassador",
        "career_ambassador",
        "job_brokerage",
        "event",
        "coaching",
        "meeting_place",
        "research",
        "guide",
    ]
    name: Localised
    what: Localised
    reach: Localised
    link: Url | None = None


class Stage(Item):
    """One step of a programme that has steps."""

    name: Localised
    what: Localised


class EmployerPath(Item):
    """What an employer who writes to us is told, and what the programme asks of them."""

    says: Localised
    asks: tuple[Localised, ...] = Field(min_length=1)


class Scenario(Item):
    """A worked example that must come out as written; the three verdicts are all required."""

    name: str
    facts: dict[str, Any]
    today: date
    verdict: Literal["match", "need_more", "not_now"]
    missing: tuple[str, ...] | None = None
    opens_on: date | None = None
    closes_on: date | None = None


class Programme(Checked):
    """A programme, one file in `programmes/`. A complete example is movement_to_work.yaml."""

    model_config = ConfigDict(populate_by_name=True)

    id: Slug
    country: CountryCode
    owner: Slug
    side: Literal["person", "employer"] = "person"
    intake: Intake
    intake_note: Localised | None = None
    intake_opens_on: date | None = None
    intake_closes_on: date | None = None
    name: Localised
    also_called: tuple[str, ...] = ()
    summary: Localised
    focus: Localised | None = None
    stages: tuple[Stage, ...] = ()
    offers: tuple[Offer, ...] = ()
    sectors: tuple[Slug, ...] = ()
    employers: EmployerPath | None = None
    card: Literal["skills"] | None = None
    instead: tuple[Slug, ...] = ()
    rule_spec: RuleSpec = Field(alias="rules")
    scenarios: tuple[Scenario, ...] = ()
    _rules: Rule = PrivateAttr()

    def model_post_init(self, context: Any) -> None:
        """Compile the rules once, with the groups of places the loader passes."""
        self._rules = self.rule_spec.compile((context or {}).get("groups", {}))

    @property
    def rules(self) -> Rule:
        """The rules as the engine takes them."""
        return self._rules

    def intake_on(self, day: date) -> Intake:
        """Open only between its dates; paused and closed stay so until a person changes the file."""
        if self.intake is not Intake.OPEN:
            return self.intake
        if self.intake_opens_on is not None and day < self.intake_opens_on:
            return Intake.PAUSED
        if self.intake_closes_on is not None and day > self.intake_closes_on:
            return Intake.CLOSED
        return Intake.OPEN

    @model_validator(mode="after")
    def _says_what_instead(self) -> Self:
        if self.intake is not Intake.OPEN and not (self.instead and self.intake_note):
            raise ValueError("a programme that is not open needs intake_note and instead: nobody meets a dead end")
        return self
