"""Everything about writing to many: broadcasts, their audiences and reports, and what people want news about."""

from __future__ import annotations

from dataclasses import dataclass

from bot.content.model import Content
from bot.services.broadcasts.audiences import BroadcastAudiences
from bot.services.broadcasts.broadcasts import Broadcasts
from bot.services.broadcasts.drafts import BroadcastDrafts
from bot.services.broadcasts.gate import BroadcastGate
from bot.services.broadcasts.news import News
from bot.services.broadcasts.options import BroadcastOptions
from bot.services.broadcasts.reports import BroadcastReports
from bot.services.broadcasts.responses import Responses
from bot.services.broadcasts.subjects import Subjects
from bot.services.languages import Languages
from bot.settings import Settings


@dataclass(frozen=True, slots=True)
class Outreach:
    """What handlers, console and worker may call."""

    broadcasts: Broadcasts
    audiences: BroadcastAudiences
    subjects: Subjects
    reports: BroadcastReports
    gate: BroadcastGate
    news: News
    responses: Responses
    options: BroadcastOptions

    @classmethod
    def build(
        cls,
        content: Content,
        languages: Languages,
        news: News,
        settings: Settings,
    ) -> Outreach:
        """Put together from what the composition root has."""
        known = {**content.organisations, **content.sample.organisations}
        names = {key: organisation.name for key, organisation in known.items()}
        audiences, subjects = BroadcastAudiences(content), Subjects(content, names)
        gate = BroadcastGate(content, languages, audiences, subjects)
        drafts = BroadcastDrafts(content, languages, subjects, settings.link_domains)
        options = BroadcastOptions(content, languages)
        broadcasts = Broadcasts(drafts, audiences, subjects, gate, settings.broadcast_approval_above)
        return cls(broadcasts, audiences, subjects, BroadcastReports(), gate, news, Responses(subjects), options)
