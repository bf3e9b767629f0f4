"""Whether a message answers the question that is open, or means something of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.domain.intents.calibration import Decision
from bot.domain.safeguarding.detection import Alarm, Level
from bot.domain.slots.filling import Slots

LIKELY = 0.5
"""So much confidence is enough where a question waits and this is no answer: "tap a button" helps nobody more."""

LIKELY_OF_A_QUESTION = 0.4
"""What is put as a question is hardly ever an answer, so less is enough."""

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

_SEARCHES = ("find_", "explore_options")
_CHECK = "eligibility_check"
_TELLS = frozenset({"give_area", "dont_know", "affirm", "negate", "greeting", "smalltalk", "out_of_scope"})

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

    @property
    def slots(self) -> Slots:
        """What it names."""

    @property
    def is_question(self) -> bool:
        """Whether it is put as a question."""


def is_a_question(words: Sequence[str]) -> bool:
    """Whether plain words are put as a question: "whats neet" names an answer and asks something else."""
    return len(words) >= _LEAST_WORDS and words[0] in _ASKING


def is_of_its_own(meaning: Meaning, question: str | None) -> bool:
    """Whether it is meant as something of its own, and no answer that the open question could not take."""
    if _ANSWERED_BY.get(question or "") == meaning.intent:
        return False
    if meaning.decision is Decision.ACT:
        return True
    likely = LIKELY_OF_A_QUESTION if meaning.is_question else LIKELY
    is_likely = meaning.confidence >= likely and meaning.intent not in _NEVER_MEANT_FAINTLY
    return question is not None and meaning.decision is Decision.ASK and is_likely


def is_answer_and_search(meaning: Meaning) -> bool:
    """Whether a message that answered a question also says what is looked for, so that it gets both."""
    return meaning.intent.startswith(_SEARCHES) and meaning.decision is Decision.ACT


def names_what_it_looks_for(meaning: Meaning) -> bool:
    """Whether what may be a search names a place, work or hours, and tells nothing of the person."""
    slots = meaning.slots
    is_search = meaning.decision is Decision.ASK and meaning.intent.startswith(_SEARCHES)
    named = slots.places or slots.sectors or slots.roles or slots.hours
    return is_search and bool(named) and slots.age is None and slots.situation is None


def only_tells(meaning: Meaning) -> bool:
    """Whether a message that states facts about somebody says no more than them."""
    is_faint = meaning.decision is not Decision.ACT and not meaning.intent.startswith(_SEARCHES)
    slots = meaning.slots
    is_card = meaning.intent == _CHECK and slots.age is not None and bool(slots.places) and not slots.programmes
    return meaning.intent in _TELLS or is_faint or is_card


def is_misread(alarm: Alarm) -> bool:
    """Words of another language look like misspelt words of ours; without a certain sign that is no concern."""
    return alarm.level is Level.CONCERN and not alarm.certain
