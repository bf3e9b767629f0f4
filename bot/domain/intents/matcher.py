"""The matcher: which intent a message means, how sure that is, and because of what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from bot.domain.intents.calibration import Calibration, Decision, calibrate
from bot.domain.intents.features import FeatureSpace, Sparse
from bot.domain.intents.kinds import Kinds
from bot.domain.intents.normalise import TextSpeak, clean, words
from bot.domain.intents.phrases import PhraseRows, Phrases
from bot.domain.intents.repair import Repair, Repairer, slips_of
from bot.domain.intents.solver import Matrix, Problem, count_weights, solve

_MOST_WORDS = 80
_COUNT_SHARE = 0.04
_FEW = 5_000
_FOLDS = 4
_HIDDEN = ((4, 100_000), (2, 500_000), (1, 1 << 60))
_EFFORT = 60_000
"""So many readings of a phrase fit into the time a start may take."""
_FEWEST_PASSES, _MOST_PASSES = 5, 6
"""More passes than this change no answer: measured on sets of 2,000 to 15,000 phrases."""
_WRITTEN = 0.9
"""How sure a message is at least that is word for word a phrase."""
_NO_SHORT_FORMS = TextSpeak()


@dataclass(frozen=True)
class Example:
    """One phrase and the intent it belongs to."""

    text: str
    intent: str
    locale: str = "en"


@dataclass(frozen=True)
class Lexicon:
    """What is known about words apart from the phrases: short forms, ordinary words, words that mean the same."""

    text_speak: Mapping[str, TextSpeak] = field(default_factory=dict)
    known: frozenset[str] = frozenset()
    meanings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    extra: frozenset[str] = frozenset()
    """Words no phrase uses that misspellings may still be repaired to."""

    kinds: Kinds = field(default_factory=Kinds)

    def short_forms(self, locale: str) -> TextSpeak:
        """The table of one locale; a locale without one has no short forms."""
        return self.text_speak.get(locale, _NO_SHORT_FORMS)


@dataclass(frozen=True)
class Match:
    """What was understood; `ranked` holds the best few intents with their share of the belief."""

    ranked: tuple[tuple[str, float], ...]
    confidence: float
    margin: float
    decision: Decision
    repairs: tuple[Repair, ...]
    tokens: list[str]
    features: Sparse

    @property
    def intent(self) -> str | None:
        """The best intent, or None when the message held no words."""
        return self.ranked[0][0] if self.ranked else None

    def without_best(self) -> Match:
        """The same where the best intent is known to be wrong: worth a question, never an act."""
        left = self.ranked[1:]
        confidence = left[0][1] if left else 0.0
        decision = Decision.REJECT if self.decision is Decision.REJECT or not left else Decision.ASK
        return replace(self, ranked=left, confidence=confidence, decision=decision)


@dataclass(frozen=True)
class Learned:
    """What is solved from the phrases and may be kept between starts."""

    space: FeatureSpace
    weights: Matrix
    calibration: Calibration
    counts: Mapping[str, int]
    rows: PhraseRows
    spoken: Sequence[str]
    """The plain words of each phrase, as a message of the very same words would be read."""


class IntentMatcher:
    """Learned from phrases at load; reads a message in well under a millisecond."""

    def __init__(self, examples: Sequence[Example], lexicon: Lexicon, learned: Learned) -> None:
        self.examples = examples
        self.intents = sorted({example.intent for example in examples})
        self.learned = learned
        self.repairer = Repairer(learned.counts, lexicon.known)
        self._lexicon = lexicon
        self._space = learned.space
        self._weights = learned.weights
        self._calibration = learned.calibration
        self._meant: dict[str, set[str]] = {}
        numbers: dict[str, list[int]] = {}
        for number, (example, said) in enumerate(zip(examples, learned.spoken, strict=True)):
            self._meant.setdefault(said, set()).add(example.intent)
            numbers.setdefault(example.intent, []).append(number)
        self._phrases = Phrases(learned.rows, numbers, len(learned.space))

    @classmethod
    def learn(cls, examples: Sequence[Example], lexicon: Lexicon, passes: int | None = None) -> IntentMatcher:
        """Solve the weights from the phrases, in so many passes over them or in as many as a start has time for."""
        spoken = [_plain(example.text, lexicon.short_forms(example.locale)) for example in examples]
        counts = Counter(token for tokens in spoken for token in tokens) | Counter(lexicon.extra)
        slips = slips_of(counts, lexicon.known)
        spoken = [[slips.get(token, token) for token in tokens] for tokens in spoken]
        texts = [lexicon.kinds.generalise(tokens) for tokens in spoken]
        space = FeatureSpace.learn(texts, lexicon.meanings, rare_below=1 if len(texts) <= _FEW else 2)
        problem = _problem(examples, texts, space)
        weights = solve(problem, passes=passes or _passes(len(texts)))
        weights += np.float32(_COUNT_SHARE) * count_weights(problem)
        counts = Counter({word: count for word, count in counts.items() if word not in slips})
        full = np.ascontiguousarray(weights[:, 0, :])
        calibration = _calibrate(problem, weights, [space.novelty(tokens) for tokens in texts])
        said = [" ".join(tokens) for tokens in spoken]
        return cls(examples, lexicon, Learned(space, full, calibration, counts, PhraseRows.of(problem.rows), said))

    def match(self, text: str, locale: str = "en") -> Match:
        """Read one message."""
        return self.match_tokens(_plain(text, self._lexicon.short_forms(locale)))

    def match_tokens(self, tokens: Sequence[str]) -> Match:
        """Read words that are already plain."""
        repairs = tuple(self.repairer.repair(token) for token in _ends(tokens))
        return self._read([word for repair in repairs for word in repair.words], repairs)

    def match_words(self, words: Sequence[str]) -> Match:
        """Read words that are repaired already, against another vocabulary."""
        return self._read(list(_ends(words)), ())

    def _read(self, words: Sequence[str], repairs: tuple[Repair, ...]) -> Match:
        read = self._lexicon.kinds.generalise(words)
        features = self._space.read(read)
        if len(features.ids) < 2:
            return Match((), 0.0, -1.0, Decision.REJECT, repairs, read, features)
        scores = self.score(features)
        shares = self._calibration.shares(scores)
        confidence = self._calibration.confidence(scores, shares, features.unknown)
        best = np.argsort(-shares)[:5].tolist()
        margin = float(scores[best[0]])
        ranked = tuple((self.intents[number], float(shares[number])) for number in best)
        decision = self._calibration.gates.decide(confidence, margin)
        match = Match(ranked, confidence, margin, decision, repairs, read, features)
        if decision is not Decision.ACT and self.is_phrase(words, ranked[0][0]):
            # Whoever wrote the phrase has said what it means; that others are near it makes it no less so.
            return replace(match, confidence=max(confidence, _WRITTEN), decision=Decision.ACT)
        return match

    def repaired(self, tokens: Sequence[str]) -> list[str]:
        """The words with misspellings replaced."""
        return [word for token in tokens for word in self.repairer.repair(token).words]

    def is_phrase(self, words: Sequence[str], intent: str) -> bool:
        """Whether plain words are word for word a phrase of an intent."""
        return intent in self._meant.get(" ".join(words), ())

    def shares(self, match: Match) -> dict[str, float]:
        """The share of the belief of every intent, not only of the best few."""
        return dict(zip(self.intents, self._calibration.shares(self.score(match.features)).tolist(), strict=True))

    def nearest(self, match: Match) -> tuple[str, float]:
        """The phrase of the best intent that the message is most like, and how alike they are, up to one."""
        number, alike = self._phrases.nearest(match.ranked[0][0], match.features)
        return self.examples[number].text, alike

    def word_shares(self, match: Match) -> dict[str, float]:
        """How much each word of the message added to the best intent's score."""
        column = self.intents.index(match.ranked[0][0])
        parts = match.features.values * self._weights[match.features.ids, column]
        shares = dict.fromkeys(match.tokens, 0.0)
        for part, (first, last) in zip(parts[:-1].tolist(), match.features.owners, strict=True):
            shares[match.tokens[first]] += part / 2
            shares[match.tokens[last]] += part / 2
        return shares

    def score(self, features: Sparse) -> npt.NDArray[np.float32]:
        """One score per intent: a sum over features, so every part of it can be told."""
        scores: npt.NDArray[np.float32] = features.values @ self._weights[features.ids]
        return scores


