"""Which language we do not speak a message is written in: by its letters, then by a few words, never by a name."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

_MOST_CHARACTERS = 1000
_FEWEST_LETTERS = 2
_LETTER, _WORD = 1, 3
"""A letter that others in the script do not use counts once, a word three times."""
_ONE_IN = 4
"""In Latin letters, at least one word in four must be of the language, or one of two."""

LATIN, ANY = "latin", "any"
_RANGES: Mapping[str, tuple[tuple[int, int], ...]] = MappingProxyType(
    {
        # Phonetic letters are here because people decorate their names and words with them.
        LATIN: ((0x0041, 0x02AF), (0x1D00, 0x1DBF), (0x1E00, 0x1EFF), (0x2C60, 0x2C7F), (0xA720, 0xA7FF)),
        "arabic": ((0x0600, 0x06FF), (0x0750, 0x077F), (0x08A0, 0x08FF)),
        "ethiopic": ((0x1200, 0x139F), (0x2D80, 0x2DDF), (0xAB00, 0xAB2F)),
        "bengali": ((0x0980, 0x09FF),),
    }
)
_RIGHT_TO_LEFT = frozenset({"R", "AL", "RLE", "RLO", "RLI"})
# Keyboards differ in these, writers do not mean anything by it.
_SAME = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "أ": "ا", "إ": "ا", "آ": "ا", "ة": "ه", "ۀ": "ه"})
_WORD_CHARACTERS = re.compile(r"[^\W\d_]+")
_PERSON = "person"
_PERSON_TYPED = re.compile(rf"\b{_PERSON}\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Signs:
    """What tells one language from the others in its script; the lowest order is taken when nothing tells."""

    language: str
    script: str
    order: int
    letters: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()

    @classmethod
    def of(cls, language: str, script: str, order: int, letters: str, words: Sequence[str]) -> Signs:
        """Signs as they are written in content."""
        return cls(language, script, order, frozenset(letters), frozenset(fold(word) for word in words))


@dataclass(frozen=True, slots=True)
class Found:
    """A language, the letters and words that showed it, and whether the word PERSON stands in the message."""

    language: str
    script: str
    letters: tuple[str, ...]
    words: tuple[str, ...]
    asks_for_person: bool

    @property
    def because(self) -> str:
        """The reason in words, for staff and tests."""
        shown = [f"{self.script} script"]
        shown += [f"letters {' '.join(self.letters)}"] if self.letters else []
        shown += [f"words {', '.join(self.words)}"] if self.words else []
        return "; ".join(shown)


def detect(text: str, known: Sequence[Signs]) -> Found | None:
    """The language of a message, None for one that may be in a language we speak; letters in the minority say nothing.

    A name among Latin words, in whatever letters, is such a minority; and no list holds names.
    """
    read = unicodedata.normalize("NFKC", text[:_MOST_CHARACTERS])
    counts = _letters_by_script(_PERSON_TYPED.sub(" ", read))
    if not counts:
        return None
    script, count = counts.most_common(1)[0]
    if count < _FEWEST_LETTERS or count * 2 <= counts.total():
        return None
    said = [fold(word) for word in _WORD_CHARACTERS.findall(_without_marks(read))]
    asks = _PERSON in said
    said = [word for word in said if word != _PERSON]
    return _by_words(said, known, asks) if script == LATIN else _by_script(script, read, said, known, asks)


def _letters_by_script(text: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    for mark, times in Counter(text).items():
        if mark.isalpha():
            counts[script_of(mark)] += times
    return counts


def script_of(letter: str) -> str:
    """The script of a letter, "any" for one we have no card in."""
    code = ord(letter)
    return next((name for name, spans in _RANGES.items() if any(low <= code <= high for low, high in spans)), ANY)


def fold(word: str) -> str:
    """One spelling of a word: no case, no marks above or below, one form of letters that only keyboards tell apart."""
    bare = _without_marks(unicodedata.normalize("NFD", word))
    return unicodedata.normalize("NFC", bare).casefold().translate(_SAME)


def runs_right_to_left(text: str) -> bool:
    """Whether any letter of a text is written from right to left, so that it must be isolated in other text."""
    return any(unicodedata.bidirectional(mark) in _RIGHT_TO_LEFT for mark in text)


def _without_marks(text: str) -> str:
    """Vowel signs and joiners would cut a word in two; people leave them out as often as not."""
    return "".join(mark for mark in text if unicodedata.category(mark) not in ("Mn", "Mc", "Cf"))


def _by_words(said: Sequence[str], known: Sequence[Signs], asks: bool) -> Found | None:
    """Two words of the language among not too many others, or half of a short message."""
    best: Found | None = None
    for signs in sorted((one for one in known if one.script == LATIN), key=lambda one: one.order):
        words = tuple(dict.fromkeys(word for word in said if word in signs.words))
        count = sum(word in signs.words for word in said)
        is_enough = len(words) > 1 and count * _ONE_IN >= len(said)
        is_half = len(words) > 0 and count * 2 >= len(said)
        if (is_enough or is_half) and len(words) > (len(best.words) if best else 0):
            best = Found(signs.language, LATIN, (), words, asks)
    return best


def _by_script(script: str, read: str, said: Sequence[str], known: Sequence[Signs], asks: bool) -> Found | None:
    nobodys = next((one for one in known if one.script == ANY), None)
    others = [mark for mark in dict.fromkeys(read) if nobodys is not None and mark in nobodys.letters]
    here = [one for one in known if one.script == script]
    if nobodys is not None and (others or not here):
        return Found(nobodys.language, script, tuple(others), (), asks)
    found = [_weighed(signs, read, said, asks) for signs in sorted(here, key=lambda one: one.order)]
    # max takes the first of equals, which is the lowest order.
    return max(found, key=lambda one: len(one.letters) * _LETTER + len(one.words) * _WORD, default=None)


def _weighed(signs: Signs, read: str, said: Sequence[str], asks: bool) -> Found:
    letters = tuple(mark for mark in dict.fromkeys(read) if mark in signs.letters)
    words = tuple(dict.fromkeys(word for word in said if word in signs.words))
    return Found(signs.language, signs.script, letters, words, asks)
