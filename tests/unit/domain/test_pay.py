"""What can honestly be said about pay: exactly at each rate, and nothing where it would be a guess."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.pay import PayLevel, PayOffer, Wages, level_of

WAGES = Wages(Decimal("10.85"), Decimal("12.71"), Decimal("8.00"), Decimal("13.45"), Decimal("14.80"))
HOURLY = PayOffer(period="hour", in_london=True)


@pytest.mark.parametrize(
    ("amount", "level"),
    [
        ("14.80", PayLevel.LONDON_LIVING),
        ("14.79", PayLevel.LIVING),
        ("13.45", PayLevel.LIVING),
        ("13.44", PayLevel.MINIMUM),
        ("10.85", PayLevel.MINIMUM),
        ("10.84", PayLevel.BELOW),
    ],
)
def test_level_when_at_each_rate_then_it_is_met_from_the_penny_on(amount: str, level: PayLevel) -> None:
    assert level_of(replace(HOURLY, low=Decimal(amount)), WAGES) is level


def test_level_when_outside_london_then_the_london_rate_is_not_named() -> None:
    assert level_of(replace(HOURLY, low=Decimal(15), in_london=False), WAGES) is PayLevel.LIVING


def test_level_when_the_age_is_unknown_then_only_the_adult_rate_is_sure() -> None:
    unknown = replace(WAGES, minimum=None)
    assert level_of(replace(HOURLY, low=Decimal("12.71")), unknown) is PayLevel.MINIMUM
    assert level_of(replace(HOURLY, low=Decimal("12.70")), unknown) is PayLevel.UNKNOWN


@pytest.mark.parametrize(
    "offer",
    [
        PayOffer(),
        PayOffer(low=Decimal(15), period="hour", is_guessed=True),
        PayOffer(low=Decimal(28000), period="year"),
        PayOffer(low=Decimal(28000), period="year", weekly_hours=Decimal(20), pro_rata=True),
        PayOffer(low=Decimal(120), period="day", weekly_hours=Decimal(40)),
    ],
)
def test_level_when_hours_or_period_are_not_known_then_nobody_can_tell(offer: PayOffer) -> None:
    assert level_of(offer, WAGES) is PayLevel.UNKNOWN


def test_hourly_when_paid_by_the_year_then_it_is_spread_over_the_weeks() -> None:
    offer = PayOffer(low=Decimal("28860"), period="year", weekly_hours=Decimal("37"))
    assert offer.hourly == Decimal("15.00")


def test_level_when_an_apprentice_earns_less_than_their_age_then_the_year_decides_and_nobody_told_it() -> None:
    offer = replace(HOURLY, is_apprenticeship=True)
    assert level_of(replace(offer, low=Decimal("8.00")), WAGES) is PayLevel.UNKNOWN
    assert level_of(replace(offer, low=Decimal("7.99")), WAGES) is PayLevel.BELOW


def test_level_when_the_law_sets_it_or_it_is_unpaid_then_that_is_said() -> None:
    assert level_of(PayOffer(basis="national_minimum"), WAGES) is PayLevel.MINIMUM
    assert level_of(PayOffer(basis="unpaid"), WAGES) is PayLevel.UNPAID


@given(st.decimals(min_value=1, max_value=100, places=2), st.decimals(min_value=0, max_value=50, places=2))
def test_level_when_pay_rises_then_it_never_gets_worse(amount: Decimal, more: Decimal) -> None:
    order = [PayLevel.BELOW, PayLevel.MINIMUM, PayLevel.LIVING, PayLevel.LONDON_LIVING]
    lower, higher = (level_of(replace(HOURLY, low=one), WAGES) for one in (amount, amount + more))
    assert order.index(lower) <= order.index(higher)
