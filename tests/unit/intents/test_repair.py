"""Misspelt words are read as the nearest word of the phrases; words that are known stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.intents.repair import Repairer

COUNTS = {"apprenticeship": 30, "vacancies": 9, "hospital": 12, "tired": 3, "my": 20, "card": 5, "job": 40, "stop": 9}


@pytest.fixture
def repairer() -> Repairer:
    return Repairer(COUNTS, {"hired", "fired", "hostel"})


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("aprentiship", "apprenticeship"), ("apprentership", "apprenticeship"), ("vacancys", "vacancies"),
        ("hosptial", "hospital"), ("sotp", "stop"), ("hired", "hired"), ("fired", "fired"), ("hostel", "hostel"),
        ("zzzzzz", "zzzzzz"), ("jo", "jo"), ("19", "19"),
    ],
)  # fmt: skip
def test_a_token_is_read_as_the_word_that_was_meant(repairer: Repairer, typed: str, read: str) -> None:
    repair = repairer.repair(typed)

    assert repair.words == (read,)
    assert repair.changed is (typed != read)


def test_a_drawled_word_too_short_for_repair_is_read_as_the_plain_one() -> None:
    assert Repairer({"yo": 3, "no": 5}).repair("yoo").words == ("yo",)


def test_words_run_together_are_parted(repairer: Repairer) -> None:
    assert repairer.repair("mycard").words == ("my", "card")


def test_the_sieve_of_letters_never_hides_a_close_word(repairer: Repairer) -> None:
    alone = Repairer({"hospital": 1})

    for place in range(1, 7):
        assert alone.repair("hospital"[:place] + "hospital"[place + 1 :]).words == ("hospital",)


@given(st.text(max_size=60))
def test_any_token_is_read_as_itself_or_as_known_words(token: str) -> None:
    found = Repairer(COUNTS).repair(token)

    assert found.words == (token,) or set(found.words) <= set(COUNTS)
