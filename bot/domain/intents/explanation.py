"""Say why: the nearest phrase of the chosen intent, the words that decided and the spellings that were repaired."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.intents.matcher import IntentMatcher, Match

_WORDS = 4


@dataclass(frozen=True)
class Because:
    """The real arithmetic behind a reading, in words a coordinator can follow."""

    phrase: str
    similarity: float
    words: tuple[tuple[str, float], ...]
    repairs: tuple[tuple[str, str], ...]


def explain(matcher: IntentMatcher, match: Match) -> Because:
    """The parts of the best score: each word's share of it, and the phrase that pulled hardest."""
    phrase, similarity = matcher.nearest(match)
    deciding = sorted(matcher.word_shares(match).items(), key=lambda item: -item[1])
    repairs = tuple((repair.typed, " ".join(repair.words)) for repair in match.repairs if repair.changed)
    return Because(phrase, similarity, tuple(deciding[:_WORDS]), repairs)
