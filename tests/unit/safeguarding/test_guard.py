"""The guard: signs and listener together, the gravest alarm of a message under its likeliest kind."""

from collections.abc import Mapping, Sequence

import pytest

from bot.domain.intents.library import Intent, IntentLibrary, Kind, SafeguardingLibrary
from bot.domain.intents.matcher import IntentMatcher, Lexicon
from bot.domain.safeguarding.detection import Detector, Level
from bot.domain.safeguarding.guard import Guard
from bot.domain.safeguarding.listening import SILENCE, Heard, Listener, kinds_of_concern, levels_of, listening_lexicon

HOME = Kind(
    "home", "", True,
    {"concern": {"en": ("dad hits me",)}, "imminent": {"en": ("hitting me now",)}},
    {
        "concern": {"en": ("my dad beats me", "mum slaps me at home", "my uncle hurts me at home")},
        "imminent": {"en": ("dad is punching me right now", "mum is attacking me", "he is hurting me right now")},
    },
)  # fmt: skip
STREET = Kind("street", "", False, {}, {"concern": {"en": ("i sleep outside", "i sleep in a park", "i have no bed")}})
LIBRARY = IntentLibrary(
    intents=(Intent("jobs", "", {"en": ("find me a job", "any jobs near me", "i want a job in a park")}),),
    safeguarding=SafeguardingLibrary(
        kinds=(HOME, STREET),
        harmless={"en": ("my dad is a builder", "mum told me to apply", "i sleep late", "work outside")},
        clues={"en": {"family": ("dad", "uncle", "nan")}},
    ),
)
LOCALES = ("en",)


class FixedListener(Listener):
    """Believes what it is told to."""

    def __init__(self, heard: Heard, kinds: Mapping[str, float]) -> None:
        self._heard = heard
        self._told = kinds

    def knows(self, words: Sequence[str]) -> bool:
        return False

    def hear(self, words: Sequence[str]) -> Heard:
        return self._heard

    def kinds(self, words: Sequence[str]) -> Mapping[str, float]:
        return self._told


@pytest.fixture(scope="module")
def listener() -> Listener:
    lexicon = listening_lexicon(LIBRARY, Lexicon())
    levels, kinds = (IntentMatcher.learn(one(LIBRARY, LOCALES), lexicon) for one in (levels_of, kinds_of_concern))
    return Listener(levels, kinds)


def guard(imminent: float, grave: float, kinds: Mapping[str, float]) -> Guard:
    return Guard(Detector(LIBRARY.safeguarding), FixedListener(Heard(imminent, grave, "x"), kinds))


def test_a_sentence_like_grave_ones_is_heard_without_a_sign(listener: Listener) -> None:
    heard = listener.hear(["he", "is", "punching", "me", "at", "home", "right", "now"])
    kinds = listener.kinds(["sleep", "in", "the", "park", "tonight"])

    assert heard.grave > listener.hear(["any", "job", "in", "a", "park"]).grave
    assert heard.because
    assert max(kinds, key=lambda kind: kinds[kind]) == "street"


def test_a_phone_number_alone_is_not_listened_to(listener: Listener) -> None:
    assert listener.hear(("07700", "900123")) == SILENCE
    assert listener.hear(("07700900123",)) == SILENCE


def test_words_of_one_group_mean_the_same_to_the_listener() -> None:
    meanings = listening_lexicon(LIBRARY, Lexicon()).meanings

    assert meanings["dad"] == meanings["nan"] == ("enfamily",)


@pytest.mark.parametrize(
    ("imminent", "grave", "level"),
    [(0.9, 0.95, Level.IMMINENT), (0.1, 0.9, Level.CONCERN), (0.1, 0.2, None)],
)
def test_belief_alone_raises_the_level_it_is_enough_for(imminent: float, grave: float, level: Level | None) -> None:
    alarm = guard(imminent, grave, {"home": 0.8, "street": 0.2}).alarm([["someone", "does", "it"]])

    assert (alarm.level if alarm else None) == level
    assert alarm is None or (alarm.kind, alarm.certain) == ("home", False)


def test_an_imminent_alarm_is_of_a_kind_that_can_be_imminent() -> None:
    alarm = guard(0.9, 0.95, {"home": 0.1, "street": 0.9}).alarm([["someone", "does", "it"]])

    assert alarm is not None
    assert alarm.kind == "home"


def test_the_gravest_sentence_of_a_message_decides() -> None:
    alarm = guard(0.0, 0.1, {}).alarm([["dad", "hits", "me"], ["hitting", "me", "now"], ["bye"]])

    assert alarm is not None
    assert alarm.level is Level.IMMINENT


def test_a_sign_in_talk_known_as_harmless_is_worth_the_soft_card_at_most() -> None:
    alarm = guard(0.0, 0.01, {}).alarm([["hitting", "me", "now"]])

    assert alarm is not None
    assert alarm.level is Level.CONCERN


def test_a_message_without_sentences_alarms_nobody() -> None:
    assert guard(0.9, 0.9, {}).alarm([]) is None


def test_a_sentence_that_is_word_for_word_ordinary_is_known(listener: Listener) -> None:
    assert listener.knows(["find", "me", "a", "job"])
    assert not listener.knows(["find", "me", "a", "knife"])
