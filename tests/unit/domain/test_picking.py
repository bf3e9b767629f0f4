"""Pointing into a list with words, in both languages."""

from __future__ import annotations

import pytest

from bot.domain.picking import is_small_number, picked, wants_more


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2", 2), ("number 3", 3), ("nr 4", 4), ("the first one", 1), ("tell me more about the second one", 2),
        ("2nd one", 2), ("den första", 1), ("berätta om den andra", 2), ("the best one", None), ("which one", None),
        ("first", None), ("", None), ("123", None),
    ],
)  # fmt: skip
def test_a_place_in_a_list_when_it_is_named_then_it_is_counted_from_one(text: str, number: int | None) -> None:
    assert picked(text) == number


@pytest.mark.parametrize(
    ("text", "more"),
    [("more", True), ("Mer!", True), ("dont like these", True), ("no more", False), ("inte mer", False), ("", False)],
)
def test_more_when_nothing_else_is_said_then_it_is_wanted(text: str, more: bool) -> None:
    assert wants_more(text) is more


@pytest.mark.parametrize(
    ("text", "small"),
    [
        ("2", True),
        ("42.", True),
        ("999", False),
        ("112", False),
        ("tjugo", True),
        ("seventeen", True),
        ("two of us", False),
    ],
)
def test_a_number_when_it_has_three_digits_then_it_may_be_an_emergency_number(text: str, small: bool) -> None:
    assert is_small_number(text) is small
