"""Takes out of a message what may say who wrote it, as well as rules can, before anybody else reads it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

NAME, NUMBER, EMAIL, LINK, POSTCODE, ADDRESS = "[name]", "[number]", "[email]", "[link]", "[postcode]", "[address]"
LONGEST = 300
_MOST_PASSES = 12

_AT = re.compile(r"\S+\s*(?:@|[(\[]\s*at\s*[)\]])\s*\S+\.\S+", re.IGNORECASE)
_HANDLE = re.compile(r"(?<!\S)@\S+")
_LINK = re.compile(r"\S*(?:://|\bwww\.|\bt\.me\b)\S*", re.IGNORECASE)
_POSTCODE = re.compile(r"(?<![^\W_])[A-Z]{1,2}\d[A-Z\d]?\s?(?:\d[A-Z]{2})?(?![^\W_])", re.IGNORECASE)
_REPEATED = re.compile(r"\[number\](?:[\s,.;:/+()–-]*\[number\])+")
_STREETS = r"street|road|avenue|lane|close|crescent|terrace|gardens|court|drive|house|estate|square|st|rd|ave"
_ADDRESSES = re.compile(
    rf"\[number\],?\s+(?:[^\W\d_]+\s+){{1,3}}(?:{_STREETS})\b"
    rf"|\b(?:on|at|in)\s+(?:[^\W\d_]+\s+){{1,2}}(?:street|road|avenue|lane|crescent|terrace)\b"
    rf"|\b[^\W\d_]+(?:gatan|vägen|svängen|platsen|gränd|stigen|torget|allén|backen|gata|väg)\b(?:\s+\[number\])?",
    re.IGNORECASE,
)
_CUES = (
    r"my (?:full |first |last |sur)?name(?: is|'s|s)|name(?: is|:)|i am called|i'?m called|"
    r"mr|mrs|ms|miss|dr|jag heter|mitt namn är|namn(?: är|:)|kalla mig|som heter|hon heter|han heter"
)
_NAMED = re.compile(
    rf"(?i:\b(?:{_CUES}))\.?\s+(?P<name>[^\W\d_][^\s,.!?;:\[\]]*)(?P<more>(?:\s+[^\W\d_][^\s,.!?;:\[\]]*)?)"
)
_I_AM = re.compile(
    r"\b(?i:i am|i'?m|this is|call me|named|jag är|det är)\s+"
    r"(?P<name>[^\W\d_]+)(?=\s*(?:$|[,.!?]|and\b|from\b|och\b|från\b))"
)
_NO_NAMES = frozenset(
    re.findall(
        r"\w+",
        """i im ill ive id ok okay cv hi hey hello hej english swedish telegram universal credit
        monday tuesday wednesday thursday friday saturday sunday
        january february march april june july august september october november december""",
    )
)
_WORD = re.compile(r"[^\W\d_][^\W\d_'’-]*")
_ENDS = re.compile(r"[.!?\n]\s*$")


class Masker:
    """Knows which words are nobody's name: `public` are names of places and programmes, `is_word` ordinary words."""

    def __init__(self, public: Sequence[str], is_word: Callable[[str], bool]) -> None:
        self._public = frozenset(part.casefold() for name in public for part in _WORD.findall(name))
        self._is_word = is_word

    def mask(self, text: str) -> str:
        """The message without addresses, numbers and names; masking it again changes nothing.

        No digit survives, in any script. A name survives only in small letters where no word before it tells.
        """
        read = text
        for _ in range(_MOST_PASSES):
            before, read = read, self._once(read)
            if read == before:
                break
        return read

    def _once(self, text: str) -> str:
        """What is taken out may show what stood beside it, so this is done until it changes nothing."""
        read = " ".join(unicodedata.normalize("NFKC", text).split())
        for pattern, shown in ((_AT, EMAIL), (_HANDLE, NAME), (_LINK, LINK), (_POSTCODE, POSTCODE)):
            read = pattern.sub(shown, read)
        read = " ".join(NUMBER if any(mark.isdigit() for mark in part) else part for part in read.split(" "))
        read = _ADDRESSES.sub(ADDRESS, _REPEATED.sub(NUMBER, read))
        return _shortened(self._without_names(read))

    def _without_names(self, text: str) -> str:
        read = _NAMED.sub(self._after_cue, text)
        read = _I_AM.sub(self._after_i_am, read)
        return self._without_capitals(read)

    def _after_cue(self, found: re.Match[str]) -> str:
        """The word after "my name is", and the next one when it looks like a surname."""
        cue = found.group()[: found.start("name") - found.start()]
        more = found.group("more")
        keeps = not more or self._is_ordinary(more.strip())
        return f"{cue}{NAME}{more if keeps else ''}"

    def _after_i_am(self, found: re.Match[str]) -> str:
        said = found.group()
        return said if self._is_ordinary(found.group("name")) else said[: found.start("name") - found.start()] + NAME

    def _is_ordinary(self, word: str) -> bool:
        bare = word.casefold()
        return word == bare and (self._is_word(bare) or bare in self._public)

    def _without_capitals(self, text: str) -> str:
        """A capital inside a sentence marks a name, unless it is a public one; where many are, unknown words go."""
        words = [found for found in _WORD.finditer(text) if not _in_brackets(text, found)]
        capitals = [found for found in words if _is_capital(found.group())]
        shouted = len(words) > 3 and len(capitals) * 2 > len(words)
        taken = [found for found in capitals if self._is_name(text, found, words, shouted)]
        for found in reversed(taken):
            text = text[: found.start()] + NAME + text[found.end() :]
        return re.sub(r"\[name\](?:[ -]\[name\])+", NAME, text)

    def _is_name(self, text: str, found: re.Match[str], words: Sequence[re.Match[str]], shouted: bool) -> bool:
        bare = re.split(r"['’]", found.group().casefold())[0]
        if bare in self._public or bare in _NO_NAMES:
            return False
        known = self._is_word(bare)
        before = text[: found.start()]
        begins = not before.strip() or bool(_ENDS.search(before))
        if not (begins or shouted):
            return True
        after = next((word.group() for word in words if word.start() > found.start()), "")
        return not known and (shouted or _is_capital(after))


def _is_capital(word: str) -> bool:
    """ "Amina" and "O'Neil"; not "NHS" and not "i"."""
    return word[:1].isupper() and not word.isupper()


def _in_brackets(text: str, found: re.Match[str]) -> bool:
    return text[found.start() - 1 : found.start()] == "[" and text[found.end() : found.end() + 1] == "]"


def _shortened(text: str) -> str:
    """Cut between words, never inside a mask."""
    if len(text) <= LONGEST:
        return text
    return text[:LONGEST].rsplit(" ", 1)[0].rstrip("…") + "…"
