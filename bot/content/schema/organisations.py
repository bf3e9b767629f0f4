"""Organisations: who answers for opportunities, events, staff, handoffs and referrals."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from bot.content.schema.base import CountryCode, Item, Localised, Slug, Url

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class Hours(Item):
    """Open on these days between two times of the clock, "09:00" to "17:00"."""

    days: tuple[Weekday, ...] = Field(min_length=1)
    opens: str = Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")
    closes: str = Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")


class Organisation(Item):
    """An organisation, one file in `organisations/` or `sample/organisations/`."""

    id: Slug
    country: CountryCode
    sample: bool = False
    name: str
    kind: Literal[
        "council",
        "job_brokerage",
        "college",
        "nhs_trust",
        "employer",
        "charity",
        "community_network",
        "public_body",
        "programme_owner",
    ]
    what: Localised
    areas: tuple[Slug, ...] = Field(min_length=1)
    needs: tuple[Literal["work", "health_jobs", "training", "placements", "newcomers", "advice"], ...] = ()
    programmes: tuple[Slug, ...] = ()
    languages: tuple[str, ...] = ("en",)
    hours: tuple[Hours, ...] = ()
    holidays: tuple[date, ...] = ()
    answers_within_hours: int = Field(default=48, ge=1)
    email: str | None = None
    phone: str | None = None
    link: Url | None = None
    controller: str
    privacy_link: Url | None = None
    lawful_basis: Literal["public_task", "legitimate_interests", "consent"] = "public_task"
    safeguarding_lead: str | None = None
    acknowledge_imminent_minutes: int = Field(default=30, ge=5, le=240)
    acknowledge_hours: int = Field(default=4, ge=1, le=24)
