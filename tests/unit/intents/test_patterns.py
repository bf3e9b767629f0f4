"""The pattern language that content authors write."""

import re

import pytest

from bot.domain.intents.patterns import PatternError, compile_any, compile_pattern, first_words, spaced, words_of

GROUPS = {"family": ("dad", "step dad"), "hurts": ("hits", "beats")}


@pytest.mark.parametrize(
    ("pattern", "sentence", "found"),
    [
        ("my @family ...2 @hurts me", "my step dad always hits me", True),
        ("my @family ...2 @hurts me", "my dad is a man who hits me", False),
        ("(nowhere|no place) to sleep", "i have no place to sleep tonight", True),
        ("nowhere to sleep", "nowhere to sleepwalk", False),
        ("where to", "nowhere to", False),
        ("stop [all] messag*", "stop messaging", True),
        ("stop [all] messag*", "stop all messages now", True),
        ("stop [all] messag*", "stop some messages", False),
        ("will jump $", "i will jump", True),
        ("will jump $", "i will jump ahead", False),
        ("(be (a)", "", None),
        ("@nobody hits", "", None),
        ("(a||b)", "", None),
        ("a ] b", "", None),
    ],
)
def test_a_pattern_finds_what_it_says(pattern: str, sentence: str, found: bool | None) -> None:
    if found is None:
        with pytest.raises(PatternError):
            compile_pattern(pattern, GROUPS)
        return
    compiled = compile_any([pattern], GROUPS)
    assert compiled is not None
    assert bool(compiled.search(spaced(sentence.split()))) is found


def test_letters_that_mean_something_to_expressions_are_taken_as_they_are() -> None:
    compiled = compile_any(["c++ job"], {})

    assert compiled is not None
    assert compiled.search("c++ job ")
    assert not compiled.search("ccc job ")


def test_a_long_sentence_of_near_misses_is_read_quickly() -> None:
    compiled = compile_any(["my ...8 dad ...8 hits ...8 me"], {})

    assert compiled is not None
    assert compiled.search("my dad " * 1000) is None


def test_the_words_of_patterns_are_plain_words() -> None:
    assert words_of(["(hang|drown) myself ...3 @now", "stop*"], {"now": ("right now",)}) == {
        "hang", "drown", "myself", "right", "now",
    }  # fmt: skip


def test_no_patterns_are_no_expression() -> None:
    assert compile_any([], GROUPS) is None
    assert isinstance(compile_any(["a"], GROUPS), re.Pattern)


def test_the_end_of_a_sentence_may_be_one_of_several_choices() -> None:
    pattern = compile_any(["call (police|999) (now|$)"], {})
    assert pattern is not None
    assert pattern.search(spaced(["call", "police"]))
    assert pattern.search(spaced(["call", "police", "now"]))
    assert not pattern.search(spaced(["call", "police", "jobs"]))


@pytest.mark.parametrize(
    ("pattern", "firsts"),
    [
        ("my @family hits", {"my"}),
        ("(he|my dad) hits", {"he", "my"}),
        ("[my] @family hits", {"my", "dad", "step"}),
        ("@family hits", {"dad", "step"}),
        ("beat* me", {"beat*"}),
        ("...2 hits", set()),
        ("[now]", set()),
    ],
)
def test_the_words_a_match_may_begin_with_are_known_beforehand(pattern: str, firsts: set[str]) -> None:
    assert first_words(pattern, {"family": ["dad", "step dad"]}) == firsts
