"""Read one message: safeguarding first, then words that always work, then the intent and what it names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.domain.intents.always import STOP, STOP_INTENT, AlwaysWords
from bot.domain.intents.calibration import Decision
from bot.domain.intents.explanation import Because, explain
from bot.domain.intents.keeping import key_of, pack, unpack
from bot.domain.intents.kinds import ELSEWHERE, PLACE, PROGRAMME, Kinds
from bot.domain.intents.languages import Languages
from bot.domain.intents.library import IntentLibrary
from bot.domain.intents.matcher import Example, IntentMatcher, Lexicon, Match
from bot.domain.intents.normalise import TextSpeak, clean, words
from bot.domain.safeguarding.detection import SURE, Alarm, Detector, Level, choose, divide, is_only_a_saying, sign_words
from bot.domain.slots.filling import SlotFiller, Slots

UNCLEAR = "unclear"
_SAFEGUARDING = "safeguarding_"
_SHORT_NAME = 4
_CLEARER = 0.1
"""So much more than the soft card the imminent one takes, where a word alarms by itself."""

_MOST_SENTENCES = 16
"""So many sentences of a long message are read by the matcher; the certain signs are looked for in all of them."""


class ModelCache(Protocol):
    """Where learned weights may be kept between starts."""

    def load(self, key: str) -> bytes | None:
        """The bytes kept under a key, if any."""

    def save(self, key: str, model: bytes) -> None:
        """Keep the bytes of a key."""


@dataclass(frozen=True)
class Reading:
    """What one message was taken to mean; `safeguarding` goes before everything else."""

    intent: str
    confidence: float
    decision: Decision
    alternatives: tuple[tuple[str, float], ...]
    because: Because | None
    slots: Slots
    safeguarding: Alarm | None
    word: str | None


class Understanding:
    """Built once from the library, then pure: the same text and locale always give the same reading."""

    def __init__(
        self,
        matcher: IntentMatcher,
        detector: Detector,
        always: AlwaysWords,
        slots: SlotFiller,
        text_speak: Mapping[str, TextSpeak],
        languages: Languages,
    ) -> None:
        self.matcher = matcher
        self._detector = detector
        self._always = always
        self._slots = slots
        self._text_speak = text_speak
        self._languages = languages

    @classmethod
    def build(cls, library: IntentLibrary, locales: Sequence[str], cache: ModelCache | None = None) -> Understanding:
        """Learn from the phrases of these locales, or take what was learned from the same phrases before."""
        lexicon = lexicon_of(library, locales)
        text_speak = lexicon.text_speak
        detector = Detector(library.safeguarding)
        matcher = _matcher(examples_of(library, locales), lexicon, cache)
        always = AlwaysWords(library.always, library.stop, text_speak)
        slots = SlotFiller(library.names, matcher.repairer.leaves_alone)
        return cls(matcher, detector, always, slots, text_speak, Languages.of(library, locales))

    def read(self, text: str, locale: str = "en") -> Reading:
        """Understand one message; never raises, whatever was typed."""
        cleaned = clean(text)
        short_forms = self._text_speak[self._languages.guess(cleaned, locale)]
        tokens = words(cleaned, short_forms)
        match = self.matcher.match_tokens(tokens)
        alarm = self._alarm(cleaned, short_forms, match)
        word = self._always.find(tokens, match)
        if word == STOP and alarm and not alarm.because:
            alarm = None  # "I don't want to be messaged" only resembles a cry for help
        slots = self._slots.fill(cleaned, tokens)
        return self._reading(match, alarm, word, slots)

    def _reading(self, match: Match, alarm: Alarm | None, word: str | None, slots: Slots) -> Reading:
        ranked = [(intent, share) for intent, share in match.ranked if not intent.startswith(_SAFEGUARDING)]
        because = explain(self.matcher, match) if match.ranked else None
        if alarm:
            intent = f"{_SAFEGUARDING}{alarm.kind}"
            return Reading(intent, 1.0, Decision.ACT, tuple(ranked), because, slots, alarm, word)
        if word == STOP:
            return Reading(STOP_INTENT, 1.0, Decision.ACT, tuple(ranked), because, slots, None, word)
        if not ranked:
            return Reading(UNCLEAR, 0.0, Decision.REJECT, (), because, slots, None, word)
        intent, share = ranked[0]
        if intent != match.intent:  # the best guess was a cry for help, but not likely enough to say so
            return Reading(intent, share, Decision.REJECT, tuple(ranked[1:4]), because, slots, None, word)
        return Reading(intent, match.confidence, match.decision, tuple(ranked[1:4]), because, slots, None, word)

    def _alarm(self, cleaned: str, short_forms: TextSpeak, match: Match) -> Alarm | None:
        sentences = divide(cleaned)
        alarms: list[Alarm] = []
        belief: dict[str, float] = {}
        for number, sentence in enumerate(sentences):
            tokens = words(sentence, short_forms)
            repaired = self.matcher.repaired(tokens)
            plain = self._detector.without_sayings(repaired)
            heard = self._detector.signs(plain)
            if number < _MOST_SENTENCES and not is_only_a_saying(plain):
                same = len(sentences) == 1 and len(plain) == len(repaired)
                read = match if same else self.matcher.match_tokens(plain)
                heard += self._believed(read, belief, self._detector.likely(plain))
            alarms += map(self._detector.graver, heard) if heard and self._detector.is_now(plain) else heard
        return choose(alarms, belief)

    def _believed(self, match: Match, belief: dict[str, float], likely: float) -> list[Alarm]:
        total = imminent = 0.0
        best: tuple[float, str] = (0.0, "")
        for intent, share in match.ranked:
            if intent.startswith(_SAFEGUARDING):
                kind, _, level = intent.removeprefix(_SAFEGUARDING).partition("/")
                belief[kind] = max(belief.get(kind, 0.0), share)
                total += share
                imminent += share if level == Level.IMMINENT else 0.0
                best = max(best, (share, kind))
        if total < likely:
            return []
        level = Level.IMMINENT if imminent >= min(SURE, likely + _CLEARER) else Level.CONCERN
        return [self._detector.alarm(best[1], level, "")]


def examples_of(library: IntentLibrary, locales: Sequence[str]) -> list[Example]:
    """Every phrase of these locales under its intent; safeguarding phrases under their kind and level."""
    wanted = set(locales)
    found = [
        Example(phrase, intent.id, locale)
        for intent in library.intents
        for locale, phrases in intent.phrases.items()
        if locale in wanted
        for phrase in phrases
    ]
    found += [
        Example(phrase, f"{_SAFEGUARDING}{kind.id}/{level}", locale)
        for kind in library.safeguarding.kinds
        for level, lists in kind.phrases.items()
        for locale, phrases in lists.items()
        if locale in wanted
        for phrase in phrases
    ]
    return found


def lexicon_of(library: IntentLibrary, locales: Sequence[str]) -> Lexicon:
    """Everything known about words apart from the phrases."""
    kinds = kinds_of(library)
    names = {word for name in kinds.names for word in name if len(word) > _SHORT_NAME}
    return Lexicon(
        text_speak={locale: merge_text_speak(library, locale) for locale in locales},
        known=library.known_words,
        meanings=library.meanings,
        extra=sign_words(library.safeguarding) | names,
        kinds=kinds,
    )


def kinds_of(library: IntentLibrary) -> Kinds:
    """Places and programmes, so that a phrase with one council teaches all of them."""

    def split(text: str) -> tuple[str, ...]:
        return tuple(words(clean(text), TextSpeak()))

    names = {split(text): PROGRAMME for one in library.names.programmes for text in one.names}
    names |= {split(text): PLACE for listed in library.names.places.values() for one in listed for text in one.names}
    names |= {split(text): ELSEWHERE for text in library.names.elsewhere}
    ordinary = frozenset(split(text) for text in library.names.common_words)
    return Kinds(names, ordinary, frozenset(library.names.prepositions))


def merge_text_speak(library: IntentLibrary, locale: str) -> TextSpeak:
    """A locale's short forms, and other languages' where they are no word of this one: people mix."""
    own = library.text_speak.get(locale, {})
    used = {
        word
        for intent in library.intents
        for phrase in intent.phrases.get(locale, ())
        for word in words(clean(phrase), TextSpeak())
    }
    others = {
        short: plain
        for other, forms in library.text_speak.items()
        if other != locale
        for short, plain in forms.items()
        if short not in used
    }
    return TextSpeak({short: tuple(plain.split()) for short, plain in {**others, **own}.items()})


def _matcher(examples: Sequence[Example], lexicon: Lexicon, cache: ModelCache | None) -> IntentMatcher:
    if cache is None:
        return IntentMatcher.learn(examples, lexicon)
    key = key_of(examples, lexicon)
    kept = cache.load(key)
    matcher = unpack(kept, examples, lexicon) if kept else None
    if matcher is None:
        matcher = IntentMatcher.learn(examples, lexicon)
        cache.save(key, pack(matcher.learned))
    return matcher
