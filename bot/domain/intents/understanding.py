"""Read one message: safeguarding first, then words that always work, then the intent and what it names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from bot.domain.intents.always import STOP, STOP_INTENT, AlwaysWords
from bot.domain.intents.calibration import Decision
from bot.domain.intents.explanation import Because, explain
from bot.domain.intents.keeping import key_of, pack, unpack
from bot.domain.intents.kinds import ELSEWHERE, PLACE, PROGRAMME, Kinds
from bot.domain.intents.languages import Languages
from bot.domain.intents.library import IntentLibrary, Phrases
from bot.domain.intents.matcher import Example, IntentMatcher, Lexicon, Match
from bot.domain.intents.normalise import TextSpeak, clean, words
from bot.domain.intents.patterns import words_of
from bot.domain.intents.precedence import is_a_question
from bot.domain.intents.repair import slips_of
from bot.domain.safeguarding.detection import Alarm, Detector, Level, divide, sign_words
from bot.domain.safeguarding.guard import Guard
from bot.domain.safeguarding.listening import Listener, listening_lexicon, sentences_of
from bot.domain.slots.filling import SlotFiller, Slots

UNCLEAR = "unclear"
_SAFEGUARDING = "safeguarding_"
_LONGEST_NAME = 3
_IN_NO_NAME = frozenset(
    {"i", "me", "my", "you", "he", "she", "him", "her", "they", "we", "us", "am", "is"}
) | frozenset({"jag", "mig", "mej", "min", "du", "han", "hon", "de", "vi", "är"})
_SHORT_NAME = 4
_A_WORD = 3
"""What fewer phrases of a language have was borrowed by them from another one."""


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
    is_question: bool = False


class Understanding:
    """Built once from the library, then pure: the same text and locale always give the same reading."""

    def __init__(
        self,
        matcher: IntentMatcher,
        guard: Guard,
        always: AlwaysWords,
        slots: SlotFiller,
        text_speak: Mapping[str, TextSpeak],
        languages: Languages,
    ) -> None:
        self.matcher = matcher
        self._guard = guard
        self._always = always
        self._slots = slots
        self._text_speak = text_speak
        self._languages = languages

    @classmethod
    def build(cls, library: IntentLibrary, locales: Sequence[str], cache: ModelCache | None = None) -> Understanding:
        """Learn from the phrases of these locales, or take what was learned from the same phrases before."""
        lexicon = lexicon_of(library, locales)
        text_speak = lexicon.text_speak
        sentences = _matcher(sentences_of(library, locales), listening_lexicon(library, lexicon), cache)
        guard = Guard(Detector(library.safeguarding), Listener(sentences))
        matcher = _matcher(examples_of(library, locales), lexicon, cache)
        always = AlwaysWords(library.always, library.stop, text_speak, _real_words(library))
        slots = SlotFiller(library.names, matcher.repairer.is_word)
        return cls(matcher, guard, always, slots, text_speak, Languages.of(library, locales))

    def read(self, text: str, locale: str = "en") -> Reading:
        """Understand one message; never raises, whatever was typed."""
        cleaned = clean(text)
        short_forms = self._text_speak[self._languages.guess(cleaned, locale)]
        tokens = words(cleaned, short_forms)
        match = self.matcher.match_tokens(tokens)
        alarm = self._alarm(cleaned, short_forms)
        word = self._always.find(tokens, match)
        if match.intent == STOP_INTENT and word != STOP and self._always.is_something_else(match):
            match = match.without_best()
        if word == STOP and match.intent == STOP_INTENT and _is_faint(alarm):
            alarm = None  # "I don't want to be messaged" only resembles a cry for help
        slots = self._slots.fill(cleaned, tokens)
        reading = self._reading(match, alarm, word, slots)
        return replace(reading, is_question=is_a_question(match.tokens))

    def _reading(self, match: Match, alarm: Alarm | None, word: str | None, slots: Slots) -> Reading:
        ranked = match.ranked
        because = explain(self.matcher, match) if match.ranked else None
        if alarm:
            intent = f"{_SAFEGUARDING}{alarm.kind}"
            return Reading(intent, 1.0, Decision.ACT, ranked[:3], because, slots, alarm, word)
        if word == STOP:
            return Reading(STOP_INTENT, 1.0, Decision.ACT, ranked[:3], because, slots, None, word)
        if not ranked:
            return Reading(UNCLEAR, 0.0, Decision.REJECT, (), because, slots, None, word)
        return Reading(ranked[0][0], match.confidence, match.decision, ranked[1:4], because, slots, None, word)

    def _alarm(self, cleaned: str, short_forms: TextSpeak) -> Alarm | None:
        typed = [words(one, short_forms) for one in divide(cleaned)]
        alarm = self._guard.alarm([self.matcher.repaired(sentence) for sentence in typed])
        return None if _is_faint(alarm) and self._may_be_a_name(typed) else alarm

    def _may_be_a_name(self, typed: Sequence[Sequence[str]]) -> bool:
        """Whether it is a word or two of which half are no words: a name is like many things by chance."""
        said = [token for sentence in typed for token in sentence]
        if len(said) > _LONGEST_NAME or not _IN_NO_NAME.isdisjoint(said):
            return False
        repairs = [self.matcher.repairer.repair(token) for token in said]
        unknown = sum(not one.changed and not self.matcher.repairer.is_word(one.typed) for one in repairs)
        return 2 * unknown >= len(said)


def _is_faint(alarm: Alarm | None) -> bool:
    """Whether a sentence is only like others that worry, without a sign and without danger now."""
    return alarm is not None and not alarm.certain and alarm.level is Level.CONCERN


def examples_of(library: IntentLibrary, locales: Sequence[str]) -> list[Example]:
    """Every phrase of these locales under its intent."""
    wanted = set(locales)
    return [
        Example(phrase, intent.id, locale)
        for intent in library.intents
        for locale, phrases in intent.phrases.items()
        if locale in wanted
        for phrase in phrases
    ]


def lexicon_of(library: IntentLibrary, locales: Sequence[str]) -> Lexicon:
    """Everything known about words apart from the phrases."""
    kinds = kinds_of(library)
    names = {word for name in kinds.names for word in name if len(word) > _SHORT_NAME}
    return Lexicon(
        text_speak={locale: merge_text_speak(library, locale) for locale in locales},
        known=library.known_words | _words_of(library.stop.other_things),
        meanings=library.meanings,
        extra=sign_words(library.safeguarding) | _spoken(library) | _words_of(library.stop.asks) | names,
        kinds=kinds,
    )


def _words_of(lists: Phrases) -> frozenset[str]:
    return words_of((pattern for patterns in lists.values() for pattern in patterns), {})


def _spoken(library: IntentLibrary) -> frozenset[str]:
    """The words of every safeguarding sentence, so that misspelt ones are repaired to them."""
    spoken = library.safeguarding.spoken.values()
    counts: Counter[str] = sum((*spoken, *library.spoken.values()), Counter())
    slips = slips_of(counts, library.known_words)
    return frozenset(word for words in spoken for word in words if word.isalpha() and word not in slips)


def _real_words(library: IntentLibrary) -> frozenset[str]:
    """Words that nobody wrote by mistake: of the language, or said in several phrases."""
    counts: Counter[str] = sum(library.spoken.values(), Counter())
    return library.known_words | {word for word, count in counts.items() if count >= _A_WORD}


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
    used = library.spoken.get(locale, Counter())
    others = {
        short: plain
        for other, forms in library.text_speak.items()
        if other != locale
        for short, plain in forms.items()
        if used[short] < _A_WORD
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
