"""The matcher on a handful of phrases: it learns, explains itself, repeats itself and keeps its weights."""

import json

import numpy as np
import pytest

from bot.domain.intents.calibration import Decision, Gates
from bot.domain.intents.explanation import explain
from bot.domain.intents.keeping import key_of, pack, unpack
from bot.domain.intents.kinds import Kinds
from bot.domain.intents.matcher import Example, IntentMatcher, Lexicon

PHRASES = {
    "job": [
        "any jobs near me", "i need a job", "looking for work", "who is hiring", "vacancies please", "got any work",
    ],
    "course": [
        "free courses", "i want to study", "training near me", "learn english", "college course", "evening class",
    ],
    "stop": ["stop messaging me", "unsubscribe", "leave me alone", "no more texts", "stop it", "opt out now"],
    "place": ["i live in leeds", "from leeds", "my area is leeds", "based in leeds", "leeds", "i stay in leeds"],
}  # fmt: skip
EXAMPLES = [Example(text, intent) for intent, texts in PHRASES.items() for text in texts]
LEXICON = Lexicon(
    meanings={"job": ("work",), "work": ("work",), "gig": ("work",), "jobs": ("work",)},
    kinds=Kinds({("leeds",): "0place", ("milton", "keynes"): "0place"}),
    extra=frozenset({"leeds", "milton", "keynes"}),
)


@pytest.fixture(scope="module")
def matcher() -> IntentMatcher:
    return IntentMatcher.learn(EXAMPLES, LEXICON)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("need work", "job"), ("vacancys", "job"), ("any gig", "job"), ("messagin me stop", "stop"),
        ("i live in milton keynes", "place"), ("colege corse", "course"),
    ],
)  # fmt: skip
def test_unseen_wordings_find_their_intent(matcher: IntentMatcher, text: str, intent: str) -> None:
    assert matcher.match(text).intent == intent


def test_shares_add_up_and_confidence_is_a_chance(matcher: IntentMatcher) -> None:
    match = matcher.match("any jobs")

    assert sum(share for _, share in match.ranked) == pytest.approx(1, abs=0.05)
    assert 0 <= match.confidence <= 1


def test_words_nobody_taught_are_rejected(matcher: IntentMatcher) -> None:
    assert matcher.match("zebra quantum xylophone").decision is not Decision.ACT
    assert matcher.match("").decision is Decision.REJECT


def test_the_explanation_is_the_arithmetic_of_the_score(matcher: IntentMatcher) -> None:
    match = matcher.match("any vacancys near me")
    features = match.features

    shares = sum(matcher.word_shares(match).values())
    constant = matcher.learned.weights[features.ids[-1], matcher.intents.index("job")]
    assert shares + constant == pytest.approx(match.margin, abs=1e-3)
    because = explain(matcher, match)
    assert because.phrase in PHRASES["job"]
    assert ("vacancys", "vacancies") in because.repairs


def test_a_phrase_is_most_like_itself(matcher: IntentMatcher) -> None:
    because = explain(matcher, matcher.match("stop messaging me"))

    assert because.phrase == "stop messaging me"
    assert because.similarity > 0.9


def test_learning_twice_gives_the_same_matcher(matcher: IntentMatcher) -> None:
    again = IntentMatcher.learn(EXAMPLES, LEXICON)

    assert np.array_equal(again.learned.weights, matcher.learned.weights)
    assert again.learned.calibration == matcher.learned.calibration


def test_kept_weights_read_as_fresh_ones_do(matcher: IntentMatcher) -> None:
    kept = unpack(pack(matcher.learned), EXAMPLES, LEXICON)

    assert kept is not None
    for text in ("need work", "vacancys in leeds", "opt me out"):
        assert kept.match(text).ranked == matcher.match(text).ranked
        assert explain(kept, kept.match(text)) == explain(matcher, matcher.match(text))


@pytest.mark.parametrize("block", [b"", b"nonsense", b"PK\x03\x04broken"])
def test_broken_bytes_are_not_a_matcher(block: bytes) -> None:
    assert unpack(block, EXAMPLES, LEXICON) is None


def test_weights_of_other_phrases_are_not_used(matcher: IntentMatcher) -> None:
    assert unpack(pack(matcher.learned), EXAMPLES[:-1], LEXICON) is None
    assert key_of(EXAMPLES, LEXICON) != key_of(EXAMPLES[:-1], LEXICON)
    assert key_of(EXAMPLES, LEXICON) != key_of(EXAMPLES, Lexicon())
    assert len(json.dumps(key_of(EXAMPLES, LEXICON))) == 34


@pytest.mark.parametrize(
    ("confidence", "margin", "decision"),
    [
        (0.9, 0.5, Decision.ACT), (0.9, -0.1, Decision.ASK), (0.5, 0.5, Decision.ASK), (0.1, 0.5, Decision.REJECT),
        (0.9, -2.0, Decision.REJECT),
    ],
)  # fmt: skip
def test_acting_needs_confidence_and_margin(confidence: float, margin: float, decision: Decision) -> None:
    assert Gates().decide(confidence, margin) is decision
