"""Work that somebody has, told by its hours: "working at the shop 10 hours"."""

from __future__ import annotations

import re

from bot.domain.facts import Situation

_HOURS = re.compile(r"\b(\d{1,2})\s*(?:h|hr|hrs|hour|hours|tim|timmar)\b")
_HAS_WORK = re.compile(r"\b(?:work|working|works|job|jobb|jobbar|arbetar)\b")
_WISH = re.compile(r"\b(?:want|wanna|need|looking|like|would|could|vill|söker|behöver|skulle)\b")
_ENOUGH = 16


def situation_by_hours(text: str) -> Situation | None:
    """Working more or less than 16 hours a week; None where no hours are told or they are only wished for."""
    said = text.casefold()
    hours = _HOURS.search(said)
    if hours is None or not _HAS_WORK.search(said) or _WISH.search(said):
        return None
    return Situation.WORKING_16H_OR_MORE if int(hours[1]) >= _ENOUGH else Situation.WORKING_UNDER_16H
