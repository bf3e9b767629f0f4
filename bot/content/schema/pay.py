"""Pay rates by date: never written into a text, so that no text goes stale."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import Field

from bot.content.schema.base import Checked, CountryCode, Item, Localised, Slug
from bot.content.schema.rules import AgeLimits


class Rate(Item):
    """An hourly rate from a day on, until the next one of the same kind and ages."""

    id: Slug
    kind: Literal["minimum", "apprentice", "living_london", "living_uk"]
    from_day: date
    amount: Decimal = Field(gt=0)
    ages: AgeLimits | None = None
    name: Localised


class PayTable(Checked):
    """The rates of one country, one file in `pay/`; an empty table says why in `note`."""

    country: CountryCode
    currency: str
    note: Localised
    rates: tuple[Rate, ...] = ()

    def rate(self, kind: str, day: date, age: int | None = None) -> Rate | None:
        """The rate in force on a day; with no age, the one that has no age limit."""
        fitting = [rate for rate in self.rates if rate.kind == kind and rate.from_day <= day and _fits(rate, age)]
        return max(fitting, key=lambda rate: rate.from_day, default=None)

    def current(self, day: date) -> tuple[Rate, ...]:
        """The rates in force on a day, each kind and age band once, in the file's order."""
        bands: dict[tuple[str, int | None, int | None], Rate] = {}
        for rate in self.rates:
            limits = (rate.ages.at_least, rate.ages.at_most) if rate.ages else (None, None)
            known = bands.get((rate.kind, *limits))
            if rate.from_day <= day and (known is None or known.from_day < rate.from_day):
                bands[(rate.kind, *limits)] = rate
        return tuple(rate for rate in self.rates if rate in bands.values())


def _fits(rate: Rate, age: int | None) -> bool:
    if rate.ages is None:
        return True
    if age is None:
        return False
    return (rate.ages.at_least or 0) <= age <= (rate.ages.at_most or 999)
