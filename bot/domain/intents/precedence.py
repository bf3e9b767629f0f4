"""Whether a message answers the question that is open, or means something of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.domain.intents.calibration import Decision
from bot.domain.safeguarding.detection import Alarm, Level

LIKELY = 0.5
"""So much confidence is enough where a question waits and this is no answer: "tap a button" helps nobody more."""

_NEVER_MEANT_FAINTLY = frozenset(
    (
        "affirm",
        "negate",
        "dont_know",
        "smalltalk",
        "greeting",
        "frustration",
        "out_of_scope",
        "out_of_area",
        "give_area",
    )
)
"""What the tone of an answer may only resemble."""

_ANSWERED_BY = {"area": "give_area", "council": "give_area"}
"""Who says where they live has answered, if not so that we know the place: asked again, they hear why."""

_SEARCH = "find_"
_ANSWERED_IN_PASSING = frozenset({"area", "council", "age"})
"""Where and how old are named in a search as well as in an answer: "weekend jobs e13"."""

_ASKING_EN = "what which how why when where who can could do does is are explain define"
_ASKING_SV = "vad vilken vilket vilka hur varför när var vem kan får är finns förklara"
_ASKING = frozenset(f"{_ASKING_EN} {_ASKING_SV}".split())
_LEAST_WORDS = 2


class Meaning(Protocol):
    """What was understood, as far as this needs it."""

    @property
    def intent(self) -> str:
        """The best intent."""

    @property
    def confidence(self) -> float:
        """How likely it is right."""

    @property
    def decision(self) -> Decision:
        """What to do with it."""


def is_a_question(words: Sequence[str]) -> bool:
    """Whether plain words are put as a question: "whats neet" names an answer and asks something else."""
    return len(words) >= _LEAST_WORDS and words[0] in _ASKING


def is_of_its_own(meaning: Meaning, question: str | None) -> bool:
    """Whether it is meant as something of its own, and no answer that the open question could not take."""
    if _ANSWERED_BY.get(question or "") == meaning.intent:
        return False
    if meaning.decision is Decision.ACT:
        return True
    is_likely = meaning.confidence >= LIKELY and meaning.intent not in _NEVER_MEANT_FAINTLY
    return question is not None and meaning.decision is Decision.ASK and is_likely


def is_answer_and_search(meaning: Meaning, question: str | None) -> bool:
    """Whether a message that answered the question also says what is looked for, so that it gets both."""
    is_search = meaning.intent.startswith(_SEARCH) and meaning.decision is Decision.ACT
    return is_search and question in _ANSWERED_IN_PASSING


def is_misread(alarm: Alarm) -> bool:
    """Words of another language look like misspelt words of ours; without a certain sign that is no concern."""
    return alarm.level is Level.CONCERN and not alarm.certain
