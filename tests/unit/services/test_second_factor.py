"""Codes: those of RFC 6238, each good once, a step early or late."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.services.staff.attempts import TRIES_OF_ADDRESS, Attempts
from bot.services.staff.second_factor import code_at, is_secret, matching_step, new_secret
from tests.auxil.clocks import MONDAY

# The secret "12345678901234567890" of the RFC in letters.
RFC = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (2000000000, "279037")],
)
def test_code_when_computed_then_it_is_that_of_the_standard(seconds: int, code: str) -> None:
    assert code_at(RFC, datetime.fromtimestamp(seconds, UTC)) == code


def test_code_when_a_step_off_then_it_still_counts_but_never_twice_or_backwards() -> None:
    step = matching_step(RFC, code_at(RFC, MONDAY), None, MONDAY)
    assert step is not None
    for seconds, expected in ((-30, step - 1), (30, step + 1), (60, None), (-60, None)):
        assert matching_step(RFC, code_at(RFC, MONDAY + timedelta(seconds=seconds)), None, MONDAY) == expected
    assert matching_step(RFC, code_at(RFC, MONDAY), step, MONDAY) is None
    assert matching_step(RFC, code_at(RFC, MONDAY - timedelta(seconds=30)), step, MONDAY) is None


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "１２３４５６", "٢٣٤٥٦٧", "12 34", "0" * 1000])
def test_code_when_it_cannot_be_one_then_it_is_wrong(code: str) -> None:
    assert matching_step(RFC, code, None, MONDAY) is None


def test_code_when_typed_with_spaces_then_it_counts() -> None:
    code = code_at(RFC, MONDAY)
    assert matching_step(RFC, f" {code[:3]} {code[3:]} ", None, MONDAY) is not None


def test_secret_when_made_then_it_is_one_and_never_the_same() -> None:
    assert is_secret(new_secret())
    assert new_secret() != new_secret()
    assert not is_secret("0" * 32)


def test_attempts_when_from_one_network_then_counted_together_and_forgotten_in_time() -> None:
    attempts = Attempts()
    for number in range(TRIES_OF_ADDRESS):
        attempts.count(f"2001:db8::{number:x}", MONDAY)
    assert attempts.wait("2001:db8::ffff", MONDAY) > timedelta(0)
    assert attempts.wait("2001:db8:0:1::1", MONDAY) == timedelta(0)
    assert attempts.wait("192.0.2.1", MONDAY) == timedelta(0)
    later = MONDAY + timedelta(hours=2)
    assert attempts.wait("2001:db8::1", later) == timedelta(0)
    attempts.count("2001:db8::1", later)
    assert attempts.wait("2001:db8::1", later) == timedelta(0)


def test_attempts_when_from_everywhere_then_memory_has_an_end() -> None:
    attempts = Attempts()
    for number in range(20_000):
        attempts.count(f"198.{number // 65536}.{number // 256 % 256}.{number % 256}", MONDAY)
    assert len(attempts._tries) == 10_000
