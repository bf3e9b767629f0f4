"""The rules of signing in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.sign_in import FREE_TRIES, IDLE_LIMIT, LONGEST_WAIT, SESSION_LIMIT, back_off, is_alive, password_problem
from tests.auxil.clocks import MONDAY


@given(st.integers(0, 100_000))
def test_back_off_when_tries_go_on_then_it_only_grows_and_has_an_end(failures: int) -> None:
    assert back_off(failures) <= back_off(failures + 1) <= LONGEST_WAIT
    assert bool(back_off(failures)) == (failures >= FREE_TRIES)


def test_session_when_used_or_left_then_alive_until_either_limit() -> None:
    end = MONDAY + SESSION_LIMIT
    assert is_alive(MONDAY, end, MONDAY + IDLE_LIMIT - timedelta(seconds=1))
    assert not is_alive(MONDAY, end, MONDAY + IDLE_LIMIT)
    assert not is_alive(end - timedelta(minutes=1), end, end)


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("", "short"),
        ("eleven char", "short"),
        ("twelve chars", None),
        ("abababababab", "simple"),
        ("x" * 201, "long"),
        ("bea.carter is my name", "email"),
        ("BEA.CARTER is my name", "email"),
        ("lösenord på svenska", None),
        ("كلمة مرور طويلة", None),
        ("correct horse battery staple", None),
    ],
)
def test_password_when_chosen_then_long_enough_and_not_the_name(password: str, problem: str | None) -> None:
    assert password_problem(password, "bea.carter@example.org") == problem
