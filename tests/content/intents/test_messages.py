"""Messages written by other people than the phrases: how many are understood, and how honest the confidence is."""

import pytest

from bot.domain.intents.calibration import Decision
from bot.domain.intents.library import IntentLibrary
from bot.domain.intents.understanding import Understanding
from tests.content.intents.conftest import HERE

FILES = [
    ("messages_en", "en"),
    ("unseen_en", "en"),
    ("exam_en", "en"),
    ("messages_sv", "sv"),
    ("unseen_sv", "sv"),
    ("exam_sv", "sv"),
]


_EXAM_FLOOR = 0.91
"""A third of the exam says what it wants in none of the usual words."""


def rows(name: str) -> list[list[str]]:
    return [line.split("\t") for line in (HERE / f"{name}.tsv").read_text("utf-8").splitlines()]


@pytest.mark.parametrize(("name", "locale"), FILES)
def test_messages_when_read_are_mostly_understood_and_acting_is_nearly_always_right(
    understanding: Understanding, name: str, locale: str
) -> None:
    read = [(understanding.read(text, locale), expected) for text, expected in rows(name)]

    right = [reading.intent == expected for reading, expected in read]
    offered = [
        expected in [reading.intent, *(intent for intent, _ in reading.alternatives[:2])] for reading, expected in read
    ]
    acted = [reading.intent == expected for reading, expected in read if reading.decision is Decision.ACT]
    assert sum(right) / len(read) >= 0.88
    assert sum(offered) / len(read) >= 0.96
    assert sum(acted) / len(acted) >= (_EXAM_FLOOR if name.startswith("exam") else 0.92)
    assert len(acted) / len(read) >= 0.65


@pytest.mark.parametrize(("name", "locale"), FILES)
def test_ordinary_messages_never_get_the_imminent_card(understanding: Understanding, name: str, locale: str) -> None:
    cards = [
        text
        for text, _ in rows(name)
        if (alarm := understanding.read(text, locale).safeguarding) and alarm.level == "imminent"
    ]

    assert len(cards) <= len(rows(name)) // 100, cards


@pytest.mark.parametrize(("name", "locale"), FILES)
def test_ordinary_messages_are_not_taken_for_stop(understanding: Understanding, name: str, locale: str) -> None:
    wrong = [
        text
        for text, expected in rows(name)
        if expected != "stop_messages" and understanding.read(text, locale).word == "stop"
    ]

    assert wrong == []


@pytest.mark.parametrize("name", [name for name, _ in FILES])
def test_messages_are_not_the_phrases_that_were_learned(library: IntentLibrary, name: str) -> None:
    phrases = {phrase for intent in library.intents for texts in intent.phrases.values() for phrase in texts}

    same = [text for text, _ in rows(name) if text in phrases]

    assert len(same) <= len(rows(name)) * 0.1, same


@pytest.mark.parametrize("locale", ["en", "sv"])
def test_own_phrases_fire_no_safeguarding_card(
    library: IntentLibrary, understanding: Understanding, locale: str
) -> None:
    fired = [
        phrase
        for intent in library.intents
        for phrase in intent.phrases.get(locale, ())
        if understanding.read(phrase, locale).safeguarding
    ]

    assert fired == []


def test_every_intent_has_enough_phrases_and_a_message_in_each_language(library: IntentLibrary) -> None:
    for intent in library.intents:
        assert len(intent.phrases["en"]) >= 15, intent.id
        assert len(intent.phrases["sv"]) >= 8, intent.id
    for name in ("messages_en", "messages_sv"):
        assert {expected for _, expected in rows(name)} == {intent.id for intent in library.intents}
