"""Turn what a person typed into plain words: one spelling of case, accents of width, elongation and text-speak."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

MAX_CHARACTERS = 4096
"""Telegram's own limit; anything past it is not read, so time stays bounded."""

_APOSTROPHES = re.compile("[\u2018\u2019\u02bc\u00b4`\u2032]")
_ELONGATED = re.compile(r"([^\d])\1{2,}")
_SPELT_OUT = re.compile(r"(?<!\S)(?:[^\W\d_][ .-]){3,}[^\W\d_](?!\S)")
_LINK = re.compile(r"(?:https?://|www\.)\S{1,300}|\b[a-z0-9-]{2,40}\.(?:com|co|uk|org|net|info|me|se|xyz|top)\b")
_EMAIL = re.compile(r"[a-z0-9._%+-]{1,60}@[a-z0-9.-]{2,60}")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?|[\U0001F300-\U0001FAFF\u2600-\u27BF]")

_BETWEEN = " | "
"""Stands between texts that are read at once: no word goes over it."""

LINK = "0link"
"""Stands for any web or e-mail address."""


@dataclass(frozen=True)
class TextSpeak:
    """Short forms and the plain words they stand for, as token tuples."""

    forms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def expand(self, token: str) -> tuple[str, ...]:
        """The plain words for one token; an unknown token stands for itself, without its apostrophe."""
        found = self.forms.get(token)
        if found is None and "'" in token:
            bare = token.replace("'", "")
            found = self.forms.get(bare) or ((token[:-2], "is") if token.endswith("'s") else (bare,))
        return found or (token,)


_AS_TYPED = TextSpeak()


def clean(text: str) -> str:
    """Casefolded text without lone surrogates, NULs or widths, at most MAX_CHARACTERS long."""
    readable = text[:MAX_CHARACTERS].encode("utf-8", "ignore").decode("utf-8").replace("\x00", " ")
    folded = unicodedata.normalize("NFKC", readable).casefold()[:MAX_CHARACTERS]
    return _ELONGATED.sub(r"\1\1", _APOSTROPHES.sub("'", folded))


def words(cleaned: str, text_speak: TextSpeak) -> list[str]:
    """The words of cleaned text, text-speak expanded, "s t o p" as one word, numbers as they were typed."""
    linked = _LINK.sub(f" {LINK} ", _EMAIL.sub(f" {LINK} ", cleaned))
    joined = _SPELT_OUT.sub(lambda letters: "".join(filter(str.isalpha, letters[0])), linked)
    plain = joined.replace("£", " pound ").replace("%", " percent ")
    return [word for token in _WORD.findall(plain) for word in text_speak.expand(token)]


def vocabulary(texts: Iterable[str]) -> Counter[str]:
    """How often each plain word is in many texts, short forms as they were typed: read at once, a start waits."""
    return Counter(word for part in _parts(texts) for word in words(clean(part), _AS_TYPED))


def _parts(texts: Iterable[str]) -> Iterator[str]:
    part: list[str] = []
    size = 0
    for text in texts:
        size += len(text) + len(_BETWEEN)
        if part and size > MAX_CHARACTERS // 2:  # some letters are longer when folded
            yield _BETWEEN.join(part)
            part, size = [], len(text)
        part.append(text)
    yield _BETWEEN.join(part)