def _plain(text: str, short_forms: TextSpeak) -> list[str]:
    return words(clean(text), short_forms)


def _ends(tokens: Sequence[str]) -> Iterable[str]:
    if len(tokens) <= _MOST_WORDS:
        return tokens
    return [*tokens[: _MOST_WORDS // 2], *tokens[-_MOST_WORDS // 2 :]]


def _problem(examples: Sequence[Example], texts: Sequence[Sequence[str]], space: FeatureSpace) -> Problem:
    intents = {intent: number for number, intent in enumerate(sorted({example.intent for example in examples}))}
    labels = np.array([intents[example.intent] for example in examples], dtype=np.int64)
    variants = 1 + _hidden_folds(len(texts) * len(intents))
    folds = np.empty(len(labels), dtype=np.int64)
    for label in range(len(intents)):
        members = np.flatnonzero(labels == label)
        folds[members] = np.arange(len(members)) % _FOLDS
    folds = np.minimum(folds, variants - 1)
    rows = [space.row(tokens) for tokens in texts]
    return Problem(rows, labels, folds, len(space), len(intents), variants)


def _passes(size: int) -> int:
    return max(_FEWEST_PASSES, min(_MOST_PASSES, _EFFORT // max(1, size)))


def _hidden_folds(size: int) -> int:
    """Each fold that a model is held out of costs time at load; large sets need fewer for as many held-out phrases."""
    return next(folds for folds, limit in _HIDDEN if size <= limit)


def _calibrate(problem: Problem, weights: Matrix, novelty: Sequence[float]) -> Calibration:
    held = [
        (values @ weights[ids, fold + 1], label, new)
        for (ids, values), fold, label, new in zip(problem.rows, problem.folds, problem.labels, novelty, strict=True)
        if fold + 1 < problem.variants
    ]
    scores = np.array([row for row, _, _ in held], dtype=np.float32)
    return calibrate(scores, np.array([label for _, label, _ in held]), [new for _, _, new in held])
