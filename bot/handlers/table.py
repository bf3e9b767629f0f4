"""The one ordered table of handlers: the first that takes an update handles it."""

from __future__ import annotations

from bot.handlers.cases import CaseHandlers
from bot.handlers.context import Handler
from bot.handlers.conversations import ConversationHandlers
from bot.handlers.equality import EqualityHandlers
from bot.handlers.events import EventHandlers
from bot.handlers.handoffs import HandoffHandlers
from bot.handlers.holds import HoldHandlers
from bot.handlers.journeys import JourneyHandlers
from bot.handlers.leads import LeadHandlers
from bot.handlers.news import NewsHandlers
from bot.handlers.opportunities import OpportunityHandlers
from bot.handlers.pathways import PathwayHandlers
from bot.handlers.people import PeopleHandlers
from bot.handlers.privacy import PrivacyHandlers
from bot.handlers.questions import QuestionHandlers
from bot.handlers.skills import SkillHandlers
from bot.services.services import Services


def register(services: Services) -> tuple[Handler, ...]:
    """Every handler in order; the order is policy."""
    people = PeopleHandlers(services)
    questions = QuestionHandlers(services)
    opportunities = OpportunityHandlers(services)
    handoffs = HandoffHandlers(services)
    privacy = PrivacyHandlers(services)
    journeys = JourneyHandlers(services)
    news = NewsHandlers(services)
    conversations = ConversationHandlers(services)
    return (
        *people.memberships(),
        # Groups and edits come before everything: a command in a group or in an edit is no command.
        *conversations.first(),
        *people.taps(),
        *questions.taps(),
        *opportunities.taps(),
        *HoldHandlers(services).taps(),
        *PathwayHandlers(services).taps(),
        *journeys.taps(),
        *handoffs.taps(),
        *CaseHandlers(services).taps(),
        *SkillHandlers(services).taps(),
        *LeadHandlers(services).taps(),
        *EqualityHandlers(services).taps(),
        *news.taps(),
        *EventHandlers(services).taps(),
        *privacy.taps(),
        *conversations.taps(),
        *people.commands(),
        *questions.commands(),
        *handoffs.commands(),
        *journeys.commands(),
        *privacy.commands(),
        *news.commands(),
        # The catch-all for commands stands in here, so every known command is above.
        *conversations.commands(),
        *conversations.messages(),
    )
