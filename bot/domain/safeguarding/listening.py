"""Hear how grave a sentence is by what it is like, where no sign was written for it.

Signs and clues are certain, and miss what nobody thought of. The listener has learned from sentences: how grave one is
(danger now, a concern, ordinary talk), and of which kind a grave one is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.intents.library import IntentLibrary
from bot.domain.intents.matcher import Example, IntentMatcher, Lexicon, Match
from bot.domain.safeguarding.detection import EVERYDAY

IMMINENT, CONCERN, ORDINARY = "imminent", "concern", "ordinary"
_WORDS = 3
_SHORTEST_NUMBER = 6


@dataclass(frozen=True)
class Heard:
    """How much belief there is in danger now and in any concern, and the words that decided."""

    imminent: float
    grave: float
    because: str


SILENCE = Heard(0.0, 0.0, "")


class Listener:
    """Two matchers over the same sentences: one for how grave they are, one for the kind of the grave ones."""

    def __init__(self, levels: IntentMatcher, kinds: IntentMatcher) -> None:
        self._levels = levels
        self._kinds = kinds
        self._ordinary = levels.plain(ORDINARY)

    def knows(self, words: Sequence[str]) -> bool:
        """Whether a sentence is word for word one that is known to be ordinary."""
        return tuple(words) in self._ordinary

    def hear(self, words: Sequence[str]) -> Heard:
        """How grave one sentence of repaired words without ordinary sayings is."""
        if _is_a_number(words):
            return SILENCE
        match = self._levels.match_words(_said_once(words))
        if not match.ranked:
            return SILENCE
        shares = dict(match.ranked)
        imminent = shares.get(IMMINENT, 0.0)
        return Heard(imminent, imminent + shares.get(CONCERN, 0.0), self._deciding(match))

    def kinds(self, words: Sequence[str]) -> Mapping[str, float]:
        """The belief in every kind, given that the sentence is grave."""
        return self._kinds.shares(self._kinds.match_words(_said_once(words)))

    def _deciding(self, match: Match) -> str:
        if match.intent == ORDINARY:
            return ""
        shares = sorted(self._levels.word_shares(match).items(), key=lambda item: -item[1])
        return ", ".join(word for word, share in shares[:_WORDS] if share > 0)


def _is_a_number(words: Sequence[str]) -> bool:
    """Whether it is only a phone number; the few digits of an emergency call are for the signs."""
    text = "".join(words)
    return len(text) >= _SHORTEST_NUMBER and not any(letter.isalpha() for letter in text)


def _said_once(words: Sequence[str]) -> Sequence[str]:
    """Words said over and over weigh no more than once: noise must not add up to an alarm."""
    once = tuple(dict.fromkeys(words))
    return once if 2 * len(once) <= len(words) else words


def listening_lexicon(library: IntentLibrary, lexicon: Lexicon) -> Lexicon:
    """The lexicon in which words of one group of the signs and clues mean the same, so that one teaches the others."""
    meanings = dict(lexicon.meanings)
    for table in (library.safeguarding.clues, library.safeguarding.groups):
        for locale, groups in table.items():
            for group, texts in groups.items():
                for word in (text.rstrip("*") for text in texts if group != EVERYDAY and " " not in text):
                    meanings[word] = tuple(dict.fromkeys((*meanings.get(word, ()), f"{locale}{group}")))
    return replace(lexicon, meanings=meanings)


def levels_of(library: IntentLibrary, locales: Sequence[str]) -> list[Example]:
    """Every sentence by how grave it is; what people ask of the service is ordinary talk too."""
    listed = [(level, lists) for kind in library.safeguarding.kinds for level, lists in kind.phrases.items()]
    listed += [(ORDINARY, intent.phrases) for intent in library.intents]
    listed.append((ORDINARY, library.safeguarding.harmless))
    return [
        Example(text, level, locale) for level, lists in listed for locale in locales for text in lists.get(locale, ())
    ]


def kinds_of_concern(library: IntentLibrary, locales: Sequence[str]) -> list[Example]:
    """Every grave sentence by its kind."""
    return [
        Example(text, kind.id, locale)
        for kind in library.safeguarding.kinds
        for lists in kind.phrases.values()
        for locale in locales
        for text in lists.get(locale, ())
    ]
