"""Everything around opportunities, together: what the chat, the console and the clock share."""

from __future__ import annotations

from dataclasses import dataclass

from bot.content.model import Content
from bot.services.eligibility.eligibility import Eligibility
from bot.services.equality.equality import Equality
from bot.services.languages import Languages
from bot.services.links import DeepLinks
from bot.services.opportunities.catalogue import Catalogue
from bot.services.opportunities.finding import Finding
from bot.services.opportunities.opportunities import Opportunities
from bot.services.opportunities.reactions import Reactions


@dataclass(frozen=True, slots=True)
class Offers:
    """Where what people can say yes to is kept, found and answered."""

    catalogue: Catalogue
    finding: Finding
    reactions: Reactions
    links: DeepLinks


def build_offers(
    content: Content, languages: Languages, eligibility: Eligibility, equality: Equality
) -> tuple[Offers, Opportunities]:
    """What people can say yes to."""
    links, finding = DeepLinks(), Finding(content, eligibility)
    offers = Offers(Catalogue(content), finding, Reactions(languages, eligibility, links), links)
    return offers, Opportunities(content, languages, eligibility, equality, finding)
