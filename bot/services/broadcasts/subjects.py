"""What a broadcast is about, as it is at this moment: whether it still holds, and the words for its merge fields."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.content.model import Content
from bot.content.schema.programmes import Intake
from bot.domain.audiences import least_age
from bot.domain.broadcasts import About, Skipped
from bot.domain.news import TOPIC_OF_KIND, NewsTopic
from bot.messages.texts import LocaleTexts
from bot.services.opportunities.wording import local_start, where_words
from db.models import Broadcast, Opportunity
from db.queries import events, opportunities
from db.queries.events import Dated


@dataclass(frozen=True, slots=True)
class Subject:
    """An event's date or an opportunity; neither is a broadcast about nothing in particular."""

    content: Content
    organisation: str
    dated: Dated | None = None
    opportunity: Opportunity | None = None

    def why_not(self, now: datetime) -> Skipped | None:
        """Why nobody may be told of it any more; None while they may."""
        if not self._is_open(now):
            return Skipped.CLOSED
        if self.opportunity is not None and (self.opportunity.check_by or date.max) < now.date():
            return Skipped.NOT_CHECKED
        return Skipped.PROGRAMME_PAUSED if self._takes_nobody(now.date()) else None

    def _is_open(self, now: datetime) -> bool:
        """Whether it can still be said yes to."""
        if self.dated is not None:
            is_on = self.dated.event.state == "open" and self.dated.occurrence.state == "open"
            return is_on and self.dated.starts_at > now
        if self.opportunity is not None:
            return self.opportunity.state == "open" and (self.opportunity.closes_on or date.max) >= now.date()
        return True

    def _takes_nobody(self, today: date) -> bool:
        """Whether it is only for people of programmes that take nobody now."""
        names = self.opportunity.ring_fenced_for if self.opportunity is not None else ()
        known = [self.content.programmes[name] for name in names if name in self.content.programmes]
        return bool(known) and all(item.intake_on(today) is not Intake.OPEN for item in known)

    @property
    def topic(self) -> NewsTopic | None:
        """The kind of news it is; None where staff say which."""
        if self.dated is not None:
            return NewsTopic.EVENTS
        return TOPIC_OF_KIND.get(self.opportunity.kind) if self.opportunity is not None else None

    @property
    def min_age(self) -> int:
        """How old somebody must be on the day."""
        if self.opportunity is not None:
            return least_age(self.opportunity.rules)
        return (self.dated.event.min_age if self.dated else None) or 0

    def day(self, now: datetime) -> date:
        """The day that counts for an age."""
        return local_start(self.dated).date() if self.dated else now.date()

    def fields(self, t: LocaleTexts) -> dict[str, str]:
        """Every merge field a text about this may use."""
        found = {"organisation": self.organisation}
        if self.dated is not None:
            found["event"] = t.written(self.dated.event.title)
            found["when"] = t.moment(local_start(self.dated))
            found["where"] = where_words(t, self.dated, self.content)
        if self.opportunity is not None:
            closes = self.opportunity.closes_on
            found["opportunity"] = t.written(self.opportunity.title)
            found["closes"] = t.day(closes) if closes else "–"
        return found


class Subjects:
    """Reads what broadcasts are about."""

    def __init__(self, content: Content, organisations: dict[str, str]) -> None:
        self._content = content
        self._organisations = organisations

    async def of(self, session: AsyncSession, broadcast: Broadcast) -> Subject | None:
        """What it is about; None when that is gone."""
        about = About(broadcast.about) if broadcast.about else None
        return await self.named(session, about, broadcast.about_id, broadcast.organisation)

    async def hold_still(self, session: AsyncSession, broadcast: Broadcast) -> bool:
        """Keep it as it is until this transaction ends; False where somebody is changing it at this moment."""
        if broadcast.about == About.OCCURRENCE:
            return await events.hold_still(session, broadcast.about_id or 0)
        if broadcast.about == About.OPPORTUNITY:
            return await opportunities.hold_still(session, broadcast.about_id or 0)
        return True

    async def named(
        self, session: AsyncSession, about: About | None, about_id: int | None, organisation: str
    ) -> Subject | None:
        """One date or opportunity by its number; None when there is none."""
        name = self._organisations.get(organisation, organisation)
        if about is None:
            return Subject(self._content, name)
        if about is About.OCCURRENCE:
            dated = await events.dated(session, about_id or 0)
            return Subject(self._content, name, dated=dated) if dated else None
        opportunity = await session.get(Opportunity, about_id or 0)
        return Subject(self._content, name, opportunity=opportunity) if opportunity else None

    def country_of(self, subject: Subject) -> str | None:
        """Whose it is; a broadcast never leaves that country."""
        row = subject.dated.event if subject.dated else subject.opportunity
        return row.country if row else None
