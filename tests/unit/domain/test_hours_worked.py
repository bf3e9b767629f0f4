"""Hours that somebody works say which situation they are in; hours they wish for say nothing."""

from __future__ import annotations

import pytest

from bot.domain.facts import Situation
from bot.domain.hours_worked import situation_by_hours


@pytest.mark.parametrize(
    ("text", "situation"),
    [
        ("working at mcdonalds 10 hours", Situation.WORKING_UNDER_16H),
        ("i work 15hrs", Situation.WORKING_UNDER_16H),
        ("jobbar 16 timmar i veckan", Situation.WORKING_16H_OR_MORE),
        ("my job is 40 hours", Situation.WORKING_16H_OR_MORE),
        ("i want to work 10 hours", None),
        ("söker jobb 20 timmar", None),
        ("10 hours", None),
        ("working full time", None),
    ],
)
def test_hours_when_they_are_worked_then_they_tell_the_situation(text: str, situation: Situation | None) -> None:
    assert situation_by_hours(text) == situation
