"""The one table of intents: a line a group, each with exactly the services it uses."""

from __future__ import annotations

from bot.content.model import Content
from bot.services.eligibility.answers import Answers
from bot.services.eligibility.eligibility import Eligibility
from bot.services.eligibility.guide import Guide
from bot.services.eligibility.questions import Questions
from bot.services.events.gatherings import Gatherings
from bot.services.intents import Intents
from bot.services.intents.advisers import Advisers
from bot.services.intents.choices import Choices
from bot.services.intents.facts import Facts
from bot.services.intents.going import Going
from bot.services.intents.outcomes import Outcomes
from bot.services.intents.paths import Paths
from bot.services.intents.sayings import Sayings
from bot.services.intents.searches import Searches
from bot.services.journeys.journeys import Journeys
from bot.services.journeys.steps import Steps
from bot.services.languages import Languages
from bot.services.opportunities.opportunities import Opportunities
from bot.services.organisations import Organisations
from bot.services.pathways import Pathways
from bot.services.people import People
from bot.services.privacy import Privacy


def build_intents(
    content: Content,
    languages: Languages,
    people: People,
    eligibility: Eligibility,
    answers: Answers,
    questions: Questions,
    opportunities: Opportunities,
    organisations: Organisations,
    guide: Guide,
    privacy: Privacy,
    gatherings: Gatherings,
    journeys: Journeys,
    steps: Steps,
) -> Intents:
    """Every group; no intent may stand in two of them, and what stands in none is answered from content."""
    facts = Facts(content, people, eligibility, answers, questions)
    searches = Searches(languages, opportunities, guide, facts)
    groups = (
        Sayings(languages),
        searches,
        Outcomes(journeys, steps, searches),
        Choices(people, questions, privacy, guide, opportunities, facts),
        Going(languages, gatherings.bookings, gatherings.comings, opportunities, facts),
        Paths(Pathways(content, languages, eligibility), opportunities, facts),
        Advisers(languages, organisations, guide),
    )
    return Intents(content, languages, eligibility, guide, facts, groups)
