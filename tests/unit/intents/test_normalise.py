"""Plain words from what people type, in linear time and without surprises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.intents.normalise import MAX_CHARACTERS, TextSpeak, clean, words

SHORT = TextSpeak({"u": ("you",), "dont": ("do", "not"), "2": ("to",)})


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("U don't", ["you", "do", "not"]),
        ("dont", ["do", "not"]),
        ("don’t", ["do", "not"]),
        ("someone's here", ["someone", "is", "here"]),
        ("HEYYYYY", ["heyy"]),
        ("ｆｕｌｌ　width", ["full", "width"]),
        ("pay £12.50", ["pay", "pound", "12", "50"]),
        ("see https://a.b/c?d now", ["see", "0link", "now"]),
        ("me@example.org", ["0link"]),
        ("go 2 work", ["go", "to", "work"]),
        ("S T O P messaging me", ["stop", "messaging", "me"]),
        ("h.e.l.p", ["help"]),
        ("a b c", ["a", "b", "c"]),
        ("\x00hi\ud800", ["hi"]),
        ("", []),
    ],
)
def test_typed_text_becomes_plain_words(typed: str, plain: list[str]) -> None:
    assert words(clean(typed), SHORT) == plain


@given(st.text(max_size=6000))
def test_any_text_is_cleaned_to_a_bounded_length(text: str) -> None:
    cleaned = clean(text)

    assert len(cleaned) <= MAX_CHARACTERS
    assert "\x00" not in cleaned
    cleaned.encode("utf-8")


def test_cleaning_twice_changes_nothing_more() -> None:
    once = clean("ÅÄÖ Heyyyy ’s")

    assert clean(once) == once
