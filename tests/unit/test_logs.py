"""What a log may hold: where something went wrong and what kind of thing, never a token, never a person's words."""

from __future__ import annotations

import logging

import pytest

from bot.logs import TokenFilter


def _logged(message: str, *values: object, error: BaseException | None = None) -> str:
    given = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("bot", logging.ERROR, __file__, 1, message, values, given)
    return TokenFilter("%(message)s").format(record)


def _met() -> BaseException:
    try:
        try:
            int("E13 8AB")
        except ValueError as error:
            raise RuntimeError("Sam said E13 8AB") from error
    except RuntimeError as met:
        return met


def test_a_token_is_hidden_wherever_it_stands() -> None:
    token = "123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc"
    for line in (_logged("at %s", f"https://api.telegram.org/bot{token}/getMe"), _logged(token)):
        assert "AAEhBOweik6ad9r" not in line


def test_an_error_is_logged_with_its_place_and_kind_and_without_its_words() -> None:
    line = _logged("update %d failed", 5, error=_met())
    assert "update 5 failed" in line
    assert "in _met" in line
    assert line.index("builtins.ValueError") < line.index("builtins.RuntimeError"), "the cause comes first"
    assert "Sam" not in line.replace('raise RuntimeError("Sam said E13 8AB")', "")


@pytest.mark.parametrize("hides", [True, False])
def test_an_error_raised_from_none_hides_what_led_to_it(hides: bool) -> None:
    with pytest.raises(LookupError) as met:
        _meet_another(hides)
    assert ("builtins.KeyError" in _logged("x", error=met.value)) is not hides


def _meet_another(hides: bool) -> None:
    try:
        raise KeyError("x")
    except KeyError as error:
        raise LookupError from (None if hides else error)
