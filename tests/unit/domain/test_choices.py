"""A choice typed instead of tapped."""

from __future__ import annotations

import pytest

from bot.domain.choices import named_choice, typed_choice

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


LANGUAGES = {"en": ["English", "engelska", "🇬🇧"], "sv": ["Svenska", "Swedish", "🇸🇪"]}


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("svenska", "sv"),
        ("SVENSKA tack!", "sv"),
        ("swedish please", "sv"),
        ("🇬🇧", "en"),
        ("no wait english", "en"),
        ("i not speak good english", "en"),
        ("sorry but i do not speak swedish", None),
        ("jag kan tyvärr ingen engelska alls", None),
        ("english or svenska", None),
        ("yo", None),
        ("🔪", None),
        ("", None),
    ],
)
def test_a_language_is_named_by_any_name_in_few_words_and_in_a_sentence_by_its_own(
    text: str, chosen: str | None
) -> None:
    assert named_choice(text, LANGUAGES) == chosen
