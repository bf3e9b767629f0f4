"""Going, and nothing else."""

from __future__ import annotations

import pytest

from bot.domain.leaving import says_later


@pytest.mark.parametrize(
    ("text", "later"),
    [("bye!", True), ("Not now", True), ("hej då", True), ("Inte nu", True), ("hej", False), ("later shifts", False)],
)
def test_going_when_nothing_else_is_said_then_it_is_heard(text: str, later: bool) -> None:
    assert says_later(text) is later
