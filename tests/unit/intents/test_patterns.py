"""The pattern language that content authors write."""

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.domain.intents.patterns import AnyOf, PatternError, PatternReader, words_of

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
        ("[please] ...3", "", None),
        ("(at home|by [my] dad)", "", None),
        ("(a ...2 b|c)", "", None),
    ],
)
def test_a_pattern_finds_what_it_says(pattern: str, sentence: str, found: bool | None) -> None:
    if found is None:
        with pytest.raises(PatternError):
            PatternReader(GROUPS).read(pattern)
        return
    assert AnyOf.read([pattern], GROUPS).is_in(sentence.split()) is found


def test_letters_that_mean_something_to_expressions_are_taken_as_they_are() -> None:
    patterns = AnyOf.read(["c++ job"], {})

    assert patterns.is_in(["c++", "job"])
    assert not patterns.is_in(["ccc", "job"])


def test_a_long_sentence_of_near_misses_is_read_through_once_a_word() -> None:
    pattern = PatternReader({}).read("my ...8 dad ...8 hits ...8 me")
    looked_at = _Counted(["my", "dad"] * 1000)

    assert pattern.end(looked_at, 0) is None
    assert looked_at.times < 100


class _Counted(list[str]):
    """Words that count how often they are looked at."""

    times = 0

    def __getitem__(self, place):  # type: ignore[no-untyped-def]  # a list's own takes slices too
        self.times += 1
        return super().__getitem__(place)


def test_what_matches_is_taken_out_as_long_as_it_is() -> None:
    sayings = AnyOf.read(["killing it", "killing it ...1 interview", "dead"], {})

    left = sayings.taken_out(["am", "killing", "it", "at", "interview", "dead", "tired"], "-")

    assert left == ["am", "-", "-", "tired"]


def _as_expression(pattern: str) -> re.Pattern[str]:
    """The same pattern as a regular expression over words with a space behind each, to compare with."""
    pieces = []
    for piece in pattern.split():
        if piece.startswith("..."):
            pieces.append(rf"(?:\S+ ){{0,{piece[3:]}}}")
        elif piece == "@family":
            pieces.append("(?:dad |step dad )")
        elif piece[0] in "([":
            pieces.append("(?:" + "|".join(f"{one} " for one in piece[1:-1].split("|")) + ")" + "?" * (piece[0] == "["))
        else:
            pieces.append(f"{piece[:-1]}\\S* " if piece.endswith("*") else f"{piece} ")
    return re.compile(r"(?<!\S)" + "".join(pieces))


_WORDS = st.sampled_from(["a", "b", "ab", "dad", "step"])
_PIECES = st.sampled_from(["a", "b", "ab", "a*", "(a|b)", "[a]", "[b|dad]", "...1", "...3", "@family"])


@given(st.lists(_PIECES, min_size=1, max_size=5), st.lists(_WORDS, max_size=9))
def test_a_pattern_finds_what_the_same_regular_expression_finds(pieces: list[str], sentence: list[str]) -> None:
    assume(any(piece[0] not in "[." for piece in pieces))
    pattern = " ".join(pieces)
    begins = {match.start() for place in range(len(sentence)) for match in [_from(pattern, sentence, place)] if match}
    reader = PatternReader(GROUPS)

    found = {place for place in range(len(sentence)) if reader.read(pattern).end(sentence, place) is not None}

    assert {len("".join(f"{word} " for word in sentence[:place])) for place in found} == begins
    assert AnyOf.read([pattern], GROUPS).is_in(sentence) is bool(found)


def _from(pattern: str, sentence: list[str], place: int) -> re.Match[str] | None:
    said = "".join(f"{word} " for word in sentence)
    return _as_expression(pattern).match(said, len("".join(f"{word} " for word in sentence[:place])))


def test_the_words_of_patterns_are_plain_words() -> None:
    assert words_of(["(hang|drown) myself ...3 @now", "stop*"], {"now": ("right now",)}) == {
        "hang", "drown", "myself", "right", "now",
    }  # fmt: skip


def test_no_patterns_are_in_no_sentence() -> None:
    assert not AnyOf.read([], GROUPS).is_in(["my", "dad"])


def test_the_end_of_a_sentence_may_be_one_of_several_choices() -> None:
    patterns = AnyOf.read(["call (police|999) (now|$)"], {})

    assert patterns.is_in(["call", "police"])
    assert patterns.is_in(["call", "police", "now"])
    assert not patterns.is_in(["call", "police", "jobs"])


@pytest.mark.parametrize(
    ("pattern", "words", "stems"),
    [
        ("my @family hits", {"my"}, ()),
        ("(he|my dad) hits", {"he", "my"}, ()),
        ("[my] @family hits", {"my", "dad", "step"}, ()),
        ("@family hits", {"dad", "step"}, ()),
        ("beat* me", set(), ("beat",)),
    ],
)
def test_the_words_a_match_may_begin_with_are_known_beforehand(
    pattern: str, words: set[str], stems: tuple[str, ...]
) -> None:
    assert PatternReader({"family": ["dad", "step dad"]}).read(pattern).firsts() == (words, stems)


@pytest.mark.parametrize("pattern", ["...2 hits", "[now] ...1 hits"])
def test_a_pattern_that_may_begin_with_any_word_says_so(pattern: str) -> None:
    assert PatternReader({}).read(pattern).firsts() is None
