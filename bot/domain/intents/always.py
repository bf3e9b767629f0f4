"""Words that work in any state: the whole message is one of them, or it asks for no more messages."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence

from rapidfuzz.distance import OSA

from bot.domain.intents.library import Phrases, StopSigns
from bot.domain.intents.matcher import Match
from bot.domain.intents.normalise import TextSpeak, clean, words
from bot.domain.intents.patterns import AnyOf

STOP, STOP_INTENT = "stop", "stop_messages"
_SHORTEST, _LONGEST = 4, 6
_POLITE = frozenset(
    {
        "please",
        "pls",
        "thanks",
        "thank",
        "you",
        "ok",
        "bro",
        "now",
        "just",
        "bot",
        "tack",
        "snälla",
        "nu",
    }
)
_LIKELY_STOP, _SURE_STOP = 0.6, 0.97
_SURE_OTHER = 0.9
"""From these shares of the belief on, what was learned from whole phrases goes before signs of a few words."""
_SAID_ALIKE = frozenset(
    ("cancel_booking", "change_language", "export_calendar", "no_reply_frustration", "set_quiet_hours")
)
"""What asks in the words of STOP for something less: "take me off the list for Saturday"."""
_TAKEN_OUT = "\u2026"
"""Stands where an expression was taken out, so that the words around it do not run together."""


class AlwaysWords:
    """Finds STOP, help, menu, back and the like, misspelt too."""

    def __init__(
        self,
        always: Mapping[str, Phrases],
        stop: StopSigns,
        text_speak: Mapping[str, TextSpeak],
        real_words: Container[str] = frozenset(),
    ) -> None:
        self._real_words = real_words
        self._exact: dict[str, str] = {}
        for word, phrases in always.items():
            for locale, texts in phrases.items():
                for text in texts:
                    self._exact[" ".join(words(clean(text), text_speak.get(locale, TextSpeak())))] = word
        self._asks, self._other_things, self._not_when = (
            AnyOf.read((pattern for patterns in lists.values() for pattern in patterns), {})
            for lists in (stop.asks, stop.other_things, stop.not_when)
        )
        self._by_first: dict[str, list[str]] = {}
        for phrase in (one for one in self._exact if len(one) >= _SHORTEST):
            self._by_first.setdefault(phrase[0], []).append(phrase)

    def find(self, tokens: Sequence[str], match: Match) -> str | None:
        """The word that works here, or None; every way of saying "stop messaging me" is `stop`."""
        exact = self._exactly(tokens)
        if exact is not None:
            return exact
        if self._asks_to_stop(match):
            return STOP
        is_a_word = len(tokens) == 1 and tokens[0] in self._real_words
        return None if is_a_word or len(tokens) > _LONGEST else self._misspelt(" ".join(tokens))

    def is_something_else(self, match: Match) -> bool:
        """Whether only the word is there: a bus stop, something that must not stop."""
        said = _said(match)
        return self._without_other_things(said) != said

    def _asks_to_stop(self, match: Match) -> bool:
        """ "Not at night" asks for other hours, not for silence."""
        said = _said(match)
        left = self._without_other_things(said)
        intent, share = match.ranked[0] if match.ranked else ("", 0.0)
        if intent == STOP_INTENT and share >= _SURE_STOP and left == said:
            return True
        if self._not_when.is_in(left) or (intent in _SAID_ALIKE and share >= _SURE_OTHER):
            return False
        return self._asks.is_in(left) or (intent == STOP_INTENT and share >= _LIKELY_STOP and left == said)

    def _without_other_things(self, said: Sequence[str]) -> list[str]:
        return self._other_things.taken_out(said, _TAKEN_OUT)

    def _exactly(self, tokens: Sequence[str]) -> str | None:
        if len(tokens) > _LONGEST:
            return None
        for said in (tokens, [token for token in tokens if token not in _POLITE]):
            found = self._exact.get(" ".join(said))
            if found is not None:
                return found
        return None

    def _misspelt(self, said: str) -> str | None:
        limit = 1 if len(said) < 9 else 2
        if len(said) < _SHORTEST:
            return None
        near = [
            (distance, self._exact[phrase])
            for phrase in self._by_first.get(said[0], ())
            if (distance := OSA.distance(said, phrase, score_cutoff=limit)) <= limit
        ]
        return min(near)[1] if near else None


def _said(match: Match) -> list[str]:
    return [word for repair in match.repairs for word in repair.words]
