"""What pay comes to an hour, and what can honestly be said about it: never more than the amounts show."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

_WEEKS = Decimal(52)
_MONTHS = Decimal(12)
_PENNY = Decimal("0.01")


class PayLevel(StrEnum):
    """The best that is sure; the value is a key of the texts."""

    LONDON_LIVING = "london_living"
    LIVING = "living"
    MINIMUM = "minimum"
    BELOW = "below"
    UNPAID = "unpaid"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PayOffer:
    """Pay as it was offered: the lowest amount, what it is for, and the hours a week it is for."""

    low: Decimal | None = None
    period: str | None = None
    weekly_hours: Decimal | None = None
    basis: str | None = None
    is_guessed: bool = False
    pro_rata: bool = False
    is_apprenticeship: bool = False
    in_london: bool = False

    @property
    def hourly(self) -> Decimal | None:
        """What it comes to an hour; None when that would be a guess."""
        if self.low is None or self.is_guessed:
            return None
        if self.period == "hour":
            return self.low
        if not self.weekly_hours or self.pro_rata:
            return None
        yearly = {"week": self.low * _WEEKS, "month": self.low * _MONTHS, "year": self.low}.get(self.period or "")
        return None if yearly is None else (yearly / _WEEKS / self.weekly_hours).quantize(_PENNY, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Wages:
    """The rates of one day for one person; `adult` is the highest minimum, for whoever did not say their age."""

    minimum: Decimal | None = None
    adult: Decimal | None = None
    apprentice: Decimal | None = None
    living: Decimal | None = None
    london: Decimal | None = None


def level_of(offer: PayOffer, wages: Wages) -> PayLevel:
    """What the pay meets. A minimum by law is met by saying so; an amount is compared."""
    if offer.basis is not None:
        return PayLevel.UNPAID if offer.basis == "unpaid" else PayLevel.MINIMUM
    hourly = offer.hourly
    if hourly is None or wages.adult is None:
        return PayLevel.UNKNOWN
    if offer.in_london and wages.london is not None and hourly >= wages.london:
        return PayLevel.LONDON_LIVING
    if wages.living is not None and hourly >= wages.living:
        return PayLevel.LIVING
    return _against_the_law(hourly, offer, wages)


def _against_the_law(hourly: Decimal, offer: PayOffer, wages: Wages) -> PayLevel:
    if hourly >= (wages.minimum or wages.adult or hourly):
        return PayLevel.MINIMUM
    if offer.is_apprenticeship:
        # Under 19 or in the first year the lower rate holds; which year it is nobody told us.
        return PayLevel.UNKNOWN if wages.apprentice is None or hourly >= wages.apprentice else PayLevel.BELOW
    return PayLevel.BELOW if wages.minimum is not None else PayLevel.UNKNOWN
