"""All tables, importable from one place so that metadata is complete wherever it is read."""

from db.models.base import Base
from db.models.broadcasts import Broadcast, BroadcastResponse, NewsChoice, SectorWish
from db.models.catalogue import Find, OpportunityChange, OpportunityCheck, Sighting
from db.models.concerns import Concern, ConcernNote
from db.models.duty import DutyShift
from db.models.equality import EqualityAnswer, EqualityConsent, EqualityLink, EqualityTables
from db.models.events import AccessRequest, Booking, Event, FairMeeting, Occurrence, PosterLink
from db.models.feeds import FeedState, LinkCheck, Upload
from db.models.handoffs import CaseEntry, Handoff
from db.models.journeys import Hold, Journey, JourneyStep, Referral, ReferralLink, StepPage
from db.models.leads import Lead
from db.models.opportunities import Interest, Opportunity
from db.models.outbox import Attachment, OutboxMessage
from db.models.people import Conversation, Person, ProgrammeVerdict
from db.models.skills import SkillsCard
from db.models.staff import AuditEntry, StaffLink, StaffMember, StaffSession
from db.models.unmatched import UnmatchedMessage
from db.models.updates import InboundUpdate
from db.models.work import Job, Role

__all__ = [
    "AccessRequest",
    "Attachment",
    "AuditEntry",
    "Base",
    "Booking",
    "Broadcast",
    "BroadcastResponse",
    "CaseEntry",
    "Concern",
    "ConcernNote",
    "Conversation",
    "DutyShift",
    "EqualityAnswer",
    "EqualityConsent",
    "EqualityLink",
    "EqualityTables",
    "Event",
    "FairMeeting",
    "FeedState",
    "Find",
    "Handoff",
    "Hold",
    "InboundUpdate",
    "Interest",
    "Job",
    "Journey",
    "JourneyStep",
    "Lead",
    "LinkCheck",
    "NewsChoice",
    "Occurrence",
    "Opportunity",
    "OpportunityChange",
    "OpportunityCheck",
    "OutboxMessage",
    "Person",
    "PosterLink",
    "ProgrammeVerdict",
    "Referral",
    "ReferralLink",
    "Role",
    "SectorWish",
    "Sighting",
    "SkillsCard",
    "StaffLink",
    "StaffMember",
    "StaffSession",
    "StepPage",
    "UnmatchedMessage",
    "Upload",
]
