"""The safeguarding rota of each organisation: who is called, by when somebody reads, and where nobody is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.content.model import Content
from bot.domain import duty as rules
from bot.domain.duty import Shift, Span
from bot.services.organisations import Organisations, opening_hours
from db.models import DutyShift, StaffMember
from db.queries import duty as queries

LEAD, ADMIN = "safeguarding_lead", "admin"
AHEAD = timedelta(days=7)
_STEP = timedelta(minutes=30)
_FAR = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Called:
    """Who is on call now, and who is next; nobody where there is nobody."""

    first: StaffMember | None = None
    second: StaffMember | None = None

    @property
    def everyone(self) -> list[StaffMember]:
        """Those there are."""
        return [one for one in (self.first, self.second) if one is not None]


class Duty:
    """Only active leads who are not away count: a name on the rota that nobody answers to is a gap."""

    def __init__(self, content: Content, organisations: Organisations) -> None:
        self._organisations = organisations
        self._zones = {country: ZoneInfo(card.zone) for country, card in content.countries.items()}

    async def on_call(self, session: AsyncSession, organisation: str, now: datetime) -> Called:
        """Who is called about a concern that comes now."""
        leads = {lead.id: lead for lead in await self.leads(session, organisation)}
        found = rules.on_call(await self._shifts(session, organisation, leads, now, now + _STEP), now)
        if found is None:
            return Called()
        second = leads.get(found.second) if found.second is not None else None
        return Called(leads[found.first], second)

    async def reads_by(self, session: AsyncSession, organisation: str, now: datetime) -> datetime | None:
        """By when somebody on call has read what comes now, in the organisation's zone; None when nobody will be.

        Only time that is within opening hours and has somebody on call is counted.
        """
        item = self._organisations.get(organisation)
        within = timedelta(hours=min(item.acknowledge_hours, item.answers_within_hours))
        covered = await self._covered(session, organisation, now, now + AHEAD)
        staffed = rules.shared(self.open_hours(organisation, now, now + AHEAD), covered)
        found = rules.promised(staffed, now.astimezone(UTC), within, _STEP)
        return None if found is None else found.astimezone(self.zone(organisation))

    async def gaps(self, session: AsyncSession, organisation: str, start: datetime, end: datetime) -> list[Span]:
        """When the organisation is open and nobody is on call."""
        return rules.without(
            self.open_hours(organisation, start, end), await self._covered(session, organisation, start, end)
        )

    async def leads(self, session: AsyncSession, organisation: str) -> list[StaffMember]:
        """Who may be put on the rota."""
        return [one for one in await queries.active_staff(session, organisation) if LEAD in one.roles]

    def deadline(self, organisation: str, level: str, since: datetime) -> datetime:
        """By when a concern that somebody was told of must be acknowledged, or the next is told."""
        item = self._organisations.get(organisation)
        if level == "imminent":
            return since + timedelta(minutes=item.acknowledge_imminent_minutes)
        hours = timedelta(hours=item.acknowledge_hours)
        opened = self.open_hours(organisation, since, since + _FAR)
        return rules.after(opened, since.astimezone(UTC), hours) or since + hours

    def open_hours(self, organisation: str, start: datetime, end: datetime) -> list[Span]:
        """The organisation's openings in UTC; one that says none is open all the time."""
        hours = opening_hours(self._organisations.get(organisation))
        if not hours.openings:
            return [Span(start.astimezone(UTC), end.astimezone(UTC))]
        zone = self.zone(organisation)
        found = hours.between(start.astimezone(zone), end.astimezone(zone))
        spans = [Span(opens.astimezone(UTC), closes.astimezone(UTC)) for opens, closes in found]
        return rules.clipped(spans, start.astimezone(UTC), end.astimezone(UTC))

    def zone(self, organisation: str) -> ZoneInfo:
        """Where the organisation's clock hangs; raises NotFound."""
        return self._zones[self._organisations.get(organisation).country]

    async def _covered(self, session: AsyncSession, organisation: str, start: datetime, end: datetime) -> list[Span]:
        leads = {lead.id: lead for lead in await self.leads(session, organisation)}
        found = await self._shifts(session, organisation, leads, start, end)
        return rules.clipped([shift.span for shift in found], start.astimezone(UTC), end.astimezone(UTC))

    async def _shifts(
        self,
        session: AsyncSession,
        organisation: str,
        leads: dict[int, StaffMember],
        start: datetime,
        end: datetime,
    ) -> Sequence[Shift]:
        rows = await queries.shifts(session, organisation, start, end)
        return [shift for row in rows for shift in _usable(row, leads)]


def _usable(row: DutyShift, leads: dict[int, StaffMember]) -> list[Shift]:
    """The shift of whoever can answer: the first from when they are back, the second in their place until then."""
    second = row.second_id if row.second_id in leads else None
    first = leads.get(row.staff_id)
    if first is None:
        return [] if second is None else [Shift(second, None, Span(row.starts_at, row.ends_at))]
    back = max(row.starts_at, min(first.away_until or row.starts_at, row.ends_at))
    shifts = [Shift(row.staff_id, second, Span(back, row.ends_at))]
    if second is not None and back > row.starts_at:
        shifts.append(Shift(second, None, Span(row.starts_at, back)))
    return [shift for shift in shifts if shift.span.starts < shift.span.ends]
