"""Which age somebody says is wrong."""

from __future__ import annotations

import pytest

from bot.domain.correcting import age_denied


@pytest.mark.parametrize(
    ("text", "denied"), [("im not 18 im 20", 18), ("Jag är 20 inte 19", 19), ("im 18", None), ("not 100% sure", None)]
)
def test_an_age_when_it_is_denied_then_it_is_found(text: str, denied: int | None) -> None:
    assert age_denied(text) == denied
