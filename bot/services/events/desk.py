"""What coordinators do with events: write one, change it, see its dates, end it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.content.model import Content
from bot.content.schema.organisations import Organisation
from bot.domain.access import Subject
from bot.domain.events import COMING
from bot.errors import DraftRefused, NotFound
from bot.services.events.dates import Dates
from bot.services.events.drafts import DETAILS, Employer, EventDraft, EventDrafts
from bot.services.events.occurrences import write_dates
from bot.services.written import as_html, as_plain, short_name
from db.models import Event, Occurrence, StaffMember
from db.queries import doors, events
from db.queries.events import Dated


@dataclass(frozen=True, slots=True)
class DateLine:
    """One date and how many bookings it has in each state."""

    dated: Dated
    counts: Mapping[str, int]
    needs: int

    @property
    def on_the_list(self) -> int:
        """How many hear of it when this date changes."""
        return sum(self.counts.get(state, 0) for state in COMING)


class EventDesk:
    """Only events of one's own organisation are found."""

    def __init__(self, content: Content, drafts: EventDrafts, dates: Dates) -> None:
        self._content = content
        self._drafts = drafts
        self._dates = dates

    async def subject(self, session: AsyncSession, event_id: int) -> Subject | None:
        """Whose it is, for the console's access table."""
        event = await session.get(Event, event_id)
        return Subject(event.organiser) if event and event.organiser else None

    async def date_subject(self, session: AsyncSession, occurrence_id: int) -> Subject | None:
        """Whose date it is."""
        dated = await events.dated(session, occurrence_id)
        return Subject(dated.event.organiser) if dated and dated.event.organiser else None

    async def get(self, session: AsyncSession, event_id: int) -> Event:
        """One event; raises NotFound."""
        found = await session.get(Event, event_id)
        if found is None:
            raise NotFound("event", event_id)
        return found

    async def date(self, session: AsyncSession, occurrence_id: int) -> DateLine:
        """One date; raises NotFound."""
        dated = await events.dated(session, occurrence_id)
        if dated is None:
            raise NotFound("date", occurrence_id)
        return (await self._lines(session, [dated]))[0]

    async def coming(self, session: AsyncSession, organisation: str, after: datetime) -> list[DateLine]:
        """Every date of an organisation that ends after an instant, soonest first."""
        return await self._lines(session, await events.of_organiser(session, organisation, after))

    async def past(self, session: AsyncSession, organisation: str, before: datetime) -> list[DateLine]:
        """The newest dates that are over."""
        return await self._lines(session, await events.over_of_organiser(session, organisation, before))

    async def dates_of(self, session: AsyncSession, event_id: int) -> list[DateLine]:
        """Every date of one event that is written down, the first first."""
        return await self._lines(session, await events.dates_of(session, event_id))

    async def save(
        self, session: AsyncSession, staff: StaffMember, draft: EventDraft, now: datetime, event_id: int | None = None
    ) -> Event:
        """Keep an event and write its dates down; raises DraftRefused with every fault.

        An event that is there keeps its times: dates are moved one by one, so that everybody on each is told.
        """
        country = self._country(staff)
        faults = self._drafts.faults(draft, country, now, is_new=event_id is None)
        if faults:
            raise DraftRefused(faults)
        event = await self._new(staff, draft, country, now) if event_id is None else await self.get(session, event_id)
        where = _where(event)
        self._write(event, draft, now)
        session.add(event)
        await session.flush()
        await write_dates(session, event, now)
        if event_id is not None and _where(event) != where:
            for line in await self.dates_of(session, event.id):
                await self._dates.tell_place(session, line.dated, now)
        return event

    async def close(self, session: AsyncSession, event_id: int, now: datetime) -> None:
        """No more of it: every date to come is called off, and everybody on one is told."""
        event = await self.get(session, event_id)
        for line in await self.dates_of(session, event_id):
            if line.dated.occurrence.state == "open" and line.dated.starts_at > now:
                await self._dates.call_off_date(session, line.dated.occurrence, now)
        event.state = "closed"

    def as_draft(self, event: Event) -> EventDraft:
        """An event as it was written."""
        contact = event.contact or {}
        return EventDraft(
            kind=event.kind,
            title=as_plain(event.title),
            summary=as_plain(event.summary),
            starts_at=event.starts_at,
            ends_at=event.ends_at,
            rule=event.rule,
            place=event.details.get("place_name") or "",
            councils=tuple(event.councils),
            online=event.online,
            link=event.link or "",
            details={name: as_plain(event.details.get(name) or {}) for name in DETAILS},
            capacity=event.capacity,
            most_guests=event.most_guests,
            min_age=event.min_age,
            programmes=tuple(event.programmes),
            languages=tuple(event.languages),
            employers=tuple(
                Employer(item["name"], item.get("next") or {}, item.get("contact") or "") for item in event.employers
            ),
            contact_name=contact.get("name", ""),
            contact_phone=contact.get("phone", ""),
        )

    def faults(self, staff: StaffMember, draft: EventDraft, now: datetime, *, is_new: bool) -> list[Any]:
        """What is wrong with a draft that is not kept yet."""
        return list(self._drafts.faults(draft, self._country(staff), now, is_new=is_new))

    def _country(self, staff: StaffMember) -> str:
        return str(self._organisation(staff).country)

    def _organisation(self, staff: StaffMember) -> Organisation:
        return {**self._content.sample.organisations, **self._content.organisations}[staff.organisation]

    async def _new(self, staff: StaffMember, draft: EventDraft, country: str, now: datetime) -> Event:
        organisation = self._organisation(staff)
        return Event(
            slug=short_name(next(iter(draft.title.values()), ""), "event"),
            country=country,
            state="open",
            # What a sample organisation does is invented too, and is marked as such wherever it is shown.
            sample=staff.organisation in self._content.sample.organisations,
            organisation=organisation.name,
            organiser=staff.organisation,
            starts_at=draft.starts_at,
            ends_at=draft.ends_at,
            zone=str(self._drafts.zone(country)),
            rule=draft.rule,
        )

    def _write(self, event: Event, draft: EventDraft, now: datetime) -> None:
        event.kind, event.title, event.summary = draft.kind, as_html(draft.title), as_html(draft.summary)
        event.councils, event.online, event.link = list(draft.councils), draft.online, draft.link or None
        event.programmes, event.languages = list(draft.programmes), list(draft.languages)
        # What a feed said and the form does not show stays: how to say yes, and that only the day is known.
        unshown = {name: said for name, said in (event.details or {}).items() if name not in ("place_name", *DETAILS)}
        event.details = {**unshown, "place_name": draft.place or None} | {
            name: as_html(words) for name, words in draft.details.items() if any(words.values())
        }
        event.employers = [
            {"name": item.name, "next": dict(item.next)} | ({"contact": item.contact} if item.contact else {})
            for item in draft.employers
        ]
        has_contact = bool(draft.contact_name and draft.contact_phone)
        event.contact = {"name": draft.contact_name, "phone": draft.contact_phone} if has_contact else None
        event.capacity, event.most_guests, event.min_age = draft.capacity, draft.most_guests, draft.min_age
        event.checked_on = now.date()

    async def _lines(self, session: AsyncSession, found: list[Dated]) -> list[DateLine]:
        ids = [dated.occurrence.id for dated in found]
        counts, needs = await doors.counts_of(session, ids), await doors.open_needs(session, ids)
        return [DateLine(one, counts.get(one.occurrence.id, {}), needs.get(one.occurrence.id, 0)) for one in found]


def is_ahead(occurrence: Occurrence, now: datetime) -> bool:
    """Whether a date can still be moved or called off."""
    return occurrence.state == "open" and occurrence.starts_at > now


def _where(event: Event) -> tuple[Any, ...]:
    return (event.details or {}).get("place_name"), event.link, event.online
