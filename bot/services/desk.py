"""Everything around a case, together: what the console, the chat and the clock share."""

from __future__ import annotations

from dataclasses import dataclass

from bot.services.bells import Bells
from bot.services.case_answers import CaseAnswers
from bot.services.case_book import CaseBook
from bot.services.case_files import CaseFiles
from bot.services.case_lists import CaseLists
from bot.services.case_messages import CaseMessages
from bot.services.case_suggestions import CaseSuggestions
from bot.services.cases import Cases
from bot.services.pings import Pings


@dataclass(frozen=True, slots=True)
class Desk:
    """Where advisers work."""

    bells: Bells
    pings: Pings
    cases: Cases
    case_messages: CaseMessages
    case_answers: CaseAnswers
    case_lists: CaseLists
    case_book: CaseBook
    case_files: CaseFiles
    case_suggestions: CaseSuggestions
