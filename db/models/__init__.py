"""All tables, importable from one place so that metadata is complete wherever it is read."""

from db.models.base import Base
from db.models.concerns import Concern
from db.models.equality import EqualityAnswer, EqualityConsent, EqualityLink
from db.models.handoffs import Handoff
from db.models.leads import Lead
from db.models.opportunities import Event, Interest, Opportunity
from db.models.outbox import Attachment, OutboxMessage
from db.models.people import Conversation, Person, ProgrammeVerdict
from db.models.skills import SkillsCard
from db.models.unmatched import UnmatchedMessage
from db.models.updates import InboundUpdate
from db.models.work import Job, Role

__all__ = [
    "Attachment",
    "Base",
    "Concern",
    "Conversation",
    "EqualityAnswer",
    "EqualityConsent",
    "EqualityLink",
    "Event",
    "Handoff",
    "InboundUpdate",
    "Interest",
    "Job",
    "Lead",
    "Opportunity",
    "OutboxMessage",
    "Person",
    "ProgrammeVerdict",
    "Role",
    "SkillsCard",
    "UnmatchedMessage",
]
