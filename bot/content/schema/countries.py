"""A country: its clock, holidays, money, emergency number, minimum age, and the ways in without Telegram."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from bot.content.schema.base import Checked, CountryCode, Localised, Slug


class CountryCard(Checked):
    """One country, one file in `countries/`."""

    id: CountryCode
    name: Localised
    zone: str
    currency: str
    default_locale: str
    emergency: str
    emergency_says: Localised
    minimum_age: int = Field(ge=13, le=21)
    minimum_age_says: Localised
    under_age: tuple[Slug, ...] = Field(min_length=1)
    careers_advice: Slug
    elsewhere: Slug
    data_authority: str
    data_authority_link: str
    equality_law: Localised | None = None
    holidays: tuple[date, ...] = ()
