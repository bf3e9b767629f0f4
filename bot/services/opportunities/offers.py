"""Everything around opportunities, together: what the chat, the console and the clock share."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.content.model import Content
from bot.domain.access import Subject
from bot.domain.intents.understanding import Understanding
from bot.services.eligibility.eligibility import Eligibility
from bot.services.equality.equality import Equality
from bot.services.feeds.check_queue import CheckQueue
from bot.services.feeds.uploads import Uploads
from bot.services.journeys.beginnings import Beginnings
from bot.services.languages import Languages
from bot.services.links import DeepLinks
from bot.services.opportunities.catalogue import Catalogue
from bot.services.opportunities.desk import OpportunityDesk
from bot.services.opportunities.finding import Finding
from bot.services.opportunities.opportunities import Opportunities
from bot.services.opportunities.reactions import Reactions
from bot.services.organisations import Organisations
from bot.services.pathways import Pathways

SubjectOf = Callable[[AsyncSession, int], Awaitable[Subject | None]]


@dataclass(frozen=True, slots=True)
class Offers:
    """Where what people can say yes to is kept, found and answered."""

    catalogue: Catalogue
    finding: Finding
    reactions: Reactions
    links: DeepLinks
    beginnings: Beginnings
    pathways: Pathways
    uploads: Uploads
    check_queue: CheckQueue
    desk: OpportunityDesk

    @property
    def subjects(self) -> dict[str, SubjectOf]:
        """What the console looks up here to judge access."""
        return {
            "upload": self.uploads.subject,
            "check": self.check_queue.subject,
            "event_check": self.check_queue.event_subject,
            "opportunity": self.desk.subject,
        }


def build_offers(
    content: Content,
    languages: Languages,
    eligibility: Eligibility,
    equality: Equality,
    organisations: Organisations,
    understanding: Understanding,
) -> tuple[Offers, Opportunities]:
    """What people can say yes to."""
    links, finding, beginnings = DeepLinks(), Finding(content, eligibility), Beginnings(organisations)
    catalogue = Catalogue(content)
    offers = Offers(
        catalogue,
        finding,
        Reactions(languages, eligibility, links),
        links,
        beginnings,
        Pathways(content, languages, eligibility),
        Uploads(organisations),
        CheckQueue(content, catalogue, organisations),
        OpportunityDesk(content, languages, catalogue, organisations, lambda words: _role_in(understanding, words)),
    )
    return offers, Opportunities(content, languages, eligibility, equality, finding, beginnings)


def _role_in(understanding: Understanding, words: str) -> str | None:
    """The role that a title names, in any language."""
    return next(iter(understanding.read(words).slots.roles), None)
