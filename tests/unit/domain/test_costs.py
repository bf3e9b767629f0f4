"""Asking what all this costs, and not what an event costs."""

from __future__ import annotations

import pytest

from bot.domain.costs import asks_what_it_costs


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("is it free", True), ("does it cost anything", True), ("är det gratis?", True), ("Kostar det något", True),
        ("do i have to pay for this", True), ("is the fair free", False), ("kostar mässan något", False),
        ("how much do u pay", False), ("is this legit", False),
    ],
)  # fmt: skip
def test_the_price_when_no_event_is_named_then_it_is_of_all_this(text: str, asks: bool) -> None:
    assert asks_what_it_costs(text) is asks
