"""Pay as people write it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.pay import pay, with_period
from bot.feeds.vocabulary import PayBasis, PayKind, Period

WRITTEN = {
    Period.HOUR: ("an hour", "per hour", "p/h", "/hr", "hourly"),
    Period.DAY: ("a day", "per day"),
    Period.WEEK: ("a week", "per week", "pw"),
    Period.MONTH: ("a month", "pcm", "per month"),
    Period.YEAR: ("a year", "per annum", "pa", "p.a."),
}


@given(st.decimals("0.01", "999999.99", places=2), st.sampled_from(list(Period)), st.data())
def test_pay_when_an_amount_and_a_period_are_written_then_both_are_certain(
    amount: Decimal, period: Period, data: st.DataObject
) -> None:
    words = data.draw(st.sampled_from([word for word in WRITTEN[period] if word != "p/h"]))
    found = pay(f"£{amount:,} {words}")
    assert (found.low, found.high, found.period, found.period_is_guessed) == (amount, amount, period, False)


@given(st.decimals("5000", "99999.99", places=2), st.decimals("5000", "99999.99", places=2))
def test_pay_when_a_range_is_written_then_low_is_never_above_high(one: Decimal, other: Decimal) -> None:
    found = pay(f"£{one} to £{other}")
    assert (found.low, found.high) == (min(one, other), max(one, other))
    assert (found.period, found.period_is_guessed) == (Period.YEAR, True)


@given(st.text(max_size=400))
def test_pay_when_anything_is_written_then_it_is_read_or_kept_as_words(text: str) -> None:
    found = pay(text)
    assert found.text is not None
    assert found.low is None or found.low >= 0


@pytest.mark.parametrize(
    ("text", "low", "high", "period"),
    [
        ("£37578.60 to £39709.50", Decimal("37578.60"), Decimal("39709.50"), Period.YEAR),
        ("£31,049 to £37,796 a year", Decimal(31049), Decimal(37796), Period.YEAR),
        ("£24k-£26k", Decimal(24000), Decimal(26000), Period.YEAR),
        ("£24-26k", Decimal(24000), Decimal(26000), Period.YEAR),
        ("£25.76", Decimal("25.76"), Decimal("25.76"), Period.HOUR),
        ("From £24,000 a year", Decimal(24000), None, Period.YEAR),
        ("Up to £30,000 pa", None, Decimal(30000), Period.YEAR),
        ("£12.71 per hour, 37.5 hours per week", Decimal("12.71"), Decimal("12.71"), Period.HOUR),
        ("£12.71 an hour (£24,785 a year)", Decimal("12.71"), Decimal("12.71"), Period.HOUR),
        ("£500", Decimal(500), Decimal(500), None),
    ],
)
def test_pay_when_written_in_pounds_then_it_is_those_amounts(
    text: str, low: Decimal | None, high: Decimal | None, period: Period | None
) -> None:
    found = pay(text)
    assert (found.low, found.high, found.period, found.currency) == (low, high, period, "GBP")


@pytest.mark.parametrize(
    ("text", "low", "period"),
    [
        ("27 500 kr i månaden", Decimal(27500), Period.MONTH),
        ("150 kr i timmen", Decimal(150), Period.HOUR),
        ("25 000 kr", Decimal(25000), None),
    ],
)
def test_pay_when_written_in_kronor_then_no_period_is_guessed(text: str, low: Decimal, period: Period | None) -> None:
    found = pay(text, "SEK")
    assert (found.low, found.period, found.currency) == (low, period, "SEK")


@pytest.mark.parametrize(
    "text",
    [
        "Competitive",
        "Depends on experience",
        "Band 2",
        "£10.85 under 21, £12.71 from 21",
        "£16,640 a year, plus £1,000 bonus",
        "37.5 hours a week, to be agreed",
    ],
)
def test_pay_when_no_amount_is_certain_then_it_stays_words(text: str) -> None:
    found = pay(text)
    assert (found.kind, found.text) == (PayKind.TEXT, text)


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("National Minimum Wage for apprentices", PayBasis.APPRENTICE_MINIMUM),
        ("National Minimum Wage", PayBasis.NATIONAL_MINIMUM),
        ("Unpaid, travel is paid", PayBasis.UNPAID),
    ],
)
def test_pay_when_a_legal_minimum_or_nothing_is_written_then_the_pay_table_can_say_how_much(
    text: str, basis: PayBasis
) -> None:
    assert (pay(text).kind, pay(text).basis) == (PayKind.BASIS, basis)


def test_pay_when_pro_rata_then_it_says_so() -> None:
    assert pay("£24,000 a year pro rata").pro_rata
    assert not pay("£24,000 a year").pro_rata


def test_pay_when_the_period_is_known_then_nothing_is_guessed() -> None:
    assert with_period(Decimal(20), Decimal(20), Period.DAY, "GBP", None).period_is_guessed is False


def test_pay_when_nothing_is_known_then_its_kind_says_so() -> None:
    assert with_period(None, None, None, "GBP", None).kind is PayKind.UNKNOWN
