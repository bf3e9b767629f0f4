"""From a yes to lasting work: what the chat, the console, the partners' page and the clock share."""

from __future__ import annotations

from dataclasses import dataclass

from bot.content.model import Content
from bot.services.eligibility.eligibility import Eligibility
from bot.services.events.employers import FairEmployers
from bot.services.journeys.beginnings import Beginnings
from bot.services.journeys.check_ins import CheckInGate
from bot.services.journeys.hold_desk import HoldDesk
from bot.services.journeys.hold_gate import HoldGate
from bot.services.journeys.holds import Holds
from bot.services.journeys.journey_desk import JourneyDesk
from bot.services.journeys.journeys import Journeys
from bot.services.journeys.moves import Moves
from bot.services.journeys.next_moves import NextMoves
from bot.services.journeys.partner_moves import PartnerMoves
from bot.services.journeys.referral_links import ReferralLinks
from bot.services.journeys.referrals import Referrals
from bot.services.journeys.step_pages import StepPages
from bot.services.journeys.steps import Steps
from bot.services.languages import Languages
from bot.services.mail import Mail
from bot.services.opportunities.opportunities import Opportunities
from bot.services.packets import Packets
from bot.services.privacy import Holder
from bot.services.staff.audit import Audit
from bot.settings import Settings


@dataclass(frozen=True, slots=True)
class Journeying:
    """What handlers, console, public pages and worker may call."""

    beginnings: Beginnings
    holds: Holds
    hold_desk: HoldDesk
    hold_gate: HoldGate
    journey_desk: JourneyDesk
    next_moves: NextMoves
    moves: Moves
    journeys: Journeys
    referrals: Referrals
    links: ReferralLinks
    fair_employers: FairEmployers
    partner_moves: PartnerMoves
    check_in_gate: CheckInGate
    steps: Steps
    step_pages: StepPages

    @property
    def holders(self) -> tuple[Holder, ...]:
        """Everybody here who keeps something about people."""
        return (self.holds, self.journeys, self.referrals, self.step_pages)

    @classmethod
    def build(
        cls,
        content: Content,
        languages: Languages,
        eligibility: Eligibility,
        opportunities: Opportunities,
        packets: Packets,
        beginnings: Beginnings,
        mail: Mail,
        settings: Settings,
    ) -> Journeying:
        """Put together from what the composition root has."""
        moves, next_moves = Moves(eligibility, settings.check_in_weeks), NextMoves(languages, opportunities)
        holds = Holds(content, languages, eligibility, beginnings)
        journeys = Journeys(languages, eligibility, beginnings, moves, next_moves)
        step_pages = StepPages(content, languages, Audit(), settings.console_url)
        links = ReferralLinks(content, languages, mail, settings.console_url)
        return cls(
            beginnings=beginnings,
            holds=holds,
            hold_desk=HoldDesk(languages, holds, next_moves),
            hold_gate=HoldGate(),
            journey_desk=JourneyDesk(journeys, moves, next_moves, links, mail),
            next_moves=next_moves,
            moves=moves,
            journeys=journeys,
            referrals=Referrals(content, languages, eligibility, packets, beginnings, moves, links),
            links=links,
            fair_employers=FairEmployers(links),
            check_in_gate=CheckInGate(languages, eligibility, journeys, moves),
            steps=Steps(languages, eligibility, step_pages),
            step_pages=step_pages,
            partner_moves=PartnerMoves(languages, eligibility, journeys, moves, next_moves, Audit()),
        )
