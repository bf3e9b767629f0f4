"""A choice typed instead of tapped."""

from __future__ import annotations

import pytest

from bot.domain.choices import typed_choice

SITUATIONS = {
    "none": ["No job and not studying", "unemployed", "nothing"],
    "school": ["At school or college", "college", "student"],
    "work": ["Working 16 hours a week or more", "full time", "working"],
}


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("At school or college", "school"),
        ("COLLEGE", "school"),
        ("im a student at uni", "school"),
        ("unemplyed", "none"),
        ("2", "school"),
        ("9", None),
        ("", None),
        ("zzz", None),
        ("student working", None),
    ],
)
def test_a_typed_choice_is_the_one_meant_or_none(text: str, chosen: str | None) -> None:
    assert typed_choice(text, SITUATIONS) == chosen
