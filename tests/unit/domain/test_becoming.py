"""The way to a job, asked for in so many words."""

from __future__ import annotations

import pytest

from bot.domain.becoming import asks_the_way


@pytest.mark.parametrize(
    ("text", "names_a_job", "asks"),
    [
        ("how do i become a nurse", True, True),
        ("How can someone become a lawyer?", False, True),
        ("steps to become a chef", True, True),
        ("what do i need to be a electrician", True, True),
        ("what do i need to be a member", False, False),
        ("hur blir jag undersköterska", True, True),
        ("hur blir man polis", False, True),
        ("vad ska jag plugga för att bli snickare", True, True),
        ("hur blir jag av med det här", False, False),
        ("nurse jobs", True, False),
        ("i want to become rich", False, False),
    ],
)
def test_the_way_when_it_is_asked_for_then_it_is_seen(text: str, names_a_job: bool, asks: bool) -> None:
    assert asks_the_way(text, names_a_job=names_a_job) is asks
