"""Test sets for the intent benchmark: read from a file, or the product's own phrases; and seeded typing mistakes."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Rows = list[tuple[str, str]]

_NEIGHBOURS = {
    "q": "wa",
    "w": "qes",
    "e": "wrd",
    "r": "etf",
    "t": "ryg",
    "y": "tuh",
    "u": "yij",
    "i": "uok",
    "o": "ipl",
    "p": "ol",
    "a": "qsz",
    "s": "adwx",
    "d": "sfec",
    "f": "dgrv",
    "g": "fhtb",
    "h": "gjyn",
    "j": "hkum",
    "k": "jlim",
    "l": "kop",
    "z": "asx",
    "x": "zsc",
    "c": "xdv",
    "v": "cfb",
    "b": "vgn",
    "n": "bhm",
    "m": "nj",
}
_SOUNDS = (
    ("ie", "ei"),
    ("ei", "ie"),
    ("ll", "l"),
    ("ss", "s"),
    ("tt", "t"),
    ("ea", "e"),
    ("ou", "o"),
    ("ph", "f"),
    ("ck", "k"),
    ("tion", "shun"),
    ("ance", "ence"),
    ("ight", "ite"),
)
_SHORT = {
    "you": "u",
    "are": "r",
    "please": "pls",
    "to": "2",
    "for": "4",
    "tomorrow": "tmrw",
    "because": "cos",
    "what": "wat",
    "and": "n",
    "your": "ur",
    "with": "wiv",
    "people": "ppl",
    "about": "abt",
    "the": "da",
}


@dataclass(frozen=True)
class Sets:
    """What is learned from, what is tested on, and messages that belong to no intent."""

    train: Rows
    test: Rows
    out_of_scope: list[str]


def read_sets(path: Path) -> Sets:
    """A JSON file with `train`, `test` and, if it has them, `oos_test` messages."""
    found = json.loads(path.read_text(encoding="utf-8"))
    return Sets(_rows(found["train"]), _rows(found["test"]), [_text(row) for row in found.get("oos_test", [])])


def draw(rows: Rows, shots: int | None, seed: int) -> Rows:
    """So many phrases of each intent, the same ones for everybody who takes part."""
    by_intent: dict[str, list[str]] = {}
    for text, intent in rows:
        by_intent.setdefault(intent, []).append(text)
    rng = random.Random(seed)
    drawn: Rows = []
    for intent in sorted(by_intent):
        texts = sorted(by_intent[intent])
        rng.shuffle(texts)
        drawn += [(text, intent) for text in (texts if shots is None else texts[:shots])]
    return drawn


def mistype(rows: Rows, level: str, seed: int) -> Rows:
    """One mistake a message ("one"), a fifth of the words ("some"), or also short forms and lost spaces ("messy")."""
    rng = random.Random(f"{level} {seed}")
    return [(_mistyped(text, level, rng), intent) for text, intent in rows]


def _mistyped(text: str, level: str, rng: random.Random) -> str:
    words = text.split()
    long = [place for place, word in enumerate(words) if len(word) > 3]
    share = 1 if level == "one" else max(1, round(len(words) * (0.2 if level == "some" else 0.3)))
    for place in rng.sample(long, min(share, len(long))):
        words[place] = _mistake(words[place], rng)
    if level == "messy":
        words = [_SHORT.get(word, word) if rng.random() < 0.6 else word for word in words]
        if len(words) > 2 and rng.random() < 0.3:
            place = rng.randrange(len(words) - 1)
            words[place : place + 2] = [words[place] + words[place + 1]]
    return " ".join(words)


def _mistake(word: str, rng: random.Random) -> str:
    heard = [(sound, spelt) for sound, spelt in _SOUNDS if sound in word]
    if heard and rng.random() < 0.4:
        sound, spelt = rng.choice(heard)
        return word.replace(sound, spelt, 1)
    place = rng.randrange(1, len(word) - 1)
    kind = rng.choice(("drop", "swap", "near", "double"))
    if kind == "drop":
        return word[:place] + word[place + 1 :]
    if kind == "swap":
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    if kind == "near":
        return word[:place] + rng.choice(_NEIGHBOURS.get(word[place], "e")) + word[place + 1 :]
    return word[:place] + word[place] + word[place:]


def _rows(listed: list[Any]) -> Rows:
    return [(str(row[0]), str(row[1])) for row in listed]


def _text(row: Any) -> str:
    return row if isinstance(row, str) else str(row[0])
