"""What a person told us, as far as a programme's rules may know it.

Ethnicity, gender, religion, disability, health and the like have no place here: what does not exist cannot decide.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from bot.domain.birthdays import BirthRange
from bot.domain.countries import Country

NO_ANSWERS: Mapping[str, str] = MappingProxyType({})


class Situation(StrEnum):
    """What somebody mostly does at the moment."""

    NOT_WORKING_NOT_STUDYING = "not_working_not_studying"
    SCHOOL_OR_COLLEGE = "school_or_college"
    UNIVERSITY = "university"
    WORKING_UNDER_16H = "working_under_16h"
    WORKING_16H_OR_MORE = "working_16h_or_more"
    APPRENTICESHIP = "apprenticeship"
    CARING = "caring"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Facts:
    """Answers so far; None means not known. `places` holds every place the person may live in."""

    country: Country | None = None
    places: frozenset[str] | None = None
    births: BirthRange | None = None
    situation: Situation | None = None
    seeking_work: bool | None = None
    interests: frozenset[str] | None = None
    answers: Mapping[str, str] = field(default_factory=lambda: NO_ANSWERS)
    skipped: frozenset[str] = frozenset()

    def answer(self, question: str) -> str | None:
        """The chosen option of a question, whichever way it is kept."""
        if question == "seeking_work":
            return None if self.seeking_work is None else ("yes" if self.seeking_work else "no")
        if question == "situation":
            return self.situation
        return self.answers.get(question)
