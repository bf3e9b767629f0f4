"""A choice typed instead of tapped."""

from __future__ import annotations

import pytest

from bot.domain.choices import is_only_a_choice, leaves_out, may_leave_out, named_choice, typed_choice

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


WORK = {"school": ["At school or college", "college"], "nothing": ["No job and not studying", "no job"]}


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("im at college", "school"),
        ("just finished college", None),
        ("not at college", None),
        ("got kicked out of college", None),
        ("i got no job", "nothing"),
        ("no job and not studying", "nothing"),
    ],
)
def test_a_typed_choice_when_it_is_no_longer_so_then_it_is_none(text: str, chosen: str | None) -> None:
    assert typed_choice(text, WORK) == chosen


@pytest.mark.parametrize(
    ("text", "is_only"), [("College!", True), ("at school or college", True), ("college and work", False), ("", False)]
)
def test_a_choice_when_nothing_else_is_written_then_it_is_bare(text: str, is_only: bool) -> None:
    assert is_only_a_choice(text, WORK) is is_only


@pytest.mark.parametrize(
    ("text", "leaves", "may"),
    [
        ("anything but care", True, True),
        ("allt utom vård", True, True),
        ("förutom butik", True, True),
        ("no experience but i want care work", False, True),
        ("care work", False, False),
    ],
)
def test_a_wish_when_something_is_left_out_then_it_is_seen(text: str, leaves: bool, may: bool) -> None:
    assert (leaves_out(text), may_leave_out(text)) == (leaves, may)
