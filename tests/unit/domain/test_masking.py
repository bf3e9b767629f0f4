"""What rules can take out of a message is gone, whatever stands around it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.masking import LONGEST, Masker

WORDS = frozenset(
    re.findall(
        r"\w+",
        "i need a job at looking for any work near me pls my and from ask in help with the jag och bor på vill ha",
    )
)
MASKER = Masker(["Newham", "East Ham", "Movement to Work"], WORDS.__contains__)
NAME_LETTERS = "bcdfgjkpqvxz"
"""Letters that make no word of the list above, so that a name can be looked for in what is left."""


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("my name is amina yusuf and i need a job", "my name is [name] and i need a job"),
        ("im Amina from East Ham", "im [name] from East Ham"),
        ("im looking for work", "im looking for work"),
        ("ask for John Smith at Newham", "ask for [name] at Newham"),
        ("Amina Yusuf need a job", "[name] need a job"),
        ("Wagwan any work", "Wagwan any work"),
        ("call me on 07700 900123 or +44 (0)20 7946 0958", "call me on [number] or [number]"),
        ("write amina.y@example.com pls", "write [email] pls"),
        ("amina (at) example.com", "[email]"),
        ("@amina_y", "[name]"),
        ("see t.me/amina", "see [link]"),
        ("E13 8AB", "[postcode]"),
        ("near e13", "near [postcode]"),
        ("i live at 12 green street", "i live at [address]"),
        ("bor på Storgatan 4", "bor på [address]"),
        ("jag heter Fatima och vill ha jobb", "jag heter [name] och vill ha jobb"),
        ("age ١٧ and ²", "age [number] and [number]"),
        ("19900101-1234", "[number]"),
        ("help with Movement to Work", "help with Movement to Work"),
        ("", ""),
    ],
)
def test_message_when_masked_then_it_no_longer_says_who_wrote_it(text: str, masked: str) -> None:
    assert MASKER.mask(text) == masked


@given(st.text(max_size=600))
def test_message_when_masked_then_no_digit_or_address_is_left_and_it_is_short(text: str) -> None:
    masked = MASKER.mask(text)
    assert not any(mark.isdigit() for mark in masked)
    assert not re.search(r"\w@\w+\.\w", masked)
    assert len(masked) <= LONGEST + 1


@given(st.text(max_size=200))
def test_message_when_masked_twice_then_nothing_more_changes(text: str) -> None:
    once = MASKER.mask(text)
    assert MASKER.mask(once) == once


names = st.text(alphabet=NAME_LETTERS, min_size=3, max_size=12)


@given(st.sampled_from(["my name is", "My name's", "i'm called", "jag heter", "mr", "Dr."]), names)
def test_name_when_it_follows_its_cue_then_it_is_gone_in_any_case(cue: str, name: str) -> None:
    for written in (name, name.title(), name.upper()):
        assert name not in MASKER.mask(f"hello {cue} {written} and i need a job").casefold()


@given(names, st.sampled_from(["ask for {}", "my help {} and me", "i need a job {}"]))
def test_name_when_it_has_a_capital_inside_a_sentence_then_it_is_gone(name: str, around: str) -> None:
    assert name not in MASKER.mask(around.format(name.title())).casefold()


@given(st.from_regex(r"[a-z]{1,10}\.?[a-z]{1,10}@[a-z]{2,12}\.(com|se|co\.uk)", fullmatch=True))
def test_address_when_it_is_e_mail_then_it_is_gone(address: str) -> None:
    assert address not in MASKER.mask(f"pls write to {address} ok")


@given(st.from_regex(r"[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}", fullmatch=True))
def test_postcode_when_it_is_british_then_neither_half_is_left(postcode: str) -> None:
    masked = MASKER.mask(f"any work near {postcode}")
    assert masked == "any work near [postcode]"
