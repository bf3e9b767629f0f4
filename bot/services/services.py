"""All services together: what the doors use, built once by the composition root."""

from __future__ import annotations

from dataclasses import dataclass

from bot.services.broadcasts.outreach import Outreach
from bot.services.cases.desk import Desk
from bot.services.conversations import Conversations
from bot.services.eligibility.eligibility import Eligibility
from bot.services.eligibility.guide import Guide
from bot.services.eligibility.programmes import Programmes
from bot.services.eligibility.questions import Questions
from bot.services.equality.equality import Equality
from bot.services.equality.questions import EqualityQuestions
from bot.services.events.gatherings import Gatherings
from bot.services.handoffs import Handoffs
from bot.services.intents import Intents
from bot.services.journeys.journeying import Journeying
from bot.services.languages import Languages
from bot.services.leads import Leads
from bot.services.mail import Mail
from bot.services.opportunities.offers import Offers
from bot.services.opportunities.opportunities import Opportunities
from bot.services.organisations import Organisations
from bot.services.people import People
from bot.services.privacy import Privacy
from bot.services.reminders import Reminders
from bot.services.safeguarding.alerts import Alerts
from bot.services.safeguarding.desk import SafeguardingDesk
from bot.services.safeguarding.duty import Duty
from bot.services.safeguarding.safeguarding import Safeguarding
from bot.services.skills import Skills
from bot.services.staff.chats import StaffChats


@dataclass(frozen=True, slots=True)
class Services:
    """What handlers, console and worker may call."""

    languages: Languages
    people: People
    eligibility: Eligibility
    questions: Questions
    opportunities: Opportunities
    gatherings: Gatherings
    offers: Offers
    journeying: Journeying
    programmes: Programmes
    organisations: Organisations
    guide: Guide
    handoffs: Handoffs
    desk: Desk
    skills: Skills
    leads: Leads
    equality: Equality
    equality_questions: EqualityQuestions
    privacy: Privacy
    intents: Intents
    safeguarding: Safeguarding
    reminders: Reminders
    outreach: Outreach
    mail: Mail
    duty: Duty
    alerts: Alerts
    staff_chats: StaffChats
    safeguarding_desk: SafeguardingDesk
    conversations: Conversations
