"""What a course is about, in one word of either language."""

from __future__ import annotations

import pytest

from bot.domain.subjects import subjects_in


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("I want English class", {"english"}),
        ("ESOL", {"english"}),
        ("svenskakurs", {"swedish"}),
        ("SFI på kvällen", {"swedish"}),
        ("matte och engelska", {"maths", "english"}),
        ("driving", {"driving"}),
        ("körkort", {"driving"}),
        ("a course in building", set()),
    ],
)
def test_subjects_when_named_in_a_word_then_each_is_found(text: str, subjects: set[str]) -> None:
    assert subjects_in(text) == subjects
