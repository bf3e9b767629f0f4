"""The guard: signs and listener together, the gravest alarm of a message under its likeliest kind."""

from collections.abc import Mapping, Sequence

import pytest

from bot.domain.intents.library import Intent, IntentLibrary, Kind, SafeguardingLibrary
from bot.domain.intents.matcher import IntentMatcher, Lexicon
from bot.domain.safeguarding.detection import Detector, Level
from bot.domain.safeguarding.guard import Guard
from bot.domain.safeguarding.listening import SILENCE, Heard, Listener, listening_lexicon, sentences_of

HOME = Kind(
    "home", "", True,
    {"concern": {"en": ("dad hits me",)}, "imminent": {"en": ("hitting me now",)}},
    {
        "concern": {"en": ("my dad beats me", "mum slaps me at home", "my uncle hurts me at home")},
        "imminent": {"en": ("dad is punching me right now", "mum is attacking me", "he is hurting me right now")},
    },
    together={"imminent": {"en": ("@family @weapon",)}},
)  # fmt: skip
STREET = Kind("street", "", False, {}, {"concern": {"en": ("i sleep outside", "i sleep in a park", "i have no bed")}})
LIBRARY = IntentLibrary(
    intents=(Intent("jobs", "", {"en": ("find me a job", "any jobs near me", "i want a job in a park")}),),
    safeguarding=SafeguardingLibrary(
        kinds=(HOME, STREET),
        harmless={"en": ("my dad is a builder", "mum told me to apply", "i sleep late", "work outside")},
        clues={"en": {"family": ("dad", "uncle", "nan"), "weapon": ("knife",)}},
    ),
)
LOCALES = ("en",)


class FixedListener(Listener):
    """Believes what it is told to."""

    def __init__(self, heard: Heard, known: Sequence[str] = ()) -> None:
        self._heard = heard
        self._known = known

    def knows(self, words: Sequence[str]) -> bool:
        return list(words) == list(self._known)

    def hear(self, words: Sequence[str]) -> Heard:
        return self._heard


@pytest.fixture(scope="module")
def listener() -> Listener:
    return Listener(IntentMatcher.learn(sentences_of(LIBRARY, LOCALES), listening_lexicon(LIBRARY, Lexicon())))


def guard(imminent: float, grave: float, kinds: Mapping[str, float], known: Sequence[str] = ()) -> Guard:
    return Guard(Detector(LIBRARY.safeguarding), FixedListener(Heard(imminent, grave, "x", kinds), known))


def test_a_sentence_like_grave_ones_is_heard_without_a_sign(listener: Listener) -> None:
    heard = listener.hear(["he", "is", "punching", "me", "at", "home", "right", "now"])
    kinds = listener.hear(["sleep", "in", "the", "park", "tonight"]).kinds

    assert heard.grave > listener.hear(["any", "job", "in", "a", "park"]).grave
    assert heard.grave == pytest.approx(sum(heard.kinds.values()))
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
    [(0.9, 0.95, Level.IMMINENT), (0.1, 0.9, Level.CONCERN), (0.09, 0.12, Level.CONCERN), (0.05, 0.12, None)],
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


def test_a_sign_of_concern_in_what_is_surely_ordinary_is_worth_nothing() -> None:
    assert guard(0.0, 0.01, {}).alarm([["dad", "hits", "me"]]) is None
    assert guard(0.0, 0.025, {}).alarm([["dad", "hits", "me"]]) is not None


def test_a_sentence_that_is_known_as_ordinary_alarms_nobody_whatever_stands_in_it() -> None:
    words = ["hitting", "me", "now"]

    assert guard(0.9, 0.9, {}, known=words).alarm([words]) is None
    assert guard(0.9, 0.9, {}, known=words).alarm([words, ["dad", "hits", "me"]]) is not None


@pytest.mark.parametrize(("imminent", "level"), [(0.15, Level.IMMINENT), (0.05, Level.CONCERN)])
def test_clues_of_danger_are_imminent_only_where_the_listener_hears_some(imminent: float, level: Level) -> None:
    alarm = guard(imminent, 0.12, {}).alarm([["nan", "shouts", "knife"]])

    assert alarm is not None
    assert alarm.level is level


def test_a_message_without_sentences_alarms_nobody() -> None:
    assert guard(0.9, 0.9, {}).alarm([]) is None


def test_a_sentence_that_is_word_for_word_ordinary_is_known(listener: Listener) -> None:
    assert listener.knows(["find", "me", "a", "job"])
    assert not listener.knows(["find", "me", "a", "knife"])
