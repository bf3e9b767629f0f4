"""Everything around a case, together: what the console, the chat and the clock share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from bot.content.model import Content
from bot.services.cases.answers import CaseAnswers
from bot.services.cases.bells import Bells
from bot.services.cases.book import CaseBook
from bot.services.cases.cases import Cases
from bot.services.cases.files import CaseFiles
from bot.services.cases.hearing import Hearing
from bot.services.cases.lists import CaseLists
from bot.services.cases.messages import CaseMessages
from bot.services.cases.pings import Pings
from bot.services.cases.suggestions import CaseSuggestions
from bot.services.eligibility.eligibility import Eligibility
from bot.services.languages import Languages
from bot.services.opportunities.wording import Wording
from bot.services.organisations import Organisations


@dataclass(frozen=True, slots=True)
class Desk:
    """Where advisers work."""

    bells: Bells
    pings: Pings
    hearing: Hearing
    cases: Cases
    case_messages: CaseMessages
    case_answers: CaseAnswers
    case_lists: CaseLists
    case_book: CaseBook
    case_files: CaseFiles
    case_suggestions: CaseSuggestions

    @classmethod
    def build(
        cls,
        content: Content,
        languages: Languages,
        eligibility: Eligibility,
        organisations: Organisations,
        pings: Pings,
    ) -> Self:
        """All of it; only the pings come from outside, since concerns ring them too."""
        cases, hearing = Cases(languages, organisations), Hearing(organisations, pings)
        return cls(
            bells=Bells(),
            pings=pings,
            hearing=hearing,
            cases=cases,
            case_messages=CaseMessages(cases),
            case_answers=CaseAnswers(languages, organisations, hearing),
            case_lists=CaseLists(),
            case_book=CaseBook(),
            case_files=CaseFiles(),
            case_suggestions=CaseSuggestions(cases, organisations, Wording(content, eligibility)),
        )
