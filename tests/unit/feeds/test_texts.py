"""Words out of what was written."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds import texts
from bot.feeds.faults import Unreadable


@given(st.text())
def test_plain_text_when_cleaned_twice_then_nothing_more_changes(text: str) -> None:
    once = texts.plain(text.replace("&", "").replace("<", ""))
    assert texts.plain(once) == once


@given(st.text(max_size=3000))
def test_summary_when_made_then_it_is_short_enough_for_a_card(text: str) -> None:
    assert len(texts.summary(text)) <= texts.LONGEST_SUMMARY


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<p>Meet guests.</p><ul><li>Saturday</li><li>Sunday</li></ul>", "Meet guests.\n\n- Saturday\n- Sunday"),
        ("&lt;p&gt;Twice escaped &amp;amp; kept&lt;/p&gt;", "Twice escaped & kept"),
        ("<script>alert('x')</script>Words<style>p{}</style>", "Words"),
        ("Two\r\nlines\rof\u2028text", "Two\nlines\nof\ntext"),
        ("zero\u200bwidth \u202etext\u202c and \x07bell", "zerowidth text and bell"),
        ("5 < 6 and 7 > 6", "5 < 6 and 7 > 6"),
        ("half \ud800 letter", "half letter"),
    ],
)
def test_text_when_cleaned_then_only_words_are_left(text: str, words: str) -> None:
    assert texts.plain(text) == words


@pytest.mark.parametrize("bad", ["<a", "<!--", "<script>", "&amp;", "<a <b "])
def test_text_when_it_is_made_to_be_slow_then_it_is_not(bad: str) -> None:
    started = time.perf_counter()
    texts.plain(bad * (2_000_000 // len(bad)))
    assert time.perf_counter() - started < 5


def test_summary_when_the_text_is_long_then_it_ends_with_a_sentence() -> None:
    assert texts.summary("One sentence here. " * 80).endswith("here.")


def test_summary_when_the_source_cut_it_then_the_cut_shows_as_one_sign() -> None:
    assert texts.summary("time to learn ...") == "time to learn…"


def test_title_when_it_is_a_whole_text_then_it_is_refused() -> None:
    with pytest.raises(Unreadable, match="longer than 255"):
        texts.title("word " * 100)


@pytest.mark.parametrize("text", ["1.23E+11", "6,00E+07", "5e10"])
def test_id_when_a_spreadsheet_changed_it_then_it_is_refused(text: str) -> None:
    with pytest.raises(Unreadable, match="spreadsheet"):
        texts.identifier(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("PT16H", "16 hours"),
        ("P4W", "4 weeks"),
        ("P1Y6M", "1 year, 6 months"),
        ("ten weeks", "ten weeks"),
    ],
)
def test_length_when_written_for_machines_then_it_is_words(text: str, words: str) -> None:
    assert texts.length(text) == words
