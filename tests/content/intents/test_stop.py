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


@pytest.mark.parametrize("text", ["STOP", "stop!!!", "  stop  ", "stop 🛑", "STOPP", "s t o p".replace(" ", "")])
def test_stop_is_obeyed_however_it_is_dressed(understanding: Understanding, text: str) -> None:
    assert understanding.read(text, "en").word == "stop"
