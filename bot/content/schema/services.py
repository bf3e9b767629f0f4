"""Real places to get help: council job services, careers advice, health hubs, youth offers."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from bot.content.schema.base import Checked, CountryCode, Item, Localised, Slug
from bot.content.schema.rules import AgeLimits
from bot.domain.facts import Situation


class Reach(Item):
    """One way to get hold of somebody; `value` is a number, an address or a link."""

    kind: Literal["phone", "text", "email", "web", "web_chat", "visit", "sign_video", "ask"]
    value: str | Localised
    note: Localised | None = None


class Service(Checked):
    """A local or wide-area service, one file in `services/<country>/`.

    Example:
        id: greenwich_job_service
        country: uk
        kind: job_service
        name: GLLaB
        areas: [greenwich]
        what: {en: Free help to find work., sv: Gratis hjälp att hitta jobb.}
        do_now: {en: Call and ask for a first meeting., sv: Ring och be om ett första möte.}
        reach: [{kind: phone, value: 020 8921 2440}]
        source: [{url: stockpil.com}]
        checked_on: 2026-11-20
        check_by: 2027-02-20
    """

    id: Slug
    country: CountryCode
    kind: Literal[
        "job_service",
        "careers_advice",
        "health_hub",
        "training",
        "apprenticeships",
        "vacancies",
        "youth_offer",
        "placements",
        "newcomers",
        "disability",
        "convictions",
        "rights",
        "money",
        "clothes",
        "connectivity",
        "housing",
        "education",
        "union",
    ]
    name: str
    areas: tuple[Slug, ...] = Field(min_length=1)
    what: Localised
    do_now: Localised
    ages: AgeLimits | None = None
    situations: tuple[Situation, ...] = ()
    only_some: bool = False
    without_telegram: bool = False
    reach: tuple[Reach, ...] = Field(min_length=1)

    def suits(self, age: int | None, situation: Situation | None) -> bool:
        """Whether its own limits leave this person in; what is not known does not shut anyone out."""
        if self.ages is not None and age is not None:
            low, high = self.ages.at_least or 0, self.ages.at_most or 999
            if not low <= age <= high:
                return False
        return not self.situations or situation is None or situation in self.situations
