"""Times of day as people say them: "7am", "half 8", "quarter past nine", "halv nio", "at 6 in the evening"."""

from __future__ import annotations

import re
from datetime import time

_ENGLISH = "one two three four five six seven eight nine ten eleven twelve"
_SWEDISH = "ett två tre fyra fem sex sju åtta nio tio elva tolv"
_WORDS = {word: number for listed in (_ENGLISH, _SWEDISH) for number, word in enumerate(listed.split(), 1)}
_HOUR = rf"(\d{{1,2}}|{'|'.join(_WORDS)})"
_PARTS = {
    "half past": 30,
    "half": 30,
    "quarter past": 15,
    "quarter to": -15,
    "halv": -30,
    "kvart över": 15,
    "kvart i": -15,
}
"""Minutes that each adds to its hour: "half 8" is half past eight, the Swedish "halv åtta" half past seven."""

_SPOKEN = re.compile(rf"\b({'|'.join(_PARTS)}) {_HOUR}\b(?! ?(?:days?|weeks?|months?|years?|people|hours?|jobs?))")
_IN_WORDS = re.compile(
    rf"\b(?:(?:kl\.?|klockan) ({'|'.join(_WORDS)})\b"
    rf"|at ({'|'.join(_WORDS)})\b(?= *(?:$|[,.!?]|am\b|pm\b|o'?clock|in the|on|tomorrow|tonight|please|pls)))"
)
_CLOCK = re.compile(r"(?<![\d:.])(\d{1,2})(?:[:.](\d{2}))? ?(am|pm)?(?![\d:.])")
_CLOCK_LEADS = frozenset(
    {"at", "by", "after", "before", "from", "around", "kl", "kl.", "klockan", "efter", "innan", "vid"}
)
_NAMED_TIMES = {"noon": time(12), "midday": time(12), "midnight": time(0), "lunch": time(12)}
_AFTER_NOON = re.compile(
    r"\b(?:in the (?:afternoon|evening)|tonight|tonite|at night|på kvällen|på eftermiddagen|ikväll|i kväll|em)\b"
)


def find_time(cleaned: str) -> time | None:
    """The first time of day: "7am", "7.30 pm", "kl 19", "half eight"; a bare number is not a time."""
    found = _spoken(cleaned) or _digits(cleaned) or _named(cleaned)
    is_afternoon = found is not None and 0 < found.hour < 12 and _AFTER_NOON.search(cleaned) is not None
    return found.replace(hour=found.hour + 12) if found and is_afternoon else found


def _spoken(cleaned: str) -> time | None:
    match = _SPOKEN.search(cleaned)
    if match:
        minutes = 60 * _number(match[2]) + _PARTS[match[1]]
        return time(minutes // 60 % 24, minutes % 60) if 0 <= minutes < 24 * 60 else None
    match = _IN_WORDS.search(cleaned)
    return time(_WORDS[match[1] or match[2]]) if match else None


def _digits(cleaned: str) -> time | None:
    for match in _CLOCK.finditer(cleaned):
        hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
        before = cleaned[: match.start()].split()
        if half or match[2] or (before and before[-1] in _CLOCK_LEADS):
            found = _clock(hour, minute, half)
            if found is not None:
                return found
    return None


def _named(cleaned: str) -> time | None:
    return next((_NAMED_TIMES[word] for word in cleaned.split() if word in _NAMED_TIMES), None)


def _number(text: str) -> int:
    return _WORDS[text] if text in _WORDS else int(text)


def _clock(hour: int, minute: int, half: str | None) -> time | None:
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
