"""What people write about something they come to, in few words: I am late, can I bring my mate, what is the address."""

from __future__ import annotations

import re
from enum import StrEnum

_LONGEST = 80
_CODE = re.compile(r"^(?:[^\d]{0,24}\s)?([2-9BCDFGHJKMNPQRTVWXZ]{6})\W*$", re.IGNORECASE)
_ASKS = re.compile(r"\?|\b(?:can|could|may|allowed|ok(?:ay)? (?:if|to)|kan|får|går det)\b", re.IGNORECASE)
_FRIENDS = r"(?:m[a8]te?s?|m8|friends?|mum|mom|dad|sis(?:ter)?|bro(?:ther)?|cousin|some(?:one|body)|partner|kid|pal)"
_VANNER = r"(?:kompis(?:ar)?|vän(?:ner)?|mamma|pappa|syster|syrra|bror|brorsa|kusin|någon|partner|sambo|barn)"


class Said(StrEnum):
    """What it is about."""

    LATE = "late"
    MAY_BRING = "may_bring"
    BRINGS = "brings"
    WHERE = "where"
    CANNOT = "cannot"


_PATTERNS: tuple[tuple[Said, re.Pattern[str]], ...] = (
    (
        Said.CANNOT,
        re.compile(
            r"\b(?:can ?not|can['’]?t|won['’]?t|wont|cannot) (?:make|come|do)\b"
            r"|\bnot (?:coming|gonna make|going to make|able to come)\b"
            r"|\b(?:kan|hinner) (?:tyvärr )?inte (?:komma|vara med)\b|\bkommer (?:tyvärr )?inte (?:kunna )?komma\b",
            re.IGNORECASE,
        ),
    ),
    (
        Said.LATE,
        re.compile(
            r"\b(?:running|be|i['’]?m|am|bit|little) (?:a |bit |little |so |really |abit )*late\b|^late\b"
            r"|\b(?:blir|är|kommer) (?:lite |jätte)?(?:sen|sent|försenad)\b|^försenad\b",
            re.IGNORECASE,
        ),
    ),
    (
        Said.BRINGS,
        re.compile(
            rf"\b(?:bring|bringing|take|come with)\b.*\b{_FRIENDS}\b|\b(?:ta|ha|tar|har) med\b.*\b{_VANNER}\b",
            re.IGNORECASE,
        ),
    ),
    (
        Said.WHERE,
        re.compile(
            r"\b(?:what|whats|what['’]s|wats|wots|send|got|need|whr)\b.*\b(?:addy|address|adress|postcode|venue)\b"
            r"|^\W*(?:the )?(?:addy|address)\W*$|^\W*where(?:['’]?s| is)? (?:it|this|the (?:fair|event|place))\b"
            r"|\bwhere do i (?:go|come)\b|\b(?:vad är|vilken|skicka|har du)\b.*\badress(?:en)?\b|^\W*adress(?:en)?\W*$"
            r"|^\W*var (?:är det|ligger det|ska jag)\b",
            re.IGNORECASE,
        ),
    ),
)


def said_about(text: str) -> Said | None:
    """What a short message says about something somebody comes to; None for all else."""
    if len(text) > _LONGEST:
        return None
    said = next((said for said, pattern in _PATTERNS if pattern.search(text)), None)
    # Whoever only asks has not said yet that they do.
    return Said.MAY_BRING if said is Said.BRINGS and _ASKS.search(text) else said


def door_code(text: str) -> str | None:
    """The code from the door, alone or after a few words ("im here K7PQ3R"); whether it is one, a table knows."""
    match = _CODE.match(text.strip())
    return match[1].upper() if match else None
