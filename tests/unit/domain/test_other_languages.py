"""Telling languages apart by letters and words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.other_languages import Signs, detect, fold, runs_right_to_left, script_of

KNOWN = (
    Signs.of("arabic", "arabic", 10, "ةىأ", ["أريد", "عمل", "في"]),
    Signs.of("persian", "arabic", 20, "پچژگ", ["هستم", "ممنون", "کار"]),
    Signs.of("dari", "arabic", 30, "پچژگ", ["هستم", "تشکر", "کار", "معاش"]),
    Signs.of("urdu", "arabic", 40, "ٹڈڑںےہپچژگ", ["ہے", "مجھے", "کام"]),
    Signs.of("tigrinya", "ethiopic", 10, "", []),
    Signs.of("somali", "latin", 10, "", ["waxaan", "shaqo", "fadlan"]),
    Signs.of("romanian", "latin", 20, "", ["vreau", "muncă", "ajutor"]),
    Signs.of("others", "any", 99, "ځړۆ", []),
)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("أريد عمل", "arabic"),
        ("أُرِيدُ عَمَلًا في لندن", "arabic"),
        ("من هستم کار ممنون", "persian"),
        ("کار و معاش، تشکر", "dari"),
        ("هستم", "persian"),
        ("مجھے کام چاہیے", "urdu"),
        ("ﻋﻤﻞ ﻓﻲ", "arabic"),
        ("محمد", "arabic"),
        ("ሰላም", "tigrinya"),
        ("Waxaan raadinayaa shaqo", "somali"),
        ("fadlan!", "somali"),
        ("vreau o MUNCA buna", "romanian"),
        ("ځوان کار غواړم", "others"),
        ("Привет, ищу работу", "others"),
        ("我想找工作", "others"),
    ],
)
def test_language_when_it_shows_then_it_is_named(text: str, language: str) -> None:
    found = detect(text, KNOWN)
    assert found is not None
    assert found.language == language, found.because


@pytest.mark.parametrize(
    "text",
    ["", "123", "🙂🙂", "hello", "jag söker jobb i Åkersberga", "ok ✓", "im عم from newham", "۱۸", "E13 8AB",
     "vreau a job please now", "𝓱𝓮𝓵𝓵𝓸 𝓫𝓻𝓸", "ʜᴇʟʟᴏ", "¯\\_(ツ)_/¯", "person"],
)  # fmt: skip
def test_language_when_it_may_be_ours_then_nothing_is_found(text: str) -> None:
    assert detect(text, KNOWN) is None


@pytest.mark.parametrize("text", ["PERSON من فضلك", "fadlan person", "من فضلك، Person!"])
def test_person_when_written_in_another_language_then_it_is_asked_for(text: str) -> None:
    found = detect(text, KNOWN)
    assert found is not None
    assert found.asks_for_person


def test_reason_when_a_language_is_found_then_it_names_script_letters_and_words() -> None:
    found = detect("مجھے کام چاہیے", KNOWN)
    assert found is not None
    assert found.because == "arabic script; letters ے چ ہ; words مجھے, کام"


@given(st.text(max_size=300))
def test_detection_when_given_anything_then_it_answers_and_is_steady(text: str) -> None:
    assert detect(text, KNOWN) == detect(text, KNOWN)


@given(
    st.text(alphabet="abcdefghijklmnopqrstuvwxyzåäö ", min_size=1, max_size=60), st.text(alphabet="محدعلی", max_size=6)
)
def test_language_when_latin_letters_are_the_most_then_others_never_decide(ours: str, theirs: str) -> None:
    if sum(mark.isalpha() for mark in ours) >= len(theirs):
        found = detect(f"{ours} {theirs}", KNOWN)
        assert found is None or found.script == "latin"


@given(st.text(max_size=40))
def test_folding_when_done_twice_then_nothing_more_changes(word: str) -> None:
    assert fold(fold(word)) == fold(word)


def test_direction_when_any_letter_runs_left_then_it_is_seen() -> None:
    assert runs_right_to_left("kock i حلب")
    assert not runs_right_to_left("kock i Uppsala, 3 år")
    assert (script_of("ش"), script_of("ö"), script_of("ж")) == ("arabic", "latin", "any")
