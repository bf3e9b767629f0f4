"""Everything that can be wrong with a file can be said in every language: each sentence in the code has its texts."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.messages.feed_faults import feed_fault_words
from bot.messages.texts import Texts
from tests.auxil.chats import content

ROOT = Path(__file__).parents[3] / "bot"
FILES = (
    *sorted((ROOT / "feeds").glob("*.py")),
    *(ROOT / "services" / name for name in ("opportunities/imported.py", "opportunities/imports.py")),
    *(ROOT / "services" / name for name in ("events/imported.py", "feeds/uploads.py")),
)
# What a fault is made or noted with; the sentence is the last argument that is a text.
MAKERS = frozenset({"Unreadable", "FeedRefused", "Unknown", "add", "refuse", "need", "RowError"})
# Never shown beside a file, for the command line alone can name a format that is none; and one put together from two.
ELSEWHERE = ("There is no such format.", "This is not a date and time we can read. 7")


def _text(node: ast.expr) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "7" for part in node.values)
    return None


def sentences() -> Iterator[str]:
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", None) or getattr(node.func, "attr", None)
            texts = [text for argument in node.args if (text := _text(argument)) is not None]
            if name in MAKERS and texts and texts[-1].endswith(".") and " " in texts[-1]:
                yield texts[-1]


def test_faults_when_looked_for_in_the_code_then_each_has_its_texts() -> None:
    words, found = feed_fault_words(content().locales["en"].messages), set(sentences())
    assert len(found) > 50
    assert [one for one in sorted(found) if not words.knows(one) and not one.startswith(ELSEWHERE)] == []


@pytest.mark.parametrize(
    ("sentence", "swedish"),
    [
        ("Write yes or no.", "Skriv ja eller nej."),
        ("This is longer than 300 letters.", "Det här är längre än 300 tecken."),
        ("The year has to be between 1990 and 2100.", "Året måste vara mellan 1990 och 2100."),
        (
            "This is not a date and time we can read. Write it like 31/01/2027 or 2027-01-31. "
            "A time follows after a blank, like 18:00.",
            "Vi kan inte läsa den dagen och tiden. Skriv som 31/01/2027 eller 2027-01-31. "
            "En tid följer efter ett mellanslag, som 18:00.",
        ),
        ("Something nobody foresaw.", "Something nobody foresaw."),
    ],
)
def test_a_fault_when_said_in_swedish_then_what_was_filled_in_stays(sentence: str, swedish: str) -> None:
    words, t = feed_fault_words(content().locales["en"].messages), Texts(content().locales).for_locale("sv")
    assert words.said(t, sentence) == swedish
