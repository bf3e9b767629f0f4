"""Cleans what was written: HTML to plain text, odd blanks and control characters gone, long texts cut visibly."""

from __future__ import annotations

import html
import re

from bot.feeds.faults import Unreadable

SPOILT = "A spreadsheet has changed this number (like 1.23E+11). Set the column to text and fill it in again."
LONGEST_TITLE = 255
LONGEST_ID = 200
LONGEST_SUMMARY = 700
LONGEST_TEXT = 10_000
LONGEST_MARKUP = 100_000
# Every part is bounded or ends at the next "<", so that no text, however made, takes longer than its length.
_MARKUP = re.compile(r"<!--|<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})(?:[\s/][^<>]*)?>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,10});")
_BREAKS = frozenset({"p", "br", "ul", "ol", "div", "tr", "h1", "h2", "h3", "h4", "h5", "h6"})
_SILENT = frozenset({"script", "style", "template"})
_ENDS_CUT = re.compile(r"\s*(?:\.\.\.|…)$")
_SENTENCE = re.compile(r"[.!?](?=\s)")
SPOILT_NUMBER = re.compile(r"^[+-]?\d+(?:[.,]\d+)?[eE]\+?\d{1,3}$")
_LENGTH = re.compile(
    r"P(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,4})M)?)?", re.IGNORECASE
)
_UNITS = ("years", "months", "weeks", "days", "hours", "minutes")
# Control characters, halves of characters, and marks that are not seen or turn text around; joiners belong to letters.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]"
)


def plain(text: str) -> str:
    """Words only: HTML taken off, again where it was escaped twice; one blank between words, one empty line at most."""
    for _ in range(2):
        if _MARKUP.search(text) or _ENTITY.search(text):
            text = html.unescape(_without_markup(text[:LONGEST_MARKUP]))
    lines = (" ".join(line.split()) for line in _UNSEEN.sub("", text).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def line(text: str) -> str:
    """The same in one line."""
    return " ".join(plain(text).split())


def title(text: str) -> str:
    """A title in one line; one that is too long is a mistake, mostly a description in the wrong column."""
    words = line(text)
    if len(words) > LONGEST_TITLE:
        raise Unreadable(f"This is longer than {LONGEST_TITLE} letters.")
    return words


def identifier(text: str) -> str:
    """An id as it is; one that a spreadsheet turned into a power of ten is lost."""
    words = line(text)
    if SPOILT_NUMBER.match(words):
        raise Unreadable(
            "A spreadsheet has changed this number (like 1.23E+11). Set the column to text and fill it in again."
        )
    if len(words) > LONGEST_ID:
        raise Unreadable(f"This is longer than {LONGEST_ID} letters.")
    return words


def summary(text: str) -> str:
    """The beginning, to the end of a sentence where there is one; a source's own cut shows as one sign."""
    words = _ENDS_CUT.sub("…", plain(text))
    if len(words) <= LONGEST_SUMMARY:
        return words
    ends = [match.end() for match in _SENTENCE.finditer(words[:LONGEST_SUMMARY])]
    if ends and ends[-1] > LONGEST_SUMMARY // 2:
        return words[: ends[-1]]
    return words[: LONGEST_SUMMARY - 1].rsplit(None, 1)[0] + "…"


def long_text(text: str) -> str:
    """All of it, up to a length nobody reads beyond."""
    words = plain(text)
    return words if len(words) <= LONGEST_TEXT else words[: LONGEST_TEXT - 1] + "…"


def length(text: str) -> str:
    """How long something takes, in words: "P4W" is "4 weeks"; words stay words."""
    words = line(text)
    match = _LENGTH.fullmatch(words)
    if match is None:
        return words
    parts = ((int(number), unit) for number, unit in zip(match.groups(), _UNITS, strict=True) if number)
    return ", ".join(f"{number} {unit if number != 1 else unit.removesuffix('s')}" for number, unit in parts) or words


def _without_markup(text: str) -> str:
    """Words and line breaks of HTML; a list item is a line with a dash, what is in a script or comment is no words."""
    parts: list[str] = []
    silent: str | None = None
    start = 0
    text = _without_comments(text)
    for match in _MARKUP.finditer(text):
        if silent is None:
            parts.append(text[start : match.start()])
        start = match.end()
        name, is_end = (match[2] or "").lower(), match[1] == "/"
        if name in _SILENT:
            silent = _still_silent(silent, name, is_end=is_end)
        elif name == "li":
            parts.append("" if is_end else "\n- ")
        elif name in _BREAKS:
            parts.append("\n")
    if silent is None:
        parts.append(text[start:])
    return "".join(parts)


def _still_silent(silent: str | None, name: str, *, is_end: bool) -> str | None:
    if is_end:
        return None if silent == name else silent
    return silent or name


def _without_comments(text: str) -> str:
    """Each comment is looked for once from where the last one ended; one without an end hides nothing."""
    parts: list[str] = []
    start = 0
    while (opened := text.find("<!--", start)) >= 0 and (closed := text.find("-->", opened)) >= 0:
        parts.append(text[start:opened])
        start = closed + 3
    return "".join([*parts, text[start:]])
