"""Hear how grave a sentence is by what it is like, where no sign was written for it.

Signs and clues are certain, and miss what nobody thought of. The listener has learned from sentences of every kind and
level, and of ordinary talk. How grave a sentence is adds up over the kinds: a danger is told from ordinary talk much
better as one of several dangers than as "something grave".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.domain.intents.library import IntentLibrary
from bot.domain.intents.matcher import Example, IntentMatcher, Lexicon, Match
from bot.domain.safeguarding.detection import EVERYDAY, Level

ORDINARY = "ordinary"
_WORDS = 3
_EMERGENCY_CALLS = frozenset({"999", "112", "911"})
_IN = "/"
"""Between the level and the kind in the name of what a sentence is learned as."""


@dataclass(frozen=True)
class Heard:
    """How much belief there is in danger now, in any concern and in each kind, and the words that decided."""

    imminent: float
    grave: float
    because: str
    kinds: Mapping[str, float] = field(default_factory=dict)


SILENCE = Heard(0.0, 0.0, "")


class Listener:
    """One matcher over every sentence, each under its level and kind."""

    def __init__(self, sentences: IntentMatcher) -> None:
        self._sentences = sentences

    def knows(self, words: Sequence[str]) -> bool:
        """Whether a sentence, or a message of several, is word for word one that is known to be ordinary."""
        return self._sentences.is_phrase(words, ORDINARY)

    def hear(self, words: Sequence[str]) -> Heard | None:
        """How grave one sentence of repaired words without ordinary sayings is; None where no word of it is known."""
        if _is_a_number(words):
            return SILENCE
        match = self._sentences.match_words(_said_once(words))
        if not match.ranked:
            return None
        shares = self._sentences.shares(match)
        shares.pop(ORDINARY, None)
        if not shares:
            return None
        levels, kinds = _added_up(shares)
        likeliest = max(shares, key=lambda label: shares[label])
        because = self._deciding(replace(match, ranked=((likeliest, shares[likeliest]),)))
        return Heard(levels.get(Level.IMMINENT, 0.0), sum(levels.values()), because, kinds)

    def _deciding(self, match: Match) -> str:
        shares = sorted(self._sentences.word_shares(match).items(), key=lambda item: -item[1])
        return ", ".join(word for word, share in shares[:_WORDS] if share > 0)


def _added_up(shares: Mapping[str, float]) -> tuple[dict[str, float], dict[str, float]]:
    """The shares of all levels and of all kinds, from those of every level of every kind."""
    levels: dict[str, float] = {}
    kinds: dict[str, float] = {}
    for label, share in shares.items():
        level, kind = label.split(_IN)
        levels[level] = levels.get(level, 0.0) + share
        kinds[kind] = kinds.get(kind, 0.0) + share
    return levels, kinds


def _is_a_number(words: Sequence[str]) -> bool:
    """Whether it is only a number, from a list or a telephone, and not the one that is called in danger."""
    text = "".join(words)
    return text not in _EMERGENCY_CALLS and not any(letter.isalpha() for letter in text)


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


def sentences_of(library: IntentLibrary, locales: Sequence[str]) -> list[Example]:
    """Every sentence by its level and kind; what people ask of the service is ordinary talk too."""
    listed = [
        (f"{level}{_IN}{kind.id}", lists)
        for kind in library.safeguarding.kinds
        for level, lists in kind.phrases.items()
    ]
    listed += [(ORDINARY, intent.phrases) for intent in library.intents]
    listed.append((ORDINARY, library.safeguarding.harmless))
    return [
        Example(text, label, locale) for label, lists in listed for locale in locales for text in lists.get(locale, ())
    ]
