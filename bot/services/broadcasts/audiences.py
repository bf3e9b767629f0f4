"""From an audience as staff say it to columns, and the rehearsal: how many get it, and who is left out and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.content.model import Content
from bot.domain.audiences import Audience, years_before
from bot.domain.broadcasts import CAP, CAP_SPAN
from bot.domain.quiet_hours import FOR_BROADCASTS
from bot.services.broadcasts.subjects import Subject
from db.models import Broadcast
from db.queries import audiences
from db.queries.audiences import Limits, Wanted


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What a broadcast would do now: `later` are among those who get it, `left_out` are not."""

    gets_it: int
    left_out: dict[str, int]
    later: dict[str, int]
    begins_at: datetime

    @property
    def audience(self) -> int:
        """Everybody the query found."""
        return self.gets_it + sum(self.left_out.values())


class BroadcastAudiences:
    """Counts and plans with the same two queries, so that a rehearsal cannot differ from the sending."""

    def __init__(self, content: Content) -> None:
        self._content = content

    def zone(self, country: str) -> ZoneInfo:
        """The country's clock."""
        return ZoneInfo(self._content.countries[country].zone)

    def begins_at(self, broadcast: Broadcast, now: datetime) -> datetime:
        """The first moment it may be sent: as wanted, but in waking hours."""
        return FOR_BROADCASTS.next_from(max(broadcast.starts_at or now, now), self.zone(broadcast.country))

    async def rehearse(self, session: AsyncSession, broadcast: Broadcast, subject: Subject, now: datetime) -> Rehearsal:
        """Count everybody; nothing is written."""
        wanted = self.wanted(broadcast, now)
        limits = await self.limits(session, broadcast, subject, now)
        counted = await audiences.count(session, wanted, limits)
        begins_at = self.begins_at(broadcast, now)
        clock = begins_at.astimezone(self.zone(broadcast.country)).time()
        later = await audiences.count_later(session, wanted, limits, clock)
        left_out = {reason: number for reason, number in counted.items() if reason is not None}
        return Rehearsal(counted.get(None, 0), left_out, later, begins_at)

    def wanted(self, broadcast: Broadcast, now: datetime) -> Wanted:
        """The query in terms of columns."""
        asked = Audience.from_json(broadcast.audience)
        today = now.astimezone(self.zone(asked.country)).date()
        seen = asked.seen_within_days
        return Wanted(
            country=broadcast.country,
            councils=asked.councils,
            born_by=None if asked.age_from is None else years_before(today, asked.age_from),
            born_after=None if asked.age_to is None else years_before(today, asked.age_to + 1),
            verdicts=[(programme, verdict) for programme, _, verdict in (v.partition(":") for v in asked.verdicts)],
            sectors=asked.sectors,
            locales=asked.locales,
            default_locale=self._content.countries[broadcast.country].default_locale,
            stages=asked.stages,
            seen_since=None if seen is None else now - timedelta(days=seen),
            booked=asked.booked,
            asked_about=asked.asked_about,
        )

    async def limits(self, session: AsyncSession, broadcast: Broadcast, subject: Subject, now: datetime) -> Limits:
        """What leaves people out of this broadcast."""
        since = now - CAP_SPAN
        return Limits(
            topic=broadcast.topic,
            too_young_after=years_before(subject.day(now), self.min_age(broadcast.country, subject)),
            now=now,
            told_since=since,
            told_in=await audiences.recent_broadcasts(session, since, but=broadcast.id),
            cap=CAP,
        )

    def min_age(self, country: str, subject: Subject) -> int:
        """How old somebody must be on the day: the country's limit or the event's own."""
        return max(self._content.countries[country].minimum_age, subject.min_age)
