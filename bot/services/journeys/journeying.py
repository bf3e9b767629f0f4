"""From a yes to lasting work: what the chat, the console, the partners' page and the clock share."""

from __future__ import annotations

from dataclasses import dataclass

from bot.content.model import Content
from bot.services.eligibility.eligibility import Eligibility
from bot.services.journeys.beginnings import Beginnings
from bot.services.journeys.hold_desk import HoldDesk
from bot.services.journeys.hold_gate import HoldGate
from bot.services.journeys.holds import Holds
from bot.services.journeys.next_moves import NextMoves
from bot.services.languages import Languages
from bot.services.opportunities.opportunities import Opportunities


@dataclass(frozen=True, slots=True)
class Journeying:
    """What handlers, console, public pages and worker may call."""

    beginnings: Beginnings
    holds: Holds
    hold_desk: HoldDesk
    hold_gate: HoldGate
    next_moves: NextMoves

    @classmethod
    def build(
        cls,
        content: Content,
        languages: Languages,
        eligibility: Eligibility,
        opportunities: Opportunities,
        beginnings: Beginnings,
    ) -> Journeying:
        """Put together from what the composition root has."""
        holds, next_moves = Holds(content, languages, eligibility, beginnings), NextMoves(languages, opportunities)
        return cls(
            beginnings=beginnings,
            holds=holds,
            hold_desk=HoldDesk(languages, holds, next_moves),
            hold_gate=HoldGate(),
            next_moves=next_moves,
        )
