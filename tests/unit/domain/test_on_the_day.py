"""Short words about what somebody comes to, in the ways people write them; everything else is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.on_the_day import Said, door_code, said_about


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("running late", Said.LATE),
        ("im gonna be a bit late", Said.LATE),
        ("Late!", Said.LATE),
        ("jag blir lite sen", Said.LATE),
        ("can i bring my mate", Said.MAY_BRING),
        ("får jag ta med en kompis", Said.MAY_BRING),
        ("im bringing my m8", Said.BRINGS),
        ("jag tar med min kusin", Said.BRINGS),
        ("whats the addy", Said.WHERE),
        ("send me the postcode", Said.WHERE),
        ("where is it", Said.WHERE),
        ("vad är adressen", Said.WHERE),
        ("var är det", Said.WHERE),
        ("cant make it no more", Said.CANNOT),
        ("sry i wont make it", Said.CANNOT),
        ("kan tyvärr inte komma", Said.CANNOT),
        ("im not coming", Said.CANNOT),
    ],
)
def test_words_when_about_an_event_then_they_are_understood(text: str, said: Said) -> None:
    assert said_about(text) is said


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "E13 8AB",
        "i left school late and want a job",
        "where can i find a course",
        "can i take a break from my studies",
        "what is an apprenticeship",
        "i want to come",
        "kan jag jobba kvällar",
        "I worked in a kitchen and my mate was the chef",
    ],
)
def test_words_when_about_something_else_then_they_are_left_alone(text: str) -> None:
    assert said_about(text) is None


def test_words_when_long_then_they_are_a_story_and_no_message_about_an_event() -> None:
    assert said_about("running late " * 10) is None


@pytest.mark.parametrize("text", ["K7PQ3R", "k7pq3r", " k7pq3r! ", "im here K7PQ3R", "koden är k7pq3r"])
def test_code_when_typed_at_a_door_then_it_is_read(text: str) -> None:
    assert door_code(text) == "K7PQ3R"


@given(st.text(max_size=60))
def test_code_when_anything_is_typed_then_only_letters_of_codes_are_read(text: str) -> None:
    found = door_code(text)
    assert found is None or (len(found) == 6 and set(found) <= set("23456789BCDFGHJKMNPQRTVWXZ"))
