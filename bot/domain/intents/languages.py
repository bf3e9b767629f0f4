"""Guess which language a message is typed in, because people do not always write in the language they chose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.domain.intents.library import IntentLibrary
from bot.domain.intents.normalise import TextSpeak, words

_PLAIN = TextSpeak()


class Languages:
    """Words that only one of the languages uses."""

    def __init__(self, own: Mapping[str, frozenset[str]]) -> None:
        self._own = own

    @classmethod
    def of(cls, library: IntentLibrary, locales: Sequence[str]) -> Languages:
        """Learn each language's own words from its phrases and its short forms."""
        used = {locale: _used(library, locale) for locale in locales}
        return cls(
            {
                locale: found.difference(*(others for other, others in used.items() if other != locale))
                for locale, found in used.items()
            }
        )

    def guess(self, cleaned: str, chosen: str) -> str:
        """The language with the most words of its own in the message; a tie goes to the one the person chose."""
        tokens = words(cleaned, _PLAIN)
        counts = {locale: sum(token in own for token in tokens) for locale, own in self._own.items()}
        best = max(counts.values(), default=0)
        if not counts or counts.get(chosen, -1) == best:
            return chosen if chosen in counts or not counts else next(iter(counts))
        return next(locale for locale, count in counts.items() if count == best)


def _used(library: IntentLibrary, locale: str) -> frozenset[str]:
    listed = (library.spoken.get(locale, ()), library.safeguarding.spoken.get(locale, ()))
    return frozenset(library.text_speak.get(locale, {})).union(*listed)
