"""What staff write: plain words as the texts that items carry, back again, and the short name a new item goes by."""

from __future__ import annotations

import html
import re
import secrets
import unicodedata
from collections.abc import Mapping

from bot.messages.texts import escape

_NO_LETTERS = re.compile(r"[^a-z0-9]+")
_LONGEST, _TAIL = 28, 3

Words = Mapping[str, str]
"""A text by language, as staff wrote it."""


def as_html(words: Words) -> dict[str, str]:
    """Plain words as the finished Telegram HTML that items carry; a language without words is left out."""
    return {code: escape(text.strip()) for code, text in words.items() if text.strip()}


def as_plain(words: Words) -> dict[str, str]:
    """The same as staff change it."""
    return {code: html.unescape(text) for code, text in words.items()}


def short_name(title: str, otherwise: str) -> str:
    """A name for addresses and buttons that nothing else has; what the title has no letters for is called otherwise."""
    letters = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = _NO_LETTERS.sub("_", letters).strip("_")[:_LONGEST].strip("_")
    return f"{words or otherwise}_{secrets.token_hex(_TAIL)}"
