"""Every way of saying "stop messaging me" is obeyed; "stop" about something else is not."""

import pytest

from bot.domain.intents.understanding import Understanding
from tests.content.intents.conftest import HERE

ASKS = (HERE / "stop.txt").read_text("utf-8").splitlines()
OTHERS = (HERE / "not_stop.txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize("text", ASKS)
def test_asking_for_no_more_messages_is_obeyed_in_either_locale(understanding: Understanding, text: str) -> None:
    for locale in ("en", "sv"):
        reading = understanding.read(text, locale)
        assert (reading.word, reading.intent) == ("stop", "stop_messages")


def test_asking_to_stop_something_else_is_not_taken_for_stop(understanding: Understanding) -> None:
    wrong = [text for text in OTHERS if understanding.read(text, "en").word == "stop"]

    assert wrong == []


@pytest.mark.parametrize(
    ("text", "is_stop"),
    [
        ("please dont stop messaging me", False), ("non stop", False), ("which bus stop is it", False),
        ("take me off the waiting list", False), ("sluta inte skicka jobb", False), ("låt mig tänka", False),
        ("stop messaging me full stop", True), ("im at the bus stop stop texting me", True),
        ("låt mig vara", True),
    ],
)  # fmt: skip
def test_stop_inside_another_expression_is_no_wish_and_a_wish_beside_it_is_obeyed(
    understanding: Understanding, text: str, is_stop: bool
) -> None:
    reading = understanding.read(text, "en")

    assert (reading.word == "stop" or reading.intent == "stop_messages") is is_stop


@pytest.mark.parametrize("text", ["STOP", "stop!!!", "  stop  ", "stop 🛑", "STOPP", "s t o p".replace(" ", "")])
def test_stop_is_obeyed_however_it_is_dressed(understanding: Understanding, text: str) -> None:
    assert understanding.read(text, "en").word == "stop"
