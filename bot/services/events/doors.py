"""At the door: who is on the list, who is here, and what would make it easier for somebody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.access import Subject
from bot.domain.events import Standing
from bot.errors import NotFound, NotPossible
from bot.messages import bookings as messages
from bot.services.events import reminder_plans
from bot.services.events.coming import Comings
from bot.services.events.fair_cards import FairCards
from bot.services.languages import Languages
from db import outbox
from db.models import AccessRequest, Booking, StaffMember
from db.queries import bookings as queries
from db.queries import doors, people
from db.queries.doors import DoorLine, Need

LONGEST_ANSWER = 600


@dataclass(frozen=True, slots=True)
class Door:
    """Everything for the desk at the door; employers with how many met each, and who lets them know their code."""

    lines: Sequence[DoorLine]
    needs: Sequence[Need]
    met: Mapping[str, int]
    named: Mapping[str, Sequence[str]]


class Doors:
    """Whoever is let in gets the fair card, if there is one; the person is locked before anything is said to them."""

    def __init__(self, languages: Languages, comings: Comings, fair_cards: FairCards) -> None:
        self._languages = languages
        self._comings = comings
        self._fair_cards = fair_cards

    async def look(self, session: AsyncSession, occurrence_id: int) -> Door:
        """The list of one date."""
        return Door(
            await doors.door(session, occurrence_id),
            await doors.needs_of(session, occurrence_id),
            await queries.meeting_counts(session, occurrence_id),
            await doors.named_at(session, occurrence_id),
        )

    async def need_subject(self, session: AsyncSession, need_id: int) -> Subject | None:
        """Whose task it is to answer."""
        event = await doors.event_of_need(session, need_id)
        return Subject(event.organiser) if event and event.organiser else None

    async def find(self, session: AsyncSession, occurrence_id: int, reference: str) -> int:
        """The booking of whoever shows this code; raises NotFound."""
        line = next((one for one in await doors.door(session, occurrence_id) if one.reference == reference), None)
        if line is None:
            raise NotFound("booking", occurrence_id)
        return line.booking_id

    async def date_of_need(self, session: AsyncSession, need_id: int) -> int:
        """The date a request is about; raises NotFound."""
        asked = await session.get(AccessRequest, need_id)
        booking = await queries.get(session, asked.booking_id) if asked else None
        if booking is None:
            raise NotFound("need", need_id)
        return booking.occurrence_id

    async def check_in(self, session: AsyncSession, occurrence_id: int, booking_id: int, now: datetime) -> None:
        """Somebody who shows their code to a colleague at the desk; twice is once."""
        booking = await queries.get(session, booking_id)
        found = await people.locked(session, booking.person_id) if booking else None
        booked = (await queries.with_dates(session, [booking_id])).get(booking_id)
        if booking is None or found is None or booked is None or booked[0].occurrence_id != occurrence_id:
            raise NotFound("booking", booking_id)
        if booked[0].state == Standing.CAME:
            return
        let_in(booked[0], now)
        await session.flush()
        person, dated = found[0], booked[1]
        t = self._languages.named(person.locale or self._languages.likeliest(None))
        await self._fair_cards.queue(session, t, person, booked[0], dated, now)

    async def answer(
        self, session: AsyncSession, staff: StaffMember, need_id: int, answer: str, now: datetime
    ) -> AccessRequest:
        """Tell the person what there will be; a task that was answered is not answered twice."""
        asked = await session.get(AccessRequest, need_id)
        booking = await queries.get(session, asked.booking_id) if asked else None
        found = await people.locked(session, booking.person_id) if booking else None
        if asked is None or booking is None or found is None:
            raise NotFound("need", need_id)
        await session.refresh(asked)
        if asked.state != "open":
            raise NotPossible("answer", asked.state)
        booked = (await queries.with_dates(session, [booking.id]))[booking.id]
        asked.state, asked.answer, asked.answered_by, asked.answered_at = "answered", answer, staff.id, now
        await session.flush()
        person = found[0]
        t = self._languages.named(person.locale or self._languages.likeliest(None))
        coming = self._comings.of(t, person, *booked)
        await outbox.queue(
            session,
            person_id=person.id,
            chat_id=person.chat_id,
            content=messages.said(t, "events.easier.answer", coming, answer=answer).to_json(),
            now=now,
            lane=reminder_plans.LANE,
        )
        return asked


def let_in(booking: Booking, now: datetime) -> None:
    """They are here."""
    booking.state, booking.came_at, booking.changed_at = Standing.CAME.value, now, now
    booking.offered_until = booking.waiting_since = None
