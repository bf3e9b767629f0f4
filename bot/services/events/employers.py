"""What employers learn of a fair: how many people met them, and the code of those who said yes to that.

They have no account: the page is the partners' own, opened by a link that comes by e-mail and names nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotFound, NotPossible
from bot.messages.texts import Html, LocaleTexts
from bot.services.journeys.referral_links import ReferralLinks
from db.models import Event
from db.queries import bookings, doors, events
from db.queries.events import Dated

_SHOWN_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class FairLook:
    """One employer at one fair; `references` are of those who let them know, and only as long as they do."""

    title: Html
    starts_at: datetime
    organisation: str
    employer: str
    met: int
    references: Sequence[str]


class FairEmployers:
    """The same link as for referrals: one e-mail address, one way in."""

    def __init__(self, links: ReferralLinks) -> None:
        self._links = links

    async def tell(self, session: AsyncSession, occurrence_id: int, now: datetime) -> int:
        """Write to every employer with an address at a date that has begun; how many, raises NotPossible before."""
        dated = await events.dated(session, occurrence_id)
        if dated is None:
            raise NotFound("date", occurrence_id)
        contacts = sorted(set(contacts_of(dated.event)))
        if dated.starts_at > now or dated.occurrence.state != "open":
            raise NotPossible("tell", "not_begun")
        for contact in contacts:
            await self._links.write(session, contact, dated.event.country, now, words="referrals.fair_mail")
        return len(contacts)

    async def looks(self, session: AsyncSession, t: LocaleTexts, contact: str, now: datetime) -> list[FairLook]:
        """Every fair of the last weeks at which an employer has this address, the newest first."""
        found = await events.begun_between(session, now - _SHOWN_FOR, now)
        looks = [await self._look(session, t, dated, name) for dated in found for name in _names(dated.event, contact)]
        return sorted(looks, key=lambda look: look.starts_at, reverse=True)

    async def _look(self, session: AsyncSession, t: LocaleTexts, dated: Dated, employer: str) -> FairLook:
        met = await bookings.meeting_counts(session, dated.occurrence.id)
        named = await doors.named_at(session, dated.occurrence.id)
        return FairLook(
            t.written(dated.event.title),
            dated.starts_at.astimezone(ZoneInfo(dated.event.zone)),
            dated.event.organisation,
            employer,
            met.get(employer, 0),
            named.get(employer, []),
        )


def contacts_of(event: Event) -> list[str]:
    """The addresses of an event's employers, of those who have one."""
    return [item["contact"] for item in event.employers if item.get("contact")]


def _names(event: Event, contact: str) -> list[str]:
    return [item["name"] for item in event.employers if item.get("contact") == contact]
