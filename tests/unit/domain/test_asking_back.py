"""Asking back: only the bare question about a question, in both languages."""

from __future__ import annotations

import pytest

from bot.domain.asking_back import asks_back


@pytest.mark.parametrize(
    "text",
    [
        "why?",
        "What do you mean",
        "whats that??",
        "Varför",
        "jag fattar inte",
        "Vad menar du?",
        "asså vad",
        "wait what bro",
        "but why tho",
    ],
)
def test_asking_back_when_nothing_else_is_said_then_it_is_seen(text: str) -> None:
    assert asks_back(text)


@pytest.mark.parametrize("text", ["", "why is the pay so low", "what jobs are there", "vad är en lärling", "18"])
def test_asking_back_when_something_else_is_asked_then_it_is_none(text: str) -> None:
    assert not asks_back(text)
