"""Everything around a case, together: what the console, the chat and the clock share."""

from __future__ import annotations

from dataclasses import dataclass

from bot.services.cases.answers import CaseAnswers
from bot.services.cases.bells import Bells
from bot.services.cases.book import CaseBook
from bot.services.cases.cases import Cases
from bot.services.cases.files import CaseFiles
from bot.services.cases.lists import CaseLists
from bot.services.cases.messages import CaseMessages
from bot.services.cases.pings import Pings
from bot.services.cases.suggestions import CaseSuggestions


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
