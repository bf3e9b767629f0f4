"""What is wrong with a file in the reader's language: feeds say it in English, once, and know no languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from string import Formatter

from bot.messages.texts import LocaleTexts

_PREFIX = "feed_faults."


class FeedFaultWords:
    """Finds which of our sentences one is, and what was filled in; what it does not know stays as it was said."""

    def __init__(self, english: Mapping[str, str]) -> None:
        self._patterns = tuple((key, _pattern(text)) for key, text in english.items())
        self._find = lru_cache(maxsize=512)(self._looked_up)

    def said(self, t: LocaleTexts, sentence: str) -> str:
        """The sentence in that language, for a page: nothing of it is markup."""
        found = self._find(sentence)
        return sentence if found is None else t.plain(_PREFIX + found[0], **dict(found[1]))

    def knows(self, sentence: str) -> bool:
        """Whether it can be said in every language."""
        return self._find(sentence) is not None

    def _looked_up(self, sentence: str) -> tuple[str, tuple[tuple[str, str], ...]] | None:
        for key, pattern in self._patterns:
            found = pattern.fullmatch(sentence)
            if found is not None:
                return key, tuple(found.groupdict().items())
        return None


def feed_fault_words(messages: Mapping[str, object]) -> FeedFaultWords:
    """Made from the English texts."""
    own = {key.removeprefix(_PREFIX): text for key, text in messages.items() if key.startswith(_PREFIX)}
    return FeedFaultWords({key: text for key, text in own.items() if isinstance(text, str)})


def _pattern(text: str) -> re.Pattern[str]:
    """A text with its places as a pattern that reads what stands in them."""
    parts = Formatter().parse(text)
    return re.compile(
        "".join(re.escape(literal) + (f"(?P<{name}>.+)" if name else "") for literal, name, _, _ in parts)
    )
