"""Cleaning, trimming and finding links and commands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.errors import ApiError
from bot.sandbox.texts import detect, formatted, trimmed


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start event_7", [("bot_command", "/start")]),
        ("/help@way_in_bot now", [("bot_command", "/help@way_in_bot")]),
        ("and/or 1/2 </b>", []),
        (
            "see https://example.org/a?b=c, or example.org.",
            [("url", "https://example.org/a?b=c"), ("url", "example.org")],
        ),
        ("mail sam@example.org", [("email", "sam@example.org")]),
        ("@someone #work #1", [("mention", "@someone"), ("hashtag", "#work")]),
        ("12.30 pm. Yes.no", []),
    ],
)
def test_detect_when_text_holds_something_then_it_is_found(text: str, found: list[tuple[str, str]]) -> None:
    cut = [(one["type"], text[one["offset"] : one["offset"] + one["length"]]) for one in detect(text)]
    assert cut == found


def test_detect_when_an_emoji_stands_before_then_offsets_count_utf16() -> None:
    assert detect("😀 /go")[0]["offset"] == 3


def test_formatted_when_text_has_control_characters_then_they_are_cleaned() -> None:
    assert formatted("  a\x00b\r\nc\u202ed\t ", None, None) == ("a b\ncd", [])


def test_formatted_when_a_marked_link_is_there_then_it_is_not_found_twice() -> None:
    _, entities = formatted('<a href="https://a.org/">example.org</a> /go', "HTML", None)
    assert [entity["type"] for entity in entities] == ["text_link", "bot_command"]


def test_formatted_when_text_is_bold_then_links_inside_are_found_too() -> None:
    _, entities = formatted("<b>example.org</b>", "html", None)
    assert [entity["type"] for entity in entities] == ["bold", "url"]


@pytest.mark.parametrize(
    ("text", "mode", "complaint"),
    [("a\ud800", None, "strings must be encoded in UTF-8"), ("x", "Markdown", "unsupported parse_mode")],
)
def test_formatted_when_it_cannot_be_sent_then_refused(text: str, mode: str | None, complaint: str) -> None:
    with pytest.raises(ApiError, match=complaint):
        formatted(text, mode, None)


@given(st.text(alphabet=" \nab😀", max_size=12), st.integers(0, 6), st.integers(1, 6))
def test_trimmed_when_entities_reach_into_the_margin_then_they_keep_to_the_text(
    text: str, offset: int, length: int
) -> None:
    size = len(text.encode("utf-16-le")) // 2
    entities = [{"type": "bold", "offset": offset, "length": length}] if offset + length <= size else []
    short, kept = trimmed(text, entities)
    assert short == text.strip()
    for entity in kept:
        assert 0 <= entity["offset"] < entity["offset"] + entity["length"] <= len(short.encode("utf-16-le")) // 2
