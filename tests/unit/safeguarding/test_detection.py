"""The detector on a small library: levels, sayings, and which kind goes first."""

import pytest

from bot.domain.intents.library import Kind, SafeguardingLibrary
from bot.domain.safeguarding.detection import Detector, Level, divide, sign_words

LIBRARY = SafeguardingLibrary(
    kinds=(
        Kind(
            "home", "", True, {"concern": {"en": ("my @family @hurts me",)}, "imminent": {"en": ("@hurts me now",)}}, {}
        ),
        Kind("homeless", "", False, {"concern": {"en": ("nowhere to sleep",), "sv": ("ingenstans att sova",)}}, {}),
    ),
    groups={"en": {"family": ("dad", "step dad"), "hurts": ("hits", "kills")}},
    ordinary_expressions={"en": ("kills me laughing",)},
)


@pytest.fixture
def detector() -> Detector:
    return Detector(LIBRARY)


def hear(detector: Detector, text: str) -> list[tuple[str, str]]:
    return [(alarm.kind, alarm.level) for alarm in detector.signs(detector.without_sayings(text.split()))]


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("my dad hits me", [("home", "concern")]),
        ("my step dad hits me now", [("home", "imminent"), ("home", "concern")]),
        ("i have nowhere to sleep", [("homeless", "concern")]),
        ("jag har ingenstans att sova", [("homeless", "concern")]),
        ("my dad kills me laughing", []),
        ("my dad", []),
        ("", []),
    ],
)
def test_signs_are_heard_and_sayings_are_not(detector: Detector, text: str, heard: list[tuple[str, str]]) -> None:
    assert hear(detector, text) == heard


def test_an_alarm_made_softer_is_a_concern_of_a_kind_that_can_be_one(detector: Detector) -> None:
    grave = detector.alarm("home", Level.IMMINENT, "hits me now")

    assert detector.softer(grave) == detector.alarm("home", Level.CONCERN, "hits me now")


def test_an_alarm_says_whether_messages_pause_and_because_of_which_words(detector: Detector) -> None:
    (alarm,) = detector.signs(["my", "dad", "hits", "me"])

    assert alarm.pauses_messages
    assert alarm.because == "my dad hits me"


def test_line_breaks_and_pauses_do_not_end_a_sentence() -> None:
    assert divide("i want to\ndie... now") == ["i want to\ndie... now"]
    assert len(divide("hi. my dad? ok!")) == 3
    assert divide(" . ! ") == []


def test_the_words_of_the_signs_are_known_for_repair() -> None:
    assert {"hits", "dad", "nowhere", "ingenstans"} <= sign_words(LIBRARY)
